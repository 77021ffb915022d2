// The queue by keyboard: j and k move between the names, Enter opens the one that has the focus.
import { typing } from "./typing.js";

const names = [...document.querySelectorAll(".queue .who a")];

document.addEventListener("keydown", (event) => {
  if (typing(event) || !["j", "k"].includes(event.key)) return;
  const step = event.key === "j" ? 1 : -1;
  const at = names.indexOf(document.activeElement);
  const next = names[at < 0 ? (step > 0 ? 0 : names.length - 1) : at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
