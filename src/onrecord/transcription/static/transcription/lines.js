// The last utterances, those that wait here, and what can be done with each.
import { clock, now } from "../pages/clock.js";
import { $, make } from "../pages/elements.js";
import { say } from "../pages/phrases.js";

const last = $("last");
const waiting = $("waiting");
const none = $("no-words");
const KEYS = { e: "correct", c: "confirm", k: "catch" };

export class Lines {
  /** `correct(line)`, `confirm(line)`, `caught(line)` do what is asked; `mend`, `again`, `drop` get a refused act; `leave()`
   *  goes back to the line. */
  constructor({ correct, confirm, caught, mend, again, drop, leave }) {
    this.acts = { correct, confirm, catch: caught, mend, again, drop };
    this.leave = leave;
    this.lines = [];
    last.addEventListener("keydown", (event) => this.#key(event));
    for (const list of [last, waiting]) {
      list.addEventListener("click", (event) => {
        const button = event.target.closest("button[data-do]");
        if (button) this.acts[button.dataset.do](button.closest("li").subject);
      });
    }
    setInterval(() => this.#countDown(), 500);
    stayAtTheEnd();
  }

  /** The line that a correction is about, if it is one of the last. */
  corrected(act) {
    return act.act === "correct" && this.lines.find((line) => line.index === act.utterance && line.text);
  }

  show(lines) {
    this.lines = lines;
    const was = document.activeElement?.closest?.("#last > li")?.subject.index;
    last.replaceChildren(...lines.map((line) => this.#line(line)));
    last.lastElementChild?.setAttribute("tabindex", "0");
    if (was !== undefined) [...last.children].find((item) => item.subject.index === was)?.focus();
    this.#countDown();
    last.scrollTop = last.scrollHeight;
  }

  /** Acts that it has and the state doesn't show yet, that it doesn't have, and that are set aside because it refused them; `who(id)`: a speaker's name. */
  showWaiting({ settled, acts, refused, who }) {
    const rows = [
      ...refused.map((act) => this.#refused(act, who)),
      ...settled
        .filter((act) => act.act === "say" || act.act === "deliver")
        .map((act) => make("li", {}, ...this.#said(act, who))),
      ...acts.map((act) =>
        make("li", { className: "waits" }, ...this.#said(act, who), make("span", { className: "marks" }, say("waits"))),
      ),
    ];
    none.hidden = rows.length > 0 || this.lines.length > 0;
    const shown = rows.map((row) => row.outerHTML).join("");
    if (shown === this.shown) return;
    this.shown = shown;
    const at = document.activeElement?.closest?.("#waiting button[data-do]"); // whoever is at a button of a row stays there
    const was = at && { key: at.closest("li").subject.key, act: at.dataset.do };
    waiting.replaceChildren(...rows);
    waiting.hidden = rows.length === 0;
    if (was)
      rows
        .find((row) => row.subject?.key === was.key)
        ?.querySelector(`[data-do="${was.act}"]`)
        ?.focus();
  }

  /** Go to the newest of the last utterances; false where there is none. */
  enter() {
    last.lastElementChild?.focus();
    return Boolean(last.lastElementChild);
  }

  #line(line) {
    const item = make("li", { className: `is-${line.state}`, tabIndex: -1 });
    item.subject = line;
    const who = make(
      "span",
      { className: "name", dir: "auto" },
      line.who || (["destroyed", "erased"].includes(line.state) ? "" : say("unknown")),
    );
    item.append(
      make("span", { className: "at" }, clock(line.at)),
      " ",
      who,
      " ",
      make("span", { className: "role" }, line.role ? say(`role ${line.role}`) : ""),
      " ",
      make(
        "span",
        { className: "said", dir: "auto" },
        line.text || say(line.state), // destroyed, erased or damaged
      ),
      " ",
      this.#marks(line),
    );
    if (line.text) item.append(this.#tools(line));
    return item;
  }

  #marks(line) {
    if (!line.text) return make("span", { className: "marks" });
    const marks = [
      line.unnamed ? say("unnamed") : "",
      line.corrected ? say("corrected") : "",
      line.confirmed ? say("confirmed") : line.state === "held" ? "" : say("draft"),
    ]
      .filter(Boolean)
      .join(" · ");
    return make(
      "span",
      { className: "marks" },
      make("span", { className: "count" }),
      marks && line.state === "held" ? ` · ${marks}` : marks,
    );
  }

  #tools(line) {
    const tools = make("span", { className: "tools" }, this.#button("correct", "E"));
    if (!line.mine && !line.confirmed) tools.append(this.#button("confirm", "C"));
    if (line.state === "held") tools.append(this.#button("catch", "K"));
    return tools;
  }

  #button(what, key) {
    const button = make(
      "button",
      { type: "button", tabIndex: -1, title: say(`${what} says`), dataset: { do: what } },
      say(what),
      " ",
    );
    if (key) button.append(make("kbd", {}, key));
    return button;
  }

  #refused(act, who) {
    const item = make(
      "li",
      { className: "refused" },
      ...this.#said(act, who),
      make("span", { className: "error" }, say("refused", { reason: act.refusal })),
    );
    item.subject = act;
    const tools = make("span", { className: "tools" });
    if (act.act === "say" || this.corrected(act)) tools.append(this.#open("mend", "mend"));
    tools.append(this.#open("again", "send again"), this.#open("drop", "drop"));
    item.append(tools);
    return item;
  }

  #open(what, words) {
    return make("button", { type: "button", dataset: { do: what } }, say(words));
  }

  #said(act, who) {
    const name = act.act === "say" ? who(act.speaker) || say("unknown") : "";
    const role = act.role ? say(`role ${act.role}`) : "";
    return [
      make("span", { className: "at" }, clock(act.typed_at)),
      " ",
      make("span", { className: "name", dir: "auto" }, name),
      " ",
      make("span", { className: "role" }, role),
      " ",
      make("span", { className: "said", dir: "auto" }, act.text ?? whatIs(act)),
      " ",
    ];
  }

  #countDown() {
    for (const item of last.children) {
      const place = item.querySelector(".count");
      if (!place || item.subject.state !== "held") continue;
      const left = item.subject.until === null ? null : Math.ceil((item.subject.until - now()) / 1000);
      const words =
        left === null
          ? say("held by act")
          : item.subject.embargoed
            ? say("embargoed", { time: clock(item.subject.until) })
            : left > 600
              ? say("held until", { time: clock(item.subject.until) })
              : say("held", { n: Math.max(left, 0) });
      place.textContent = words;
    }
  }

  #key(event) {
    const item = event.target.closest("li");
    if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
    const what = event.key === "Enter" && event.target === item ? "correct" : KEYS[event.key.toLowerCase()];
    if (event.key === "ArrowUp") item.previousElementSibling?.focus();
    else if (event.key === "ArrowDown" && item.nextElementSibling) item.nextElementSibling.focus();
    else if (event.key === "ArrowDown" || event.key === "Escape") this.leave();
    else if (what) item.querySelector(`[data-do=${what}]`)?.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Whoever sees the newest line still sees it when a panel below takes a part of the list's height. */
function stayAtTheEnd() {
  let there = true;
  last.addEventListener("scroll", () => {
    there = last.scrollTop + last.clientHeight > last.scrollHeight - 2;
  });
  new ResizeObserver(() => {
    if (there) last.scrollTop = last.scrollHeight;
  }).observe(last);
}

/** An act without words, in words. */
function whatIs(act) {
  return say(`act ${act.act}`) || say("act other", { act: act.name ?? act.short ?? act.act });
}
