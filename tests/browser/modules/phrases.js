import { fill } from "/static/pages/phrases.js";
import { same, test } from "./harness.js";

test("every place in a sentence is filled, and one without a value is left empty", () => {
  same(fill("{n} updates since {time}{more}.", { n: 0, time: "10:00" }), "0 updates since 10:00.");
});

test("what people said goes into a sentence as it is", () => {
  same(fill("Changed: {words}", { words: "$& costs {n} $1" }), "Changed: $& costs {n} $1");
});

test("a sentence that is missing says nothing", () => {
  same(fill(undefined, { n: 1 }), "");
});
