import { roleAfter, roleOf } from "/static/transcription/roles.js";
import { same, test } from "./harness.js";

const GOVERNOR = { part: "principal" };

test("a journalist asks, a moderator remarks, anybody else states until a question was asked and answers then", () => {
  same(
    [{ part: "journalist" }, null, { part: "moderator" }].map((one) => roleOf(one, false)),
    ["question", "question", "remark"],
  );
  same(
    [false, true].map((asked) => roleOf(GOVERNOR, asked)),
    ["statement", "answer"],
  );
});

test("one key goes round all roles", () => {
  const round = [""];
  for (let n = 0; n < 5; n++) round.push(roleAfter(round.at(-1)));
  same(round, ["", "statement", "question", "answer", "remark", "statement"]);
});
