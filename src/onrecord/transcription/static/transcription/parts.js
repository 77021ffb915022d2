// Small things that several modules of the desk need.
import { fill } from "../pages/phrases.js";

/** An element with properties and children: `make("li", { className: "held" }, "words", other)`. */
export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  const { dataset, ...others } = properties;
  Object.assign(made, others);
  Object.assign(made.dataset, dataset);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

export const $ = (id) => document.getElementById(id);

const sentences = JSON.parse($("words")?.textContent ?? "{}");

/** The sentence called `name`, its `{…}` filled in. */
export function say(name, values = {}) {
  return fill(sentences[name], values);
}

/** A random name for an act or a speaker: RFC 9562, version 4. `crypto.randomUUID` needs https, a press room may have none. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Whether a key belongs to an input method (Chinese, Japanese, dead keys), which hasn't made its word yet. Safari ends it before
 *  the Enter that chose the word, and tells by the code only. */
export const composing = (event) => event.isComposing || event.keyCode === 229;

/** A form's fields as an act. */
export function actOf(form) {
  const act = Object.fromEntries(new FormData(form));
  delete act.csrfmiddlewaretoken;
  return act;
}

/** Whether a field has more characters than the server takes, which is then said beside it. Both count code points; `maxlength`
 *  would count an emoji as two, and may cut one in half. */
export function tooLong(form) {
  for (const field of form.querySelectorAll("[data-most]")) {
    const most = Number(field.dataset.most);
    const over = [...field.value.trim()].length - most;
    field.setCustomValidity(over > 0 ? say("too long", { n: over, most }) : "");
    field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
    if (over > 0) return !field.reportValidity();
  }
  return false;
}
