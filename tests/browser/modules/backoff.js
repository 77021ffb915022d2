import { backOff } from "/static/pages/backoff.js";
import { same, test } from "./harness.js";

test("each wait is twice the one before, up to the longest", () => {
  const waits = { first: 400, longest: 3_000 };
  same(
    [1, 2, 3, 4, 100].map((failures) => backOff(failures, waits)),
    [400, 800, 1_600, 3_000, 3_000],
  );
});
