// Asks now and then what the others did, and tells how the network is.
import { backOff } from "./backoff.js";
import { clocks, setClock } from "./clock.js";

const EVERY = 1_500;
const WAITS = { first: EVERY, longest: 15_000 };
const PATIENCE = 10_000;

export class Watching {
  /** `came(state, asked)` gets each state, and when (by `performance.now()`) it was asked for; `lost(why)` (as `Queue.trouble`) and
   *  `found()` hear about the network; `says()` gives what the server is told on the way, by name. */
  constructor({ address, who, came, lost, found, says = () => ({}) }) {
    Object.assign(this, { address, who, came, lost, found, says });
    this.size = null; // how many entries this page knows of
    this.failures = 0;
    addEventListener("online", () => this.soon());
    addEventListener("offline", () => this.lost("network"));
    document.addEventListener("visibilitychange", () => document.hidden || this.soon());
  }

  start() {
    this.#loop();
  }

  /** Ask again at once, and if an answer is under way already, once more. */
  soon() {
    this.failures = 0;
    this.again = true;
    this.wake?.();
  }

  async #loop() {
    for (;;) {
      this.again = false;
      await this.#ask();
      if (this.again) continue;
      const wait = this.failures ? backOff(this.failures, WAITS) : EVERY;
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
    const asked = clocks();
    const query = new URLSearchParams({ after: this.size ?? "", ...this.says() });
    try {
      const answer = await fetch(`${this.address}?${query}`, {
        redirect: "manual",
        headers: { "X-Desk-Of": this.who },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) return this.#failed("signed out");
      if (answer.status === 503 && answer.headers.get("Content-Type")?.includes("json")) {
        return this.#failed(await answer.json());
      }
      if (!answer.ok) return this.#failed("network");
      const state = await answer.json();
      setClock(state.now, asked);
      this.failures = 0;
      this.found();
      return this.#take(state, asked.steady);
    } catch {
      return this.#failed("network");
    }
  }

  #take(state, asked) {
    this.size = state.size;
    this.came(state, asked);
  }

  #failed(why) {
    this.failures += 1;
    this.lost(why);
  }
}
