// The server's clock, as near as this page can tell, and times as they are printed.

let offset = 0;
let surest = Infinity; // the shortest way there and back so far, in ms: the surest measure of the offset

/** The server said it was `at` while we waited from `asked` to `heard`. */
export function setClock(at, asked, heard) {
  const way = heard - asked;
  if (way > surest) return;
  surest = way;
  offset = at - (asked + way / 2);
}

/** Milliseconds since 1970 by the server's clock. */
export const now = () => Math.round(Date.now() + offset);

const zone = document.querySelector("main")?.dataset.zone;
const printed = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: zone || undefined,
});

export const clock = (at) => printed.format(at);

/** A duration as hours, minutes, seconds. */
export function lasting(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
