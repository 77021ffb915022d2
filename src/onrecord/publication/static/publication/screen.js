// The room's screen follows the record by the same stream as everybody; what it shows is the server's page.
import { backOff } from "../pages/backoff.js";
import { fill } from "../pages/phrases.js";
import { Following } from "./following.js";
import { ServerTime } from "./servertime.js";
import { followTogether } from "./tabs.js";

const WAITS = { first: 100, longest: 3_000 };
const UNSURE = 1_500; // for so long the screen may lag behind what it heard of without saying so
const PATIENCE = 10_000;
const LOOKS = 1_000;
const main = document.getElementById("main");
const lost = document.getElementById("lost");
const time = new ServerTime(`${main.dataset.address}now`);
const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZone: main.dataset.zone || undefined,
});
let heard = asOf(document); // how many segments there are, as far as this screen knows
let looking = false;
let unsure = false;
let gone = ""; // since when there has been no connection
let going = 0;

if (main.dataset.live) {
  const address = new URL(main.dataset.address, location.href);
  const following = new Following({
    address,
    next: Number(main.dataset.live),
    beat: Number(main.dataset.beat) * 1000,
    take: (n, segment) => {
      if (Object.keys(segment).length === 1) return; // only a sign of life
      heard = Math.max(heard, n + 1);
      look();
    },
    tell: connection,
  });
  followTogether(following, address);
  setInterval(lapsed, LOOKS);
}

/** Of how many segments `page` knows. */
function asOf(page) {
  return Number(page.getElementById("screen").dataset.segments);
}

/** Ask until the screen shows all that it has heard of. */
async function look() {
  if (looking) return;
  looking = true;
  const doubt = setTimeout(() => {
    unsure = true;
    tell();
  }, UNSURE);
  for (let looks = 1; asOf(document) < heard; looks++) {
    await new Promise((done) => setTimeout(done, backOff(looks, WAITS)));
    await show();
  }
  clearTimeout(doubt);
  [looking, unsure] = [false, false];
  tell();
}

/** Show the page as of what was heard. No cache has it under that number from before, and it is never put back. */
async function show() {
  const address = new URL(location.href);
  address.searchParams.set("segment", heard);
  try {
    const answer = await fetch(address, {
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (asOf(page) < asOf(document)) return;
    document.getElementById("screen").replaceWith(document.adoptNode(page.getElementById("screen")));
  } catch {
    // The next look asks again, and meanwhile the screen says that it is not sure.
  }
}

/** An embargo passes by the server's clock, and no segment tells of it where nothing was said under it. */
async function lapsed() {
  const lapses = Date.parse(document.getElementById("screen").dataset.lapses);
  if (Number.isNaN(lapses)) return;
  await time.lookOutFor(lapses);
  if (time.passed(lapses)) show();
}

/** Notes that words are missing once the connection has been gone for a while. */
function connection({ connected, over, heard: last }) {
  if (connected || over) {
    clearTimeout(going);
    [gone, going] = ["", 0];
  } else {
    going ||= setTimeout(() => {
      gone = clock.format(last);
      tell();
    }, PATIENCE);
  }
  tell();
}

function tell() {
  const sentence = gone ? fill(lost.dataset.says, { time: gone }) : unsure ? lost.dataset.unsure : "";
  if (lost.textContent !== sentence) lost.textContent = sentence;
}
