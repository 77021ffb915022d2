import { startClock } from "/static/pages/clock.js";
import { Acts, timesOf } from "/static/transcription/acts.js";
import { replacing, same, test } from "./harness.js";

const NOON = 1_800_000_000_000;
const later = setTimeout;
const SAVED = (acts) => ({ answers: acts.map((_, index) => ({ index })) });

/** A desk's acts beside a server that answers requests one after another as `answers` say; `sent` are the acts of each. */
async function queueing(answers, during) {
  const sent = [];
  const told = [];
  const waits = [];
  const keeping = { acts: [], refused: [], write: () => {} };
  const tell = (name) => (why) => told.push(why === undefined ? name : `${name}: ${why}`);
  const fetch = async (_, { body }) => {
    const { acts } = JSON.parse(body);
    sent.push(acts);
    const answer = (answers.shift() ?? SAVED)(acts);
    if (answer instanceof Response) return answer;
    return Response.json(answer);
  };
  const setTimeout = (done, wait) => {
    waits.push(Math.round(wait));
    queueMicrotask(done);
  };
  startClock(NOON);
  await replacing(globalThis, { fetch, setTimeout }, () =>
    replacing(Math, { random: () => 1 }, async () => {
      const queue = new Acts({
        address: "/acts/",
        token: "token",
        who: "esi",
        keeping,
        answered: tell("answered"),
        changed: () => {},
        discarded: tell("discarded"),
        kept: tell("kept"),
      });
      await during({ queue, sent, told, waits, keeping });
    }),
  );
}

/** When nothing waits any more. */
async function done(queue) {
  while (queue.running) await new Promise((next) => later(next));
}

const say = (text) => ({ act: "say", text });
const texts = (sent) => sent.map((acts) => acts.map(({ act, text }) => text ?? act));

test("acts go out in their order, and what comes meanwhile goes together in the next request", async () => {
  await queueing([], async ({ queue, sent, keeping }) => {
    for (const text of ["one", "two", "three"]) queue.add(say(text));
    await done(queue);
    same(texts(sent), [["one"], ["two", "three"]]);
    same(keeping.acts, []);
  });
});

test("without an answer an act stays and is sent again under its own key, at longer and longer intervals", async () => {
  const lost = () => {
    throw new TypeError("no network");
  };
  await queueing(Array(7).fill(lost), async ({ queue, sent, waits, told }) => {
    queue.add(say("one"));
    await done(queue);
    same(new Set(sent.map(([{ key }]) => key)).size, 1);
    same(sent.length, 8);
    same(waits, [800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000]);
    same(told, ["answered"]);
    same(queue.trouble, null);
  });
});

test("a refused act is set aside with its reason, and those behind it go on", async () => {
  const refuse = () => ({ answers: [{ refused: "No session is running." }] });
  await queueing([refuse], async ({ queue, sent, keeping }) => {
    queue.add(say("one"));
    queue.add(say("two"));
    await done(queue);
    same(texts(sent), [["one"], ["two"]]);
    same(
      keeping.refused.map(({ text, refusal }) => [text, refusal]),
      [["one", "No session is running."]],
    );
  });
});

test("a refused switch is told and not set aside", async () => {
  await queueing(
    [() => ({ answers: [{ refused: "The press office went off the record." }] })],
    async ({ queue, told, keeping }) => {
      queue.add({ act: "back" });
      await done(queue);
      same(told, ["kept: The press office went off the record.", "answered"]);
      same(keeping.refused, []);
    },
  );
});

test("words that were begun after others went off the record are forgotten, earlier ones set aside", async () => {
  const refuse = (acts) => ({ answers: acts.map(() => ({ refused: "Off the record.", off_since: NOON + 5_000 })) });
  await queueing([refuse, refuse], async ({ queue, told, keeping }) => {
    queue.add({ ...say("before"), typed_at: NOON + 8_000, start_ms: 0, end_ms: 4_000, not_before: NOON + 9_000 });
    queue.add({ ...say("after"), typed_at: NOON + 8_000, start_ms: 0, end_ms: 1_000, not_before: NOON + 9_000 });
    await done(queue);
    same(
      keeping.refused.map(({ text }) => text),
      ["before"],
    );
    same(told.filter((one) => one === "discarded").length, 1);
  });
});

test("an act that mends another takes its place once it is answered", async () => {
  await queueing([() => ({ answers: [{ refused: "Too long." }] })], async ({ queue, keeping }) => {
    queue.add(say("one"));
    await done(queue);
    const [{ key }] = keeping.refused;
    queue.add(say("mended"), { mends: key });
    same(queue.setAside, []);
    same(keeping.refused.length, 1);
    await done(queue);
    same(keeping.refused, []);
  });
});

test("sent again as it is, a refused act has a new key and says that somebody has looked at it", async () => {
  await queueing([() => ({ answers: [{ refused: "This discloses more now." }] })], async ({ queue, sent, keeping }) => {
    queue.add(say("one"));
    await done(queue);
    const [{ key }] = keeping.refused;
    queue.again(key);
    await done(queue);
    const [again] = sent.at(-1);
    same([again.text, again.anyway, again.refusal, again.key === key], ["one", true, undefined, false]);
    same(keeping.refused, []);
  });
});

test("where a request can't be read, acts go one by one until the one that can't is known", async () => {
  const unread = () => Response.json({ refused: "This can't be read." }, { status: 400 });
  const answers = [SAVED, unread, SAVED, unread, unread];
  await queueing(answers, async ({ queue, sent, keeping }) => {
    for (const text of ["first", "good", "bad", "last"]) queue.add(say(text));
    await done(queue);
    same(texts(sent), [["first"], ["good", "bad", "last"], ["good"], ["bad", "last"], ["bad"], ["last"]]);
    same(
      keeping.refused.map(({ text, refusal }) => [text, refusal]),
      [["bad", "This can't be read."]],
    );
  });
});

test("words say which of the desk's own returns they come after, and a return which switch it ends", async () => {
  await queueing([], async ({ queue, sent }) => {
    queue.add({ act: "off" });
    queue.add({ act: "back" });
    queue.add(say("after"));
    await done(queue);
    const [off, back, after] = sent.flat();
    same([back.off === off.key, after.back === back.key], [true, true]);
    same(queue.lastSwitch, "back");
    queue.seen(Infinity);
    same(queue.lastSwitch, undefined);
  });
});

test("words that are mended were begun when they were, by the earliest that is known", () => {
  same(timesOf({ ...say("one"), typed_at: 9_000, started: 1_000, start_ms: 2_000, end_ms: 5_000, not_before: 6_500 }), {
    typed_at: 9_000,
    started: 1_000,
    start_ms: 2_000,
    end_ms: 5_000,
    back: undefined,
    not_before: 6_000,
  });
});
