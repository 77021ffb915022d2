// The readers' stream tells at once that something was appended; what it was, the desk asks for itself.
import { takePlace } from "./connections.js";

export class Waking {
  /** `wake(n)` is told that there is a segment n of the live record at `address`. */
  constructor({ address, wake }) {
    Object.assign(this, { address, wake });
    this.running = false;
    this.source = null;
    this.taking = false;
    this.giveBack = () => {};
  }

  /** Listen while a session runs, from segment `next` on. Where the stream is refused, or other tabs hold as many connections as
   *  may be, asking now and then has to do. */
  async listen(running, next) {
    this.running = running;
    if (!running) {
      this.#close();
      this.source = null;
    }
    if (!running || this.source || this.taking) return;
    this.taking = true;
    const giveBack = await takePlace();
    this.taking = false;
    if (!giveBack) return;
    this.giveBack = giveBack;
    if (!this.running) return this.giveBack();
    this.source = new EventSource(`${this.address}?after=${next - 1}`);
    this.source.onmessage = ({ lastEventId }) => this.wake(Number(lastEventId));
    this.source.addEventListener("ended", () => this.#close());
    this.source.onerror = () => this.source.readyState === EventSource.CLOSED && this.giveBack();
  }

  #close() {
    this.source?.close();
    this.giveBack();
  }
}
