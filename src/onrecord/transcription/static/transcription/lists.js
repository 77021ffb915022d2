// The panel in which the lists are kept up while typing: speakers and abbreviations.
import { $ } from "../pages/elements.js";

const panel = $("lists");
const FIELDS = {
  "one-name": "name",
  "one-digit": "key",
  "one-title": "title",
  "one-outlet": "outlet",
  "one-kind": "outlet_kind",
  "one-region": "region",
};

export class Lists {
  /** `left()` is told when the panel is closed by hand. */
  constructor({ left }) {
    this.speakers = [];
    panel.hidden = true;
    panel.classList.add("over");
    $("one-whom").addEventListener("change", () => this.#fill());
    panel.querySelector("[data-close]").addEventListener("click", left);
  }

  show(speakers, abbreviations) {
    const known = JSON.stringify([speakers, abbreviations]);
    if (known === this.shown) return;
    this.shown = known;
    this.speakers = speakers;
    for (const id of ["one-whom", "forget-whom"]) {
      const select = $(id);
      const { value } = select;
      const there = id === "forget-whom" ? speakers.filter((one) => !one.accredited) : speakers;
      select.replaceChildren(select.options[0], ...there.map((one) => new Option(one.name, one.id)));
      select.value = value;
      if (select.selectedIndex < 0) select.selectedIndex = 0;
    }
    const short = $("forget-short");
    const pairs = Object.entries(abbreviations);
    short.replaceChildren(short.options[0], ...pairs.map(([one, long]) => new Option(`${one}: ${long}`, one)));
  }

  /** Open it for somebody new, called `name` as far as that is known. */
  open(name = "") {
    panel.hidden = false;
    $("one-whom").value = "";
    this.#fill();
    $("one-name").value = name;
    $("one-name").focus();
  }

  close() {
    panel.hidden = true;
  }

  /** The form with what is known of the speaker who is to be changed. */
  #fill() {
    const one = this.speakers.find(({ id }) => id === $("one-whom").value);
    for (const [id, field] of Object.entries(FIELDS)) $(id).value = one?.[field] ?? "";
    $("one-part").value = one?.part ?? "journalist";
  }
}
