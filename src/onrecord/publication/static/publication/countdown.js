// An embargo counts down by the server's clock, and ends when the server says so. Its time is said once, in the zone of the
// conference, as everywhere on the page.
import { fill } from "../pages/phrases.js";

const LONGEST = 48 * 3_600_000;

/** Keeps the sentences with `data-until` inside `place` up to date by `time` (a ServerTime), also those that come later, and
 *  the ground rule at the top of the page, whose embargo may pass while nothing is said. */
export function countDown(place, time) {
  const tick = async () => {
    const sentences = [...place.querySelectorAll("[data-until]")];
    const rules = [...document.querySelectorAll("[data-lapses]")];
    const ends = [...sentences.map(({ dataset }) => dataset.until), ...rules.map(({ dataset }) => dataset.lapses)];
    const next = ends
      .map((end) => Date.parse(end))
      .filter((end) => !time.passed(end))
      .sort((a, b) => a - b)[0];
    if (next !== undefined) await time.lookOutFor(next);
    for (const sentence of sentences) tell(sentence, time);
    for (const rule of rules) lapse(rule, time);
  };
  tick();
  setInterval(tick, 1000);
}

function tell(sentence, time) {
  const { until, waits, over } = sentence.dataset;
  const end = new Date(until);
  if (time.now === null || end - time.now > LONGEST) return;
  const left = remaining(Math.max(end - time.now, 0));
  const words = time.passed(end) ? over : fill(waits, { left });
  if (sentence.textContent !== words) sentence.textContent = words;
}

function lapse(rule, time) {
  if (!time.passed(Date.parse(rule.dataset.lapses))) return;
  rule.textContent = rule.dataset.over;
  rule.classList.remove("held");
  rule.removeAttribute("data-lapses");
  rule.removeAttribute("lang"); // the rule was in the edition's language, this sentence is in the page's
}

/** What remains, as a countdown shows it: 05:00, 1:05:00. */
export function remaining(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (number) => String(number).padStart(2, "0");
  return `${hours ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
}
