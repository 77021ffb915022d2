// Tells readers how the page stands, and those who listen what is new: politely, and together when much comes at once.
import { fill } from "../pages/phrases.js";

const TOGETHER = 1_500; // milliseconds in which what comes is told together
const MOST = 3;

/** Says in `place` how it stands with the connection; the sentences are its data attributes. */
export function standing(place) {
  const words = place.dataset;
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone: words.zone || undefined,
  });
  let behindSince = null; // when the last thing came before something was missing
  let backAt = null;

  return function tell(state) {
    const sentence = sentenceFor(state);
    if (place.textContent !== sentence) place.textContent = sentence;
    place.classList.toggle("behind", behindSince !== null);
  };

  function sentenceFor({ way, connected, over, stale, missing, heard }) {
    if (over || stale) {
      behindSince = null;
      return over ? words.ended : words.stale;
    }
    if (!connected || missing > MOST) behindSince ??= heard;
    if (!connected) return fill(words.lost, { time: clock.format(behindSince) });
    if (behindSince !== null && missing) {
      return fill(words.catching, { time: clock.format(behindSince), n: missing });
    }
    if (behindSince !== null) [behindSince, backAt] = [null, heard];
    const how = { stream: words.connected, segments: words.slower, polling: words.polling }[way];
    return backAt ? `${fill(words.again, { time: clock.format(backAt) })} ${how}` : how;
  }
}

/** Reads out in `place`, a polite live region, what `announce` is given. */
export function announcing(place) {
  let waiting = [];
  let timer = 0;

  function speak() {
    const told = waiting;
    [waiting, timer] = [[], 0];
    const [last, count] = [told.at(-1), told.length];
    place.textContent = count > MOST ? fill(place.dataset.many, { n: count, words: last }) : told.join(" ");
  }

  return function announce({ fresh, changed }) {
    for (const passage of changed) waiting.push(fill(place.dataset.changed, { words: spoken(passage) }));
    for (const passage of fresh) waiting.push(spoken(passage));
    if (waiting.length && !timer) timer = setTimeout(speak, TOGETHER);
  };
}

function spoken(passage) {
  const who = passage.querySelector("h2")?.textContent;
  const copy = (passage.querySelector(".said") ?? passage).cloneNode(true);
  for (const struck of copy.querySelectorAll("del")) struck.remove();
  const words = copy.textContent.replace(/\s+/g, " ").trim();
  return who ? `${who}: ${words}` : words;
}
