// The room's screen follows the record by the same stream as everybody; what it shows is the server's page.
import { Following } from "./following.js";

const SOON = 100;
const AGAIN = 2_500; // a cache may hand out a page that is two seconds old
const PATIENCE = 10_000;
const main = document.getElementById("main");
const lost = document.getElementById("lost");
const LOOKS = 5_000;
let soon = 0;
let again = 0;
let gone = 0;

if (main.dataset.live) {
  new Following({
    address: new URL(main.dataset.address, location.href),
    next: Number(main.dataset.live),
    beat: Number(main.dataset.beat) * 1000,
    take: (n, segment) => {
      if (Object.keys(segment).length === 1) return; // only a sign of life
      clearTimeout(soon);
      clearTimeout(again);
      soon = setTimeout(show, SOON);
      again = setTimeout(show, AGAIN);
    },
    tell,
  }).start();
  setInterval(lapsed, LOOKS);
}

async function show() {
  try {
    const answer = await fetch(location.href, { cache: "no-store", credentials: "omit" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("screen").replaceWith(document.adoptNode(page.getElementById("screen")));
  } catch {
    // What is missing is told by `tell`, and the next segment tries again.
  }
}

/** An embargo passes by the server's clock, and no segment tells of it where nothing was said under it. */
function lapsed() {
  const { lapses } = document.getElementById("screen").dataset;
  if (lapses && new Date(lapses) <= Date.now()) show();
}

/** Says that words are missing once the connection has been gone for a while. */
function tell({ connected, over, heard }) {
  clearTimeout(gone);
  if (connected || over) {
    if (lost.textContent) show();
    lost.textContent = "";
    return;
  }
  gone = setTimeout(() => {
    lost.textContent = lost.dataset.says.replace("{time}", new Date(heard).toLocaleTimeString());
  }, PATIENCE);
}
