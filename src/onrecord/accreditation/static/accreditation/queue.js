// The queue by keyboard: j and k move between the names, x chooses, Enter opens the one that has the focus; a, w, r and i open it
// with an outcome chosen.
import { typing } from "./typing.js";

const names = [...document.querySelectorAll(".queue .who a")];
const opens = { a: "#accept", w: "#waitlist", r: "#refuse", i: "#ask" };

document.addEventListener("keydown", (event) => {
  if (typing(event)) return;
  const at = names.indexOf(document.activeElement);
  if (event.key === "j" || event.key === "k") {
    const step = event.key === "j" ? 1 : -1;
    const next = names[at < 0 ? (step > 0 ? 0 : names.length - 1) : at + step];
    next?.focus();
  } else if (at < 0) return;
  else if (event.key === "x") names[at].closest("tr").querySelector("[name=number]").click();
  else if (event.key in opens) location.assign(names[at].href + opens[event.key]);
  else return;
  event.preventDefault();
});
