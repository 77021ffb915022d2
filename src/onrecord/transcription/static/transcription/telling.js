// How the network and the last save stand, in words, always in the same place.
import { clock } from "../pages/clock.js";
import { $ } from "../pages/elements.js";
import { say } from "../pages/phrases.js";

const saved = $("saved");
const told = $("told");

/** Said once, to those who listen too. */
export function tell(sentence) {
  told.textContent = sentence;
}

/** `queue` as in queue.js, `keeping` as in keeping.js; `trouble` of whoever asks for the state; `people` and `size` from the last state. */
export function standing({ queue, keeping, trouble, since, people, size }) {
  const why = queue.trouble ?? trouble;
  const n = queue.waiting.length;
  const refused = queue.setAside.length;
  const parts = [sentence(why, { n, refused, since: queue.troubleSince ?? since, queue })];
  if (refused) parts.push(say(refused === 1 ? "refused one" : "refused many", { n: refused }));
  if (keeping.trouble) parts.push(say(keeping.trouble));
  else if (why && n) parts.push(say(!keeping.safe ? "being kept" : keeping.lasting ? "safe" : "kept"));
  if (!why && people) parts.push(people > 1 ? say("people many", { n: people }) : say("people one"));
  if (!why && size) parts.push(say("entry", { n: size - 1 }));
  const whole = parts.filter(Boolean).join(" · ");
  if (saved.textContent !== whole) saved.textContent = whole;
  saved.classList.toggle("trouble", Boolean(why));
}

function sentence(why, { n, refused, since, queue }) {
  if (why === "signed out") return say("signed out", { n });
  if (why?.failed) return say(n ? "failed" : "unread", { reason: why.failed, n });
  if (why) {
    const what = queue.waiting.every((act) => act.text) ? "words" : "acts";
    const name = n === 0 ? "none" : n === 1 ? `one of ${what}` : what;
    return say(`offline ${name}`, { n, time: clock(since) });
  }
  if (n) return say("saving", { n });
  if (refused && !queue.savedAt) return "";
  return queue.savedAt ? say("saved", { time: clock(queue.savedAt) }) : say("nothing");
}
