// Sentences with places for values, as templates and translations write them.

/** `sentence` with each `{name}` in it filled from `values`. What people said goes in as it is: `$&` and `{n}` too. */
export function fill(sentence, values) {
  return (sentence ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
