// What stands on a page, found and made.

export const $ = (id) => document.getElementById(id);

/** An element with properties and children: `make("li", { className: "held" }, "words", other)`. */
export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  const { dataset, ...others } = properties;
  Object.assign(made, others);
  Object.assign(made.dataset, dataset);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

/** Whether a key belongs to an input method (Chinese, Japanese, dead keys), which hasn't made its word yet. Safari ends it before
 *  the Enter that chose the word, and tells by the code only. */
export const composing = (event) => event.isComposing || event.keyCode === 229;
