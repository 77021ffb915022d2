// The readers' stream tells at once that something was appended; what it was, the desk asks for itself.

export class Waking {
  /** `wake(n)` is told that there is a segment n of the live record at `address`. */
  constructor({ address, wake }) {
    Object.assign(this, { address, wake });
    this.source = null;
  }

  /** Listen while a session runs, from segment `next` on. Where the stream is refused, asking now and then has to do. */
  listen(running, next) {
    if (!running) {
      this.source?.close();
      this.source = null;
    }
    if (!running || this.source) return;
    this.source = new EventSource(`${this.address}?after=${next - 1}`);
    this.source.onmessage = ({ lastEventId }) => this.wake(Number(lastEventId));
    this.source.addEventListener("ended", () => this.source?.close());
  }
}
