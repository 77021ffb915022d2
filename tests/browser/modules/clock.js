import { clocks, lasting, now, setClock, startClock, unsure } from "/static/pages/clock.js";
import { clocksOf, same, test } from "./harness.js";

const NOON = 1_800_000_000_000;

/** A page made when the server's clock said noon; this computer's is an hour behind. */
async function atNoon(during) {
  const times = { steady: 1_000, wall: NOON - 3_600_000 };
  const pass = (milliseconds) => {
    times.steady += milliseconds;
    times.wall += milliseconds;
  };
  await clocksOf(times, async () => {
    startClock(NOON);
    await during({ times, pass });
  });
}

test("until the server answers, it is at least as late as the page was made", async () => {
  await atNoon(({ pass }) => {
    pass(5_000);
    same(unsure(), NOON + 5_000);
  });
});

test("an answer sets the clock, the half of its way ago", async () => {
  await atNoon(({ pass }) => {
    const asked = clocks();
    pass(200);
    setClock(NOON + 10_000, asked);
    same(unsure(), null);
    same(now(), NOON + 10_100);
    pass(1_000);
    same(now(), NOON + 11_100);
  });
});

test("an answer that took longer does not replace a better one, until that is a minute old", async () => {
  await atNoon(({ pass }) => {
    const answered = (at, way) => {
      const asked = clocks();
      pass(way);
      setClock(at, asked);
    };
    answered(NOON + 10_000, 20);
    answered(NOON + 90_000, 500);
    same(now(), NOON + 10_510);
    pass(60_000);
    answered(NOON + 90_000, 500);
    same(now(), NOON + 90_250);
  });
});

test("once the computer has slept, the time is not known until the server answers again", async () => {
  await atNoon(({ times, pass }) => {
    const asked = clocks();
    pass(20);
    setClock(NOON, asked);
    times.wall += 3_600_000; // while it slept only this clock went on
    same(unsure() !== null, true);
    same(now(), NOON + 3_600_010);
    const again = clocks();
    pass(20);
    setClock(NOON + 3_700_000, again);
    same(now(), NOON + 3_700_010);
    same(unsure(), null);
  });
});

test("an answer on whose way the computer slept says nothing", async () => {
  await atNoon(({ times }) => {
    const asked = clocks();
    times.steady += 20;
    times.wall += 60_000;
    setClock(NOON + 60_000, asked);
    same(unsure() === null, false);
  });
});

test("a duration has hours, minutes and seconds and is never negative", () => {
  same([0, 59_999, 3_661_000, 36_000_000, -1].map(lasting), [
    "00:00:00",
    "00:00:59",
    "01:01:01",
    "10:00:00",
    "00:00:00",
  ]);
});
