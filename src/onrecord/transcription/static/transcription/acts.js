// The desk's acts on their way: words know when they were typed and after which switch, since the server may hear of them late.
import { now, unsure } from "../pages/clock.js";
import { Queue } from "../pages/queue.js";

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

export class Acts extends Queue {
  /** As of a queue; `discarded()` is told of words that were typed while others had gone off the record, `kept(why)` of a switch
   *  that changed nothing. */
  constructor({ discarded, kept, ...others }) {
    super(others);
    Object.assign(this, { discarded, kept });
    this.back = this.waiting.findLast((act) => act.act === "back")?.key; // the last return on the record from here
  }

  /** The switch that is the last of the unseen, "off" or "back"; undefined where none is. */
  get lastSwitch() {
    return this.unseen.findLast((act) => SWITCHES.includes(act.act))?.act;
  }

  add(act, mending) {
    const least = unsure();
    const times = { typed_at: now(), ...(least !== null && { not_before: least }) };
    const key = super.add({ ...times, ...this.#since(act), ...act }, mending);
    if (act.act === "back") this.back = key;
    return key;
  }

  /** The own switch that an act comes after: the server may hear of it late, and of others' in between. */
  #since({ act }) {
    if (act === "back") {
      const off = this.unseen.findLast((one) => one.act === "off")?.key;
      return off && { off };
    }
    return WORDS.includes(act) && this.back && { back: this.back };
  }

  lookedAt({ act }) {
    return WORDS.includes(act) && { anyway: true };
  }

  /** Words typed when the conference was off the record already are gone, from this browser too; others stay to be seen to. */
  refuse(act, answer) {
    const since = answer.off_since;
    if (SWITCHES.includes(act.act)) this.kept(answer.refused);
    else if (since !== undefined && begunAt(act) >= since) this.discarded();
    else super.refuse(act, answer);
  }
}
