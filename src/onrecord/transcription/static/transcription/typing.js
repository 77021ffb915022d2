// The line in which one types: times by themselves, abbreviations that expand, Enter appends.
import { now } from "../pages/clock.js";
import { $, composing } from "../pages/elements.js";
import { tooLong } from "../pages/fields.js";
import { say } from "../pages/phrases.js";
import { roleAfter, roleOf } from "./roles.js";
import { tell } from "./telling.js";

const text = $("text");
const form = $("line");
const role = $("role");
const language = $("language");

export class Typing {
  /** `append(words)` gets what was typed: text, role, language, begun, ended, and of words that were put back their `times` and
   *  the key of the refused act that they mend. Every digit typed here is a part of the words. */
  constructor({ append, up, help }) {
    this.append = append;
    this.begun = null; // when the first letter of what stands in the line was typed
    this.times = null; // what is known of the time of words that were put back
    this.mends = null; // the refused act whose words they were
    this.touched = 0;
    this.abbreviations = {};
    this.asked = false;
    this.speaker = null;
    role.options[0].remove();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    text.addEventListener("input", (event) => this.#typed(event));
    text.addEventListener("keydown", (event) => {
      if (composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        this.#submit();
      } else if (text.value === "" && event.key === "ArrowUp") {
        event.preventDefault();
        up();
      } else if (text.value === "" && event.key === "?") {
        event.preventDefault();
        help();
      }
    });
    role.addEventListener("change", () => this.focus());
  }

  /** Whether somebody typed here in the last seconds. */
  get typing() {
    return Date.now() - this.touched < 5_000 && text.value !== "";
  }

  /** Whether something stands in the line that nothing else has. */
  get unsent() {
    return text.value.trim() !== "";
  }

  focus() {
    if (!form.hidden) text.focus();
  }

  /** Forget what stands in the line, for good: nothing else has it. */
  clear() {
    text.value = "";
    text.defaultValue = "";
    this.begun = this.times = this.mends = null;
    this.touched = 0;
    this.#grow();
  }

  /** Put words back into the line; `times`: what goes out with them again, `mends`: the refused act that they are to replace. */
  take(words, { times = null, mends = null } = {}) {
    text.value = words.text;
    this.begun = null;
    Object.assign(this, { times, mends });
    if (words.role) role.value = words.role;
    this.#grow();
    this.focus();
  }

  /** What `speaker`'s words are taken for by themselves; `asked`: whether a question was asked already. */
  setSpeaker(speaker, asked = this.asked) {
    const changed = speaker?.id !== this.speaker?.id || (!this.asked && asked);
    Object.assign(this, { speaker, asked });
    if (changed || !role.value) role.value = roleOf(speaker, asked);
  }

  nextRole() {
    role.value = roleAfter(role.value);
    tell(say(`role ${role.value}`));
  }

  #submit() {
    const words = text.value.trim();
    if (!words || tooLong(form)) return;
    const ended = now();
    const { begun, times, mends } = this;
    const said = {
      text: words,
      role: role.value,
      language: language.value,
      begun: begun ?? ended,
      ended,
      times,
      mends,
    };
    this.clear();
    this.append(said);
    if (said.role === "question") this.asked = true;
    role.value = roleOf(this.speaker, this.asked);
  }

  #typed(event) {
    if (text.value.trim() === "") this.begun = this.times = this.mends = null;
    else this.begun ??= now();
    this.touched = Date.now();
    if (event.inputType?.startsWith("insert") && !event.isComposing) this.#expand();
    this.#grow();
  }

  /** The word before what was just typed, where it is short for something. */
  #expand() {
    const end = text.selectionStart;
    const found = /(?:^|[\s(«„“"'])([^\s(«„“"']+)([\s.,;:!?)…»“”"'])$/u.exec(text.value.slice(0, end));
    if (!found) return;
    const [, short, after] = found;
    const long = Object.hasOwn(this.abbreviations, short) ? this.abbreviations[short] : null;
    if (long === null) return;
    text.setSelectionRange(end - short.length - after.length, end);
    // insertText keeps the browser's undo, so that one Ctrl+Z takes the expansion back.
    if (!document.execCommand("insertText", false, long + after)) {
      text.setRangeText(long + after, end - short.length - after.length, end, "end");
    }
  }

  #grow() {
    text.rows = Math.min(8, Math.max(2, text.value.split("\n").length, Math.ceil(text.value.length / 70)));
  }
}
