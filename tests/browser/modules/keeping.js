import * as desks from "/static/pages/desks.js";
import { Keeping } from "/static/pages/keeping.js";
import { replacing, same, test } from "./harness.js";

const BESIDE = { off: false, speaker: null };
const ONE = { key: "1", act: "say", text: "one" };
const TWO = { key: "2", act: "say", text: "two" };
let desk = 0;

/** A desk's keeping under a name that no other test has. */
async function keepingOf(row) {
  desk += 1;
  const name = `onrecord:desk:${desk}`;
  if (row) await desks.write(name, row);
  const keeping = new Keeping(name, { told: () => {}, beside: BESIDE });
  await keeping.read();
  return keeping;
}

test("what is kept is there for the next page, and only then it is called safe", async () => {
  const keeping = await keepingOf();
  keeping.acts.push(ONE);
  const written = keeping.write();
  same(keeping.safe, false);
  await written;
  same(keeping.safe, true);
  const next = new Keeping(keeping.name, { told: () => {}, beside: BESIDE });
  await next.read();
  same(next.acts, [ONE]);
});

test("once everything is sent, no row is left", async () => {
  const keeping = await keepingOf({ acts: [ONE], refused: [], off: false, speaker: null });
  keeping.acts.length = 0;
  await keeping.write();
  same(await desks.read(keeping.name), undefined);
});

test("a change during a write is not called safe until it is written too", async () => {
  const keeping = await keepingOf();
  keeping.acts.push(ONE);
  const first = keeping.write();
  keeping.acts.push(TWO);
  const second = keeping.write();
  await first;
  same(keeping.safe, false);
  await second;
  same(keeping.safe, true);
});

test("acts from an earlier version come first, each once, and leave its place", async () => {
  desk += 1;
  const name = `onrecord:desk:${desk}`;
  localStorage.setItem(name, JSON.stringify({ acts: [ONE, TWO], off: true }));
  await desks.write(name, { acts: [TWO], refused: [], off: false, speaker: "a" });
  const keeping = new Keeping(name, { told: () => {}, beside: BESIDE });
  await keeping.read();
  same([keeping.acts.map(({ key }) => key), keeping.beside.off, keeping.beside.speaker], [["1", "2"], true, "a"]);
  same(localStorage.getItem(name), null);
  same((await desks.read(name)).acts.length, 2);
});

test("a row that was taken away is written again", async () => {
  const keeping = await keepingOf({ acts: [ONE], refused: [], off: false, speaker: null });
  await desks.remove(keeping.name);
  await keeping.check();
  same((await desks.read(keeping.name)).acts, [ONE]);
});

test("where the browser refuses, nothing is called safe and nothing is written over", async () => {
  const keeping = await keepingOf({ acts: [ONE], refused: [], off: false, speaker: null });
  const refusing = new Keeping(keeping.name, { told: () => {}, beside: BESIDE });
  const open = () => {
    throw new DOMException("", "SecurityError");
  };
  await replacing(IDBFactory.prototype, { open }, () => refusing.read());
  same([refusing.safe, refusing.trouble, refusing.closed], [false, "refuses", true]);
  refusing.acts.push(TWO);
  await refusing.write();
  same((await desks.read(keeping.name)).acts, [ONE]);
});
