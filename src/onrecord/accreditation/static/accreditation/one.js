// One application by keyboard: j and k go on and back, a, w and r choose the outcome, i goes to what is asked for.
import { typing } from "./typing.js";

const outcomes = { a: "accept", w: "waitlist", r: "refuse" };

document.addEventListener("keydown", (event) => {
  if (typing(event)) return;
  const target = wanted(event.key);
  if (!target) return;
  event.preventDefault();
  if (target instanceof HTMLAnchorElement) target.click();
  else goTo(target);
});

const [chosen] = Object.entries(outcomes).find(([, outcome]) => location.hash === `#${outcome}`) ?? [];
if (chosen || location.hash === "#ask") goTo(wanted(chosen ?? "i"));

function goTo(field) {
  if (!field) return;
  if (field.type === "radio" && field.name === "outcome") field.checked = true;
  field.focus();
  field.scrollIntoView({ block: "center" });
}

function wanted(key) {
  if (key === "j") return document.querySelector("a.next");
  if (key === "k") return document.querySelector("a.before");
  if (key === "i") return document.querySelector("#ask + form [name=reason]");
  return key in outcomes ? document.querySelector(`[name=outcome][value="${outcomes[key]}"]`) : null;
}
