// Acts go to the server strictly in order, one request at a time, and stay here until it has them.
import { backOff } from "./backoff.js";
import { now } from "./clock.js";
import { uuid } from "./uuid.js";

const TOGETHER = 20; // acts in one request
const PATIENCE = 15_000; // ms until a request counts as lost
const WAITS = { first: 800, longest: 10_000 };

export class Queue {
  /** `answered()` is told that the server has more; `changed()` of every change. */
  constructor({ address, token, who, keeping, answered, changed }) {
    Object.assign(this, { address, token, who, keeping, answered, changed });
    this.settled = []; // acts that the server has, until a state shows them; in memory only
    this.trouble = null; // null, "network", "signed out", or { failed: sentence }
    this.troubleSince = null;
    this.savedAt = null;
    this.sending = 0;
    this.running = false;
    this.failures = 0;
    this.together = TOGETHER;
    addEventListener("online", () => this.hurry());
  }

  get waiting() {
    return this.keeping.acts;
  }

  get refused() {
    return this.keeping.refused;
  }

  /** The refused acts that somebody has to see to: another one is under way in place of the rest. */
  get setAside() {
    return this.refused.filter((one) => !this.waiting.some(({ key }) => key === one.mended_by));
  }

  /** All acts that the state, as the page has it, may not show yet. */
  get unseen() {
    return [...this.settled.map(({ act }) => act), ...this.waiting];
  }

  /** A state that was `asked` for at that time has come: it shows what was settled before. */
  seen(asked) {
    this.settled = this.settled.filter(({ at }) => at >= asked);
  }

  /** `mends`: the key of the refused act in whose place it goes; that one is kept until this one is answered. */
  add(act, { mends = null } = {}) {
    const key = uuid();
    const mended = this.refused.find((one) => one.key === mends);
    if (mended) mended.mended_by = key;
    this.waiting.push({ key, ...act });
    this.#changed();
    this.run();
    return key;
  }

  /** Send a refused act again, as somebody has looked at it. */
  again(key) {
    const found = this.refused.find((act) => act.key === key);
    if (!found) return;
    const { refusal, mended_by, ...act } = found;
    this.#leave(key);
    this.waiting.push({ ...act, key: uuid(), ...this.lookedAt(act) });
    this.#changed();
    this.run();
  }

  /** What an act says more once somebody has looked at it and sends it again; for a desk to say. */
  lookedAt() {
    return {};
  }

  /** The server will not do `act`, as its `answer` says: it stays here to be seen to. A desk may know better. */
  refuse(act, { refused }) {
    this.refused.push({ ...act, refusal: refused });
  }

  /** Forget a refused act for good. */
  drop(key) {
    this.#leave(key);
    this.#changed();
  }

  #leave(key) {
    this.keeping.refused = this.refused.filter((act) => act.key !== key);
  }

  hurry() {
    this.failures = 0;
    this.wake?.();
    this.run();
  }

  async run() {
    if (this.running) return;
    this.running = true;
    while (this.waiting.length) {
      const ok = await this.#send();
      if (!ok) await this.#wait();
    }
    this.running = false;
  }

  async #send() {
    const batch = this.waiting.slice(0, this.together);
    this.sending = batch.length;
    try {
      const answer = await fetch(this.address, {
        method: "POST",
        redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token, "X-Desk-Of": this.who },
        body: JSON.stringify({ acts: batch }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.type === "opaqueredirect" || answer.status === 403) return this.#troubled("signed out");
      if (answer.status === 503 && answer.headers.get("Content-Type")?.includes("json")) {
        return this.#troubled(await answer.json());
      }
      if (!answer.ok) return await this.#unreadable(batch, answer);
      return this.#settle(await answer.json());
    } catch {
      return this.#troubled("network");
    } finally {
      this.sending = 0;
    }
  }

  #settle({ answers }) {
    if (!answers.length) return this.#troubled("network");
    for (const answer of answers) {
      const act = this.waiting.shift();
      this.keeping.refused = this.refused.filter((one) => one.mended_by !== act.key); // it is answered in the other's place
      if (answer.refused) {
        this.refuse(act, answer);
        continue;
      }
      this.savedAt = now();
      this.settled.push({ act, at: performance.now() });
    }
    this.failures = 0;
    this.together = Math.min(TOGETHER, this.together * 2);
    this.trouble = this.troubleSince = null;
    this.keeping.write();
    this.changed();
    this.answered();
    return true;
  }

  /** Only what the server itself says in JSON is about an act; any other answer may come from something in between, and passes.
   *  Smaller requests may find their way all the same, and show which act it is that can't be read. */
  async #unreadable(batch, answer) {
    const alone = batch.length === 1;
    this.together = 1;
    const ours =
      answer.status === 400 && answer.headers.get("Content-Type")?.includes("json") && (await answer.json()).refused;
    if (!ours) return this.#troubled("network");
    if (alone) this.#settle({ answers: [{ refused: ours }] });
    return true;
  }

  #troubled(trouble) {
    this.failures += 1;
    this.trouble = trouble;
    this.troubleSince ??= now();
    this.changed();
    return false;
  }

  #wait() {
    const wait = backOff(this.failures, WAITS) * (0.5 + Math.random() / 2);
    return new Promise((done) => {
      const timer = setTimeout(done, wait);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  #changed() {
    this.keeping.write();
    this.changed();
  }
}
