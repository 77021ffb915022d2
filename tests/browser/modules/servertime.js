import { ServerTime } from "/static/publication/servertime.js";
import { clocksOf, replacing, same, test } from "./harness.js";

const NOON = 1_800_000_000_000;

/** A page of a computer whose clock is a day behind; the server's says what `server.now` says. */
async function reading(during) {
  const times = { steady: 100_000, wall: NOON - 86_400_000 };
  const server = { now: NOON, asked: 0, lost: false };
  const pass = (milliseconds) => {
    times.steady += milliseconds;
    times.wall += milliseconds;
    server.now += milliseconds;
  };
  const fetch = async () => {
    server.asked += 1;
    if (server.lost) throw new TypeError("no network");
    return Response.json({ now: server.now });
  };
  await clocksOf(times, () =>
    replacing(globalThis, { fetch }, () => during({ time: new ServerTime("/now"), server, pass, times })),
  );
}

test("nothing has come to pass before the server has said so, whatever this computer's clock says", async () => {
  await reading(async ({ time, server, pass, times }) => {
    const due = NOON + 1_000;
    await time.lookOutFor(due);
    same([time.passed(due), time.now], [false, NOON]);
    times.wall += 2 * 86_400_000;
    same(time.passed(due), false);
    pass(3_000);
    await time.lookOutFor(due);
    same([time.passed(due), server.asked], [true, 2]);
  });
});

test("far from the moment the server is asked once a minute, near it every two seconds", async () => {
  await reading(async ({ time, server, pass }) => {
    const due = NOON + 90_000;
    await time.lookOutFor(due);
    for (let second = 0; second < 59; second++) {
      pass(1_000);
      await time.lookOutFor(due);
    }
    same(server.asked, 1);
    server.lost = true;
    pass(31_000);
    for (let second = 0; second < 4; second++) {
      pass(1_000);
      await time.lookOutFor(due);
    }
    same(server.asked, 3);
  });
});

test("without an answer nothing passes and the next look asks again", async () => {
  await reading(async ({ time, server, pass }) => {
    server.lost = true;
    await time.lookOutFor(NOON - 1);
    same([time.passed(NOON - 1), time.now], [false, null]);
    server.lost = false;
    pass(2_000);
    await time.lookOutFor(NOON - 1);
    same(time.passed(NOON - 1), true);
  });
});
