// Acts go to the server strictly in order, one request at a time, and stay here until it has them.
import { backOff } from "../pages/backoff.js";
import { now, unsure } from "./clock.js";
import { uuid } from "./parts.js";

const TOGETHER = 20; // acts in one request
const PATIENCE = 15_000; // ms until a request counts as lost
const WAITS = { first: 800, longest: 10_000 };
const SWITCHES = ["off", "back"];
const WORDS = ["say", "deliver", "correct"];

/** When the words of an act were begun, or the time which that was at least. */
const begunAt = ({ typed_at: at, start_ms: start = 0, end_ms: end = 0, not_before: least = Infinity }) =>
  Math.min(at - (end - start), least);

/** What is known of the time of refused words once they are mended: they were said when they were, and typed at any time since. */
export function timesOf(act) {
  const { typed_at, started, start_ms, end_ms, back } = act;
  return { typed_at, started, start_ms, end_ms, back, not_before: begunAt(act) };
}

export class Queue {
  /** `answered()` is told that the server has more; `changed()` of every change; `discarded()` of words that were typed
   *  while others had gone off the record; `kept(why)` of a switch that changed nothing. */
  constructor({ address, token, who, keeping, answered, changed, discarded, kept }) {
    Object.assign(this, { address, token, who, keeping, answered, changed, discarded, kept });
    this.settled = []; // acts that the server has, until a state shows them; in memory only
    this.trouble = null; // null, "network", "signed out", or { failed: sentence }
    this.troubleSince = null;
    this.savedAt = null;
    this.sending = 0;
    this.running = false;
    this.failures = 0;
    this.together = TOGETHER;
    this.back = this.waiting.findLast((act) => act.act === "back")?.key; // the last return on the record from here
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

  /** The switch that is the last of the unseen, "off" or "back"; undefined where none is. */
  get lastSwitch() {
    return this.unseen.findLast((act) => SWITCHES.includes(act.act))?.act;
  }

  /** `mends`: the key of the refused act in whose place it goes; that one is kept until this one is answered. */
  add(act, { mends = null } = {}) {
    const key = uuid();
    const mended = this.refused.find((one) => one.key === mends);
    if (mended) mended.mended_by = key;
    const least = unsure();
    const known = { typed_at: now(), ...(least !== null && { not_before: least }), ...this.#since(act) };
    this.waiting.push({ key, ...known, ...act });
    if (act.act === "back") this.back = key;
    this.#changed();
    this.run();
  }

  /** The own switch that an act comes after: the server may hear of it late, and of others' in between. */
  #since({ act }) {
    if (act === "back") {
      const off = this.unseen.findLast((one) => one.act === "off")?.key;
      return off && { off };
    }
    return WORDS.includes(act) && this.back && { back: this.back };
  }

  /** Send a refused act again, as somebody has looked at it. */
  again(key) {
    const found = this.refused.find((act) => act.key === key);
    if (!found) return;
    const { refusal, mended_by, ...act } = found;
    this.#leave(key);
    this.waiting.push({ ...act, key: uuid(), ...(WORDS.includes(act.act) && { anyway: true }) });
    this.#changed();
    this.run();
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
        this.#refuse(act, answer);
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

  /** Words typed when the conference was off the record already are gone, from this browser too; others stay to be seen to. */
  #refuse(act, { refused, off_since: since }) {
    if (SWITCHES.includes(act.act)) return this.kept(refused);
    if (since !== undefined && begunAt(act) >= since) return this.discarded();
    this.refused.push({ ...act, refusal: refused });
    return undefined;
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
