// A prepared text against its delivery: paragraph after paragraph, as written, otherwise, or skipped.
import { now } from "../pages/clock.js";
import { $, composing } from "../pages/elements.js";
import { tooLong } from "../pages/fields.js";
import { say } from "../pages/phrases.js";
import { tell } from "./telling.js";

const PATIENCE = 10_000; // ms until the text is taken for unreachable
const section = $("prepared");
const words = $("prepared-words");
const text = $("prepared-text");

export class Prepared {
  /** `address` ends in `prepared/0/`; `send(act, begun, ended)` sends an act; `left()` is told when the text is closed. */
  constructor({ address, send, left }) {
    Object.assign(this, { address, send, left });
    this.texts = [];
    this.content = null;
    this.turn = 0; // counts how often the text was closed
    $("prepared-deliver").addEventListener("click", () => this.#deliver());
    $("prepared-edit").addEventListener("click", () => this.#edit());
    $("prepared-skip").addEventListener("click", () => this.#skip());
    section.querySelector("[data-close]").addEventListener("click", () => this.close());
    words.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const act = { enter: () => this.#deliver(), e: () => this.#edit(), s: () => this.#skip() }[
        event.key.toLowerCase()
      ];
      if (!act) return;
      event.preventDefault();
      act();
    });
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || composing(event)) return;
      event.preventDefault();
      this.#deliver();
    });
  }

  /** The texts as the state has them; another desk may have gone on with the one that is open. */
  show(texts, waiting) {
    this.texts = texts;
    const here = this.content && texts.find((one) => one.index === this.content.index);
    if (here && !waiting && here.next !== this.content.next) {
      this.content.next = here.next;
      this.#show();
    }
  }

  async open() {
    if (!section.hidden && !text.hidden) return text.focus(); // what is typed there stands nowhere else
    const next = this.texts.find((one) => one.next < one.paragraphs);
    if (!next) return tell(say("no prepared"));
    if (this.content?.index !== next.index) {
      const { turn } = this;
      try {
        const answer = await fetch(this.address.replace(/0\/$/, `${next.index}/`), {
          signal: AbortSignal.timeout(PATIENCE),
        });
        const content = answer.ok && (await answer.json());
        if (!content || turn !== this.turn) return undefined; // closed meanwhile, off the record perhaps
        this.content = content;
      } catch {
        return undefined; // without network the text can't be fetched; one that is open stays open
      }
    }
    section.hidden = false;
    return this.#show();
  }

  /** Leave the text, and forget its words. */
  close() {
    this.turn += 1;
    this.content = null;
    words.textContent = text.value = "";
    if (section.hidden) return;
    section.hidden = true;
    this.left();
  }

  #show() {
    const { title, speaker, next, paragraphs } = this.content;
    if (next >= paragraphs.length) {
      tell(say("prepared done", { title }));
      return this.close();
    }
    $("prepared-title").textContent = [title, speaker].filter(Boolean).join(" · ");
    $("prepared-place").textContent = say("prepared", { n: next + 1, of: paragraphs.length });
    words.textContent = paragraphs[next];
    words.hidden = false;
    text.hidden = true;
    text.value = "";
    this.begun = now();
    return words.focus();
  }

  #edit() {
    text.value = words.textContent;
    words.hidden = true;
    text.hidden = false;
    text.focus();
  }

  #deliver() {
    const said = text.hidden ? words.textContent : text.value.trim();
    if (!said || tooLong(section)) return;
    const { index, next } = this.content;
    this.send({ act: "deliver", prepared: index, paragraph: next, text: said }, this.begun, now());
    this.#goOn();
  }

  #skip() {
    const { index, next } = this.content;
    this.send({ act: "skip", prepared: index, paragraph: next });
    this.#goOn();
  }

  #goOn() {
    this.content.next += 1;
    this.#show();
  }
}
