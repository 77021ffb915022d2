// An embargo counts down in the reader's own zone. Nothing opens here: the server does that, at its own time.

const LONGEST = 48 * 3_600_000;
const FULL = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };

/** Keeps the sentences with `data-until` inside `place` up to date, also those that come later, and the ground rule at the
 *  top of the page, whose embargo may pass while nothing is said. */
export function countDown(place) {
  const tick = () => {
    place.querySelectorAll("[data-until]").forEach(tell);
    document.querySelectorAll("[data-lapses]").forEach(lapse);
  };
  tick();
  setInterval(tick, 1000);
}

function tell(sentence) {
  const { until, waits, over } = sentence.dataset;
  const end = new Date(until);
  const left = end - Date.now();
  if (left > LONGEST) return;
  const time = end.toLocaleString(document.documentElement.lang, FULL);
  const words = left <= 0 ? over : waits.replace("{time}", time).replace("{left}", clock(left));
  if (sentence.textContent !== words) sentence.textContent = words;
}

function lapse(rule) {
  if (new Date(rule.dataset.lapses) > Date.now()) return;
  rule.textContent = rule.dataset.over;
  rule.classList.remove("held");
  rule.removeAttribute("data-lapses");
}

function clock(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (number) => String(number).padStart(2, "0");
  return `${hours ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
}
