// Asks now and then what the others did, and tells how the network is.
import { setClock } from "./clock.js";

const EVERY = 1_500;
const LONGEST_WAIT = 15_000;
const PATIENCE = 10_000;

export class Watching {
  /** `came(state)` gets each state; `lost()` and `found()` hear about the network; `typing()` tells whether somebody types. */
  constructor({ address, came, lost, found, typing }) {
    Object.assign(this, { address, came, lost, found, typing });
    this.size = null; // how many entries this page knows of
    this.failures = 0;
    addEventListener("online", () => this.soon());
    addEventListener("offline", () => this.lost("network"));
    document.addEventListener("visibilitychange", () => document.hidden || this.soon());
  }

  start() {
    this.#loop();
  }

  soon() {
    this.failures = 0;
    this.wake?.();
  }

  async #loop() {
    for (;;) {
      await this.#ask();
      const wait = this.failures ? Math.min(LONGEST_WAIT, EVERY * 2 ** (this.failures - 1)) : EVERY;
      await new Promise((done) => {
        const timer = setTimeout(done, wait);
        this.wake = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
  }

  async #ask() {
    const asked = Date.now();
    const after = this.size === null ? "" : this.size;
    try {
      const answer = await fetch(`${this.address}?after=${after}&typing=${this.typing() ? 1 : 0}`, {
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) return this.#failed("signed out");
      if (!answer.ok) return this.#failed("network");
      const state = await answer.json();
      setClock(state.now, asked, Date.now());
      this.failures = 0;
      this.found();
      return this.take(state);
    } catch {
      return this.#failed("network");
    }
  }

  /** A state, from here or with the answer to an act: an older one never replaces a newer. */
  take(state) {
    if (this.size !== null && state.size < this.size) return;
    this.size = state.size;
    this.came(state);
  }

  #failed(why) {
    this.failures += 1;
    this.lost(why);
  }
}
