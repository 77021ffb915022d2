// The server's clock, as near as this page can tell, and times as they are printed.

const EXPIRES = 60_000; // ms after which a measure gives way to any later one
const AGREE = 2_000; // ms by which the computer's two clocks may differ: more, and it slept or its time was set

/** What the server's clock was when this page's stood at `steady` (it never jumps, but may stop while the computer sleeps)
 *  and at `wall` (it may be set). `way`: how long the answer took; `sure`: false where the server said it to an earlier page. */
let measure = { server: 0, steady: 0, wall: 0, way: Infinity, sure: false };

/** The page was made, or kept for a reload without network, when the server's clock was `at`: it is that late at least. */
export function startClock(at) {
  measure = { server: at, steady: performance.now(), wall: at, way: Infinity, sure: false };
}

/** The computer's two clocks, to be read before the server is asked. */
export const clocks = () => ({ steady: performance.now(), wall: Date.now() });

/** The server said it was `at`; it was asked when this computer's `clocks` stood at `asked`. */
export function setClock(at, asked) {
  const heard = clocks();
  const way = heard.steady - asked.steady;
  if (Math.abs(way - (heard.wall - asked.wall)) >= AGREE) return; // it slept, or was set, while it waited
  if (unsure() === null && way > measure.way && heard.steady - measure.steady < EXPIRES) return;
  const half = way / 2;
  measure = { server: at, steady: heard.steady - half, wall: heard.wall - half, way, sure: true };
}

const bySteady = () => measure.server + performance.now() - measure.steady;
const byWall = () => measure.server + Date.now() - measure.wall;

/** Null where the time is known; else the time which it is at least, by the server's clock. */
export function unsure() {
  const known = measure.sure && Math.abs(bySteady() - byWall()) < AGREE;
  return known ? null : Math.round(bySteady());
}

/** Milliseconds since 1970 by the server's clock, as near as this page can tell. */
export function now() {
  return Math.round(unsure() === null ? bySteady() : Math.max(bySteady(), byWall()));
}

const zone = document.querySelector("main")?.dataset.zone;
const printed = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZone: zone || undefined,
});

export const clock = (at) => printed.format(at);

/** A duration as hours, minutes, seconds. */
export function lasting(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
