// Acts go to the server strictly in order, one request at a time, and stay here until it has them.
import { now, unsure } from "./clock.js";
import { uuid } from "./parts.js";

const TOGETHER = 20; // acts in one request
const PATIENCE = 15_000; // ms until a request counts as lost
const FIRST_WAIT = 400;
const LONGEST_WAIT = 10_000;
const SWITCHES = ["off", "back"];
const WORDS = ["say", "deliver", "correct"];

/** When the words of an act were begun, or the time which that was at least. */
const begunAt = ({ typed_at: at, start_ms: start = 0, end_ms: end = 0, not_before: least = Infinity }) => Math.min(at - (end - start), least);

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

  add(act) {
    const key = uuid();
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

  /** Put a refused act back, as somebody has looked at it, or drop it for good; returns it. */
  takeRefused(key, { again }) {
    const place = this.refused.findIndex((act) => act.key === key);
    if (place < 0) return null;
    const [{ refusal, ...act }] = this.refused.splice(place, 1);
    if (again) this.waiting.push({ ...act, key: uuid(), ...(WORDS.includes(act.act) && { anyway: true }) });
    this.#changed();
    if (again) this.run();
    return act;
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
      if (answer.status >= 400 && answer.status < 500) return this.#unreadable(batch, answer);
      if (!answer.ok) return this.#troubled("network");
      this.#settle(await answer.json());
      return true;
    } catch {
      return this.#troubled("network");
    } finally {
      this.sending = 0;
    }
  }

  #settle({ answers }) {
    for (const answer of answers) {
      const act = this.waiting.shift();
      if (answer.refused) {
        this.#refuse(act, answer);
        continue;
      }
      this.savedAt = now();
      this.settled.push({ act, at: performance.now() });
    }
    this.failures = 0;
    this.together = TOGETHER;
    this.trouble = this.troubleSince = null;
    this.keeping.write();
    this.changed();
    this.answered();
  }

  /** Words typed when the conference was off the record already are gone, from this browser too; others stay to be seen to. */
  #refuse(act, { refused, off_since: since }) {
    if (SWITCHES.includes(act.act)) return this.kept(refused);
    if (since !== undefined && begunAt(act) >= since) return this.discarded();
    this.refused.push({ ...act, refusal: refused });
    return undefined;
  }

  /** The server can't read the batch: find out which act it is by sending one alone. */
  #unreadable(batch, answer) {
    if (batch.length > 1) {
      this.together = 1;
      return true;
    }
    const act = this.waiting.shift();
    this.refused.push({ ...act, refusal: `${answer.status} ${answer.statusText}` });
    this.#changed();
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
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.failures) * (0.5 + Math.random() / 2);
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
