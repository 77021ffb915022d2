// Who speaks: by a digit, or by a part of the name.
import { $, composing, make } from "../pages/elements.js";
import { say } from "../pages/phrases.js";
import { tell } from "./telling.js";

const list = $("speakers");
const name = $("speaker-name");
const options = $("speaker-options");
const NEW = "new";

export class Speakers {
  /** `chosen(speaker)` is told who speaks now, null for unknown; `missing(name)` when somebody not on the list is wanted;
   *  `done()` when the list was left. */
  constructor({ chosen, missing, done }) {
    Object.assign(this, { chosen, missing, done });
    this.all = [];
    this.current = null;
    this.active = -1;
    $("combo").hidden = false;
    $("plain-speaker").hidden = true;
    $("speaker").disabled = true;
    name.addEventListener("input", () => this.#open());
    name.addEventListener("focus", () => name.select());
    name.addEventListener("blur", () => this.#close());
    name.addEventListener("keydown", (event) => this.#key(event));
    options.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.#take(option.dataset.id);
    });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.#take(button.dataset.id);
    });
  }

  /** The speakers as the server has them, and those that only wait here. */
  show(all) {
    if (JSON.stringify(all) === this.shown) return;
    this.shown = JSON.stringify(all);
    this.all = all;
    if (this.current) this.current = all.find((one) => one.id === this.current.id) ?? null;
    this.#render();
    if (!options.hidden && this.active < 0) this.#open(); // nobody was found: who is looked for may have come just now
  }

  byKey(digit) {
    return digit === 0 ? null : this.all.find((one) => one.key === digit);
  }

  choose(speaker) {
    this.current = speaker;
    this.#render();
    this.chosen(speaker);
  }

  named(id) {
    return this.all.find((one) => one.id === id)?.name ?? "";
  }

  #take(id) {
    const typed = name.value.trim();
    this.#close();
    if (id === NEW) this.missing(typed);
    else {
      this.choose(this.all.find((one) => one.id === id) ?? null);
      this.done();
    }
  }

  #render() {
    const listed = this.all.filter((one) => !one.accredited || one.id === this.current?.id);
    const rows = [...listed, null].map((one) => {
      const here = (one?.id ?? null) === (this.current?.id ?? null);
      const button = make(
        "button",
        { type: "button", tabIndex: -1, dataset: { id: one?.id ?? "" } },
        make("span", { className: "key" }, one ? String(one.key ?? "") : "0"),
        " ",
        make("span", { className: "named", dir: "auto" }, one ? one.name : say("unknown")),
      );
      if (here) button.setAttribute("aria-current", "true");
      return make("li", {}, button);
    });
    list.replaceChildren(...rows);
    if (document.activeElement !== name) name.value = this.current?.name ?? say("unknown");
  }

  #matching() {
    const typed = folded(name.value.trim());
    const text = (one) => folded([one.name, one.outlet, one.title, one.latin].join(" "));
    const starts = (one) =>
      text(one)
        .split(/\s+/)
        .some((word) => word.startsWith(typed));
    const exact = this.all.filter((one) => text(one).includes(typed)).sort((a, b) => starts(b) - starts(a));
    const found = exact.length ? exact : this.all.filter((one) => sounds(one.latin ?? one.name, typed));
    const rows = found
      .slice(0, 8)
      .map((one) => ({ id: one.id, says: [one.name, one.outlet].filter(Boolean).join(", ") }));
    if (folded(say("unknown")).startsWith(typed) || !typed) rows.push({ id: "", says: say("unknown") });
    if (typed && !this.all.some((one) => folded(one.name) === typed)) {
      rows.push({ id: NEW, says: say("add speaker", { name: name.value.trim() }) });
    }
    return rows;
  }

  #open() {
    if (/^\d$/.test(name.value)) return this.#pressed(Number(name.value));
    this.rows = this.#matching();
    this.active = this.rows.findIndex(({ id }) => id !== NEW); // nobody becomes a speaker by the first Enter
    options.replaceChildren(
      ...this.rows.map((row, place) =>
        make("span", { id: `option-${place}`, role: "option", dataset: { id: row.id } }, row.says),
      ),
    );
    options.hidden = false;
    name.setAttribute("aria-expanded", "true");
    return this.#mark();
  }

  /** A digit is a key and nothing else. Where it is nobody's, words that are typed on belong to nobody known: they are neither
   *  lost in this field nor said by whoever spoke before. */
  #pressed(digit) {
    const one = this.byKey(digit);
    this.#take(one?.id ?? "");
    if (one === undefined) tell(say("no such key", { digit }));
  }

  /** Nobody on the list is called so: a second Enter adds them. */
  #ask() {
    const question = say("not listed", { name: name.value.trim() });
    tell(question);
    this.active = 0;
    options.children[0].textContent = question;
    return this.#mark();
  }

  #mark() {
    for (const [place, option] of [...options.children].entries()) {
      option.setAttribute("aria-selected", String(place === this.active));
    }
    if (this.active < 0) name.removeAttribute("aria-activedescendant");
    else name.setAttribute("aria-activedescendant", `option-${this.active}`);
    options.children[this.active]?.scrollIntoView({ block: "nearest" });
  }

  #close() {
    options.hidden = true;
    name.setAttribute("aria-expanded", "false");
    name.removeAttribute("aria-activedescendant");
    name.value = this.current?.name ?? say("unknown");
  }

  #key(event) {
    if (composing(event)) return undefined;
    const open = !options.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        name.value = "";
        return this.#open();
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.active = (this.active + step + this.rows.length) % this.rows.length;
      return this.#mark();
    }
    if (event.key === "Enter") {
      event.preventDefault();
      if (!open) return this.done();
      return this.active < 0 ? this.#ask() : this.#take(this.rows[this.active].id);
    }
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
      return this.done();
    }
    return undefined;
  }
}

/** Small letters without accents. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** Whether a word of `latin`, a name in Latin letters, may be what was `typed`: vowels are spelt in many ways (Παπαδόπουλος). */
function sounds(latin, typed) {
  const wanted = consonants(typed);
  return (
    wanted.length > 1 &&
    consonants(latin)
      .split(" ")
      .some((word) => word.startsWith(wanted))
  );
}

function consonants(text) {
  return folded(text)
    .replaceAll("ph", "f")
    .replaceAll(/[cq]/g, "k")
    .replaceAll(/[^a-z ]|[aeiouyhw]/g, "");
}
