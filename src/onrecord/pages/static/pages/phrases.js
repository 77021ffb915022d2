// Sentences with places for values, as templates and translations write them.

/** `sentence` with each `{name}` in it filled from `values`. What people said goes in as it is: `$&` and `{n}` too. */
export function fill(sentence, values) {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

let sentences;

/** The page's sentence called `name`, its `{…}` filled in. */
export function say(name, values = {}) {
  sentences ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}");
  return fill(sentences[name], values);
}
