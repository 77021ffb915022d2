import { remaining } from "/static/publication/countdown.js";
import { same, test } from "./harness.js";

test("what remains is said in minutes and seconds, with hours where there are any, and is never told too short", () => {
  const left = [0, 1, 59_001, 60_000, 3_599_001, 3_661_000, 172_800_000];
  same(left.map(remaining), ["00:00", "00:01", "01:00", "01:00", "1:00:00", "1:01:01", "48:00:00"]);
});
