import { Following } from "/static/publication/following.js";
import { replacing, same, test } from "./harness.js";

function follow(next = 0) {
  const taken = [];
  const told = [];
  const following = new Following({
    address: "/live/",
    next,
    beat: 15_000,
    take: (n) => taken.push(n),
    tell: (state) => told.push(state),
  });
  return { following, taken, told };
}

const segment = (n, members = {}) => JSON.stringify({ n, ...members });

test("segments are taken once and in order, whichever way they come", () => {
  const { following, taken } = follow(3);
  same(
    [3, 3, 2, 5, 4, 5].map((n) => following.deliver(n, segment(n))),
    [true, true, true, false, true, true],
  );
  same(taken, [3, 4, 5]);
});

test("the last segment says that nothing more comes, and a reopened session that more does", () => {
  const { following } = follow();
  following.deliver(0, segment(0, { status: "ended" }));
  same(following.state.over, true);
  following.deliver(1, segment(1));
  same(following.state.over, true);
  following.deliver(2, segment(2, { status: "live" }));
  same(following.state.over, false);
});

test("a page that is behind catches up page by page and then knows that it has everything", async () => {
  const { following, taken } = follow(98);
  const pages = { "/live/page/0": [0, 100], "/live/page/1": [100, 103] };
  const asked = [];
  const fetch = async (address) => {
    asked.push(address);
    const [from, to] = pages[address];
    return new Response(Array.from({ length: to - from }, (_, n) => `${segment(from + n)}\n`).join(""));
  };
  await replacing(globalThis, { fetch }, () => following.catchUp(new AbortController().signal));
  same(asked, ["/live/page/0", "/live/page/1"]);
  same(taken, [98, 99, 100, 101, 102]);
  same([following.state.missing, following.state.connected], [0, true]);
});

test("a record that has fewer segments than the page knows of begins anew", async () => {
  const { following } = follow(7);
  const fetch = async () => Response.json({ segments: 3, live: true }, { status: 404 });
  await replacing(globalThis, { fetch }, () => following.catchUp(new AbortController().signal));
  same([following.state.stale, following.state.over], [true, false]);
});
