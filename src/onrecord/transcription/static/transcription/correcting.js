// The last utterances corrected: new words, kind and reason; the old ones stay on the record beside them.
import { $, composing, make } from "../pages/elements.js";
import { tooLong } from "../pages/fields.js";

const form = $("correcting");
const text = $("correct-text");
const kind = $("correct-kind");
const reason = $("correct-reason");
const whose = $("correct-speaker");

export class Correcting {
  /** `correct(act, { mends })` sends it; `left()` is told when the form is closed. */
  constructor({ correct, left }) {
    this.left = left;
    this.line = null;
    kind.addEventListener("change", () => this.#kind());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.line || tooLong(form)) return;
      const speaker = kind.value === "attribution" ? whose.value : "";
      const { mends } = this;
      const act = {
        act: "correct",
        utterance: this.line.index,
        version: this.line.version,
        text: text.value.trim(),
        kind: kind.value,
        reason: reason.value.trim(),
        ...(speaker && { speaker }),
        ...this.times,
      };
      correct(act, { mends });
      this.close();
    });
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
      event.preventDefault();
      if (reason.value.trim()) form.requestSubmit();
      else reason.focus();
    });
    form.querySelector("[data-close]").addEventListener("click", () => this.close());
  }

  /** Whether a correction is under way that nothing else has. */
  get unsent() {
    return this.line !== null && (text.value !== this.line.text || reason.value !== "");
  }

  /** Corrects the words as `line` has them; `given`: a correction of them that was refused, to be mended,
   *  whose `times` go out with it again, and which it `mends`. */
  open(line, speakers, given = { text: line.text, kind: kind.options[0].value, reason: "" }) {
    this.line = line;
    Object.assign(this, { times: given.times, mends: given.mends });
    $("correcting-what").textContent = line.who;
    text.value = given.text;
    reason.value = given.reason;
    kind.value = given.kind;
    whose.replaceChildren(
      ...speakers.map((one) => make("option", { value: one.id, selected: one.id === given.speaker }, one.name)),
    );
    this.#kind();
    form.hidden = false;
    text.focus();
  }

  focus() {
    text.focus();
  }

  close() {
    if (form.hidden) return;
    this.line = this.mends = null;
    text.value = reason.value = "";
    form.hidden = true;
    this.left();
  }

  #kind() {
    $("correct-whose").hidden = kind.value !== "attribution";
  }
}
