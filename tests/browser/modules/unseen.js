import { abbreviationsAfter, speakersAfter, withAccredited } from "/static/transcription/unseen.js";
import { same, test } from "./harness.js";

const FERRO = { id: "f", name: "Governor Ferro", key: 1 };
const ADA = { id: "a", name: "Ada Reyes", key: 2 };
const BOHDAN = { id: "b", name: "Bohdan Lis", key: null };
const keys = (speakers) => speakers.map(({ id, key }) => [id, key]);

test("a speaker who was added stands in the order of the keys", () => {
  const after = speakersAfter([ADA, BOHDAN], [{ act: "speaker", speaker: "f", name: "Governor Ferro", digit: "1" }]);
  same(keys(after), [
    ["f", 1],
    ["a", 2],
    ["b", null],
  ]);
});

test("whoever gets a key takes it from whoever had it", () => {
  const after = speakersAfter([FERRO, ADA], [{ act: "speaker", speaker: "b", name: "Bohdan Lis", digit: "2" }]);
  same(keys(after), [
    ["f", 1],
    ["b", 2],
    ["a", null],
  ]);
});

test("acts count in their order: forgotten and added again is there", () => {
  const acts = [
    { act: "forget speaker", speaker: "a" },
    { act: "speaker", speaker: "a", name: "Ada R.", digit: "" },
  ];
  same(
    speakersAfter([FERRO, ADA], acts).map(({ name }) => name),
    ["Governor Ferro", "Ada R."],
  );
  same(keys(speakersAfter([FERRO, ADA], acts.toReversed())), [["f", 1]]);
});

test("the speakers who are known stay as they were", () => {
  const known = [FERRO, ADA];
  speakersAfter(known, [{ act: "speaker", speaker: "b", name: "Bohdan Lis", digit: "1" }]);
  same(known, [
    { id: "f", name: "Governor Ferro", key: 1 },
    { id: "a", name: "Ada Reyes", key: 2 },
  ]);
});

test("an abbreviation that waits replaces the one that is known", () => {
  same(abbreviationsAfter({ gov: "government" }, [{ act: "abbreviate", short: "gov", long: "Governor" }]), {
    gov: "Governor",
  });
});

test("whoever is accredited comes after the list, and once they are on it not twice", () => {
  const [ada, bohdan] = [ADA, BOHDAN].map((one) => ({ ...one, accredited: true }));
  same(
    withAccredited([FERRO, ADA], [ada, bohdan]).map(({ name, accredited }) => [name, accredited === true]),
    [
      ["Governor Ferro", false],
      ["Ada Reyes", false],
      ["Bohdan Lis", true],
    ],
  );
});
