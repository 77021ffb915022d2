// The record as it is read: it grows while it is live, goes on as one reads, keeps the reader's place, and
// lets words be taken along. Without this module all of it works by reload.
import { countDown } from "./countdown.js";
import { goLive } from "./live.js";
import { readOn } from "./parts.js";
import { keepPlace } from "./place.js";
import { ServerTime } from "./servertime.js";
import { copyInPlace, showMarked, takeWords } from "./words.js";

const rail = document.getElementById("rail");
const telling = document.getElementById("telling");

if (rail && telling) {
  const later = readOn(rail, document.getElementById("turn"));
  keepPlace(rail, telling.dataset.place, document.getElementById("resume"));
  countDown(rail, new ServerTime(`${telling.dataset.address}now`));
  showMarked(rail);
  takeWords(rail, document.getElementById("chosen"));
  copyInPlace(rail, document.getElementById("copied"));
  if (telling.dataset.live) {
    later.hangOnto = goLive({
      rail,
      next: Number(telling.dataset.live),
      address: new URL(telling.dataset.address, location.href),
      beat: Number(telling.dataset.beat) * 1000,
      connection: document.getElementById("connection"),
      newWords: document.getElementById("new-words"),
      saidNow: document.getElementById("said-now"),
      more: later.more,
      readLater: later.readFrom,
    });
  }
}
