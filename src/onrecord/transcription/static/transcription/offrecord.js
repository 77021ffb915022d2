// Off the record and back: one switch, which this page knows before the server does. Nothing can be typed while it is off.
import { clock, now } from "../pages/clock.js";
import { $ } from "../pages/elements.js";
import { say } from "../pages/phrases.js";
import { tell } from "./telling.js";

const OFF = "off the record";
const A_REFLEX = 2_000; // ms after somebody else's switch in which a press was meant for how it stood before

export class OffRecord {
  /** `main`: what is marked while off; `empty()` is told to forget all that stands open on the desk. */
  constructor({ main, queue, keeping, empty }) {
    Object.assign(this, { main, queue, keeping, empty });
    this.off = null; // not known before the first state
    this.others = -Infinity; // when this page learned of somebody else's switch
    $("take-back").addEventListener("click", () => this.takeBack());
    setInterval(() => this.off && this.#show(), 1_000);
    // Whoever types on without looking, a speaker's key and words and Enter, comes upon no button.
    document.addEventListener("keydown", ({ key }) => this.off && key.length === 1 && key !== " " && $("off").focus());
  }

  /** The state as the page has it; `fresh`: from the server, not as it was kept for a reload without network. */
  show(state, { fresh }) {
    Object.assign(this, { state, fresh });
    this.#show();
  }

  /** Off the record from here on, and from the entry `since` on, as far as its words are still held. */
  go({ since = null } = {}) {
    if (!this.#runs()) return;
    if (!this.off) this.queue.add({ act: "off" });
    if (since !== null) this.queue.add({ act: "catch", since });
  }

  /** Back on the record, unless somebody else has gone off it a moment ago: then the press meant to go off, too. */
  comeBack() {
    if (!this.off) return;
    if (this.#officeEnds()) return tell(say("office off"));
    const reflex = performance.now() - this.others < A_REFLEX;
    $("off-told").hidden = !reflex;
    if (reflex) $("off-told").textContent = say("still off");
    else this.queue.add({ act: "back", ...this.#ends() });
  }

  /** Whether the press office went off the record, and whoever is here can't end that. */
  #officeEnds() {
    return Boolean(this.state.rule?.office && !this.state.directs);
  }

  /** The ground rule that is to end, where the server has told of it. */
  #ends() {
    const { rule } = this.state;
    return this.fresh && rule?.rule === OFF && { ends: rule.index };
  }

  /** Off the record, with all that is still held when the server hears of it. */
  takeBack() {
    if (!this.#runs()) return;
    this.go();
    this.queue.add({ act: "catch" });
  }

  /** Whether there is a session, in a pause too; says so where there is none. */
  #runs() {
    const { session } = this.state;
    if (session === "live" || session === "paused") return true;
    tell(say(session === "ended" ? "ended" : "no session"));
    return false;
  }

  /** A switch that waits here counts before what the server says. */
  #isOff() {
    const waiting = this.queue.lastSwitch;
    if (waiting) return waiting === "off";
    return this.fresh ? this.state.rule?.rule === OFF : this.keeping.beside.off;
  }

  #show() {
    const off = this.#isOff();
    if (off !== this.off) {
      const first = this.off === null;
      const own = this.queue.lastSwitch !== undefined || (first && off === this.keeping.beside.off);
      this.others = own ? -Infinity : performance.now();
      this.off = this.keeping.beside.off = off;
      this.keeping.write();
      this.#switched({ first });
    }
    const n = this.queue.unseen.some((act) => act.act === "catch") ? 0 : this.state.held;
    $("off-held").hidden = !off || !n;
    if (n) $("take-back").textContent = say(n === 1 ? "take back one" : "take back", { n });
    const { rule } = this.state;
    if (off && rule?.rule === OFF) $("off-sentence").textContent = rule.sentence;
    $("off-office").hidden = !this.#officeEnds();
    $("come-back").hidden = this.#officeEnds();
  }

  #switched({ first }) {
    this.main.classList.toggle("is-off", this.off);
    $("off").hidden = !this.off;
    $("off-told").hidden = true;
    $("text").disabled = this.off;
    if (this.off) {
      this.empty();
      $("off").focus();
      tell(say("now off", { time: clock(now()) }));
    } else if (!first) {
      const { rule } = this.state;
      tell(say("now back", { sentence: rule?.rule !== OFF ? rule?.sentence : say("on the record") }));
    }
  }
}
