import { citations, place, wholeWords } from "/static/publication/words.js";
import { same, test } from "./harness.js";

const PHRASES = {
  citation: "{who}: “{words}”, {terms}",
  version: "version {n}",
  versions: "versions {n}",
};
const chosen = (text, from, to) => {
  const [, start, stop] = wholeWords(text, from, to, "en");
  return text.slice(start, stop);
};

/** A record with these passages on its rail; gives what is chosen where all of each is. */
function rail(...passages) {
  document.body.innerHTML = `<h1> 13th edition </h1><ol data-quotes="/reading/13/u/">${passages.map(passage).join("")}</ol>`;
  return [...document.querySelectorAll(".said")].map((said) => ({
    said,
    passage: said.closest(".passage"),
    words: said.textContent.trim(),
  }));
}

function passage({ entry, who, words, opens = false, translation }) {
  const also = translation
    ? `<details class="translation"><div class="said" data-entry="${entry + 50}"
    data-standard="in French, translated">${translation}</div></details>`
    : "";
  return `<li class="passage${opens ? " opens" : ""}" data-index="${entry}" data-who="${who}" data-when="2026-05-14 10:00"
    data-terms=""><div class="said" data-entry="${entry}">${words}</div>${also}
    <p class="tools"><a class="copy" href="/reading/13/u/${entry}/"></a></p></li>`;
}

const MORNING = { entry: 1, who: "Governor Ferro", words: "Good morning.", opens: true };
const BRIDGE = { entry: 2, who: "Governor Ferro", words: "There is no bridge." };
const WHY = { entry: 3, who: "Ada Reyes, Radio Halm", words: "Why?", opens: true };

test("nobody is quoted with half a word", () => {
  same(chosen("There is no money.", 10, 14), "no money");
  same(chosen("There is no money.", 8, 9), " ");
  same(chosen("There is no money.", 12, 18), "money.");
});

test("where nothing is chosen nothing is", () => {
  same(wholeWords("Money.", 3, 3, "en"), ["Money.", 3, 3]);
});

test("a place in words is counted as the server counts it: code points without spaces", () => {
  same(
    ["a b", "a\u00a0b", "a\u0085b", "\u{1f600} b"].map((text) => place(text, text.length)),
    [2, 2, 2, 2],
  );
  same(place("no  money", 6), 4);
});

test("what one voice said without a break is one citation with its versions", () => {
  const here = `${location.origin}/reading/13/u/1/`;
  same(
    citations(rail(MORNING, BRIDGE), PHRASES),
    `Governor Ferro: “Good morning. There is no bridge.”, 13th edition, 2026-05-14 10:00, versions 1, 2, ${here}`,
  );
});

test("another voice, or a passage in between that is not chosen, begins another citation", () => {
  const all = rail(MORNING, BRIDGE, WHY, { ...BRIDGE, entry: 4 });
  const cited = (pieces) =>
    citations(pieces, PHRASES)
      .split("\n")
      .map((line) => line.split(": ")[0]);
  same(cited(all.slice(0, 3)), ["Governor Ferro", "Ada Reyes, Radio Halm"]);
  same(cited([all[0], all[3]]), ["Governor Ferro", "Governor Ferro"]);
});

test("a translation is cited by itself and says that it is one", () => {
  const lines = citations(rail({ ...MORNING, translation: "Bonjour." }), PHRASES).split("\n");
  same(lines.length, 2);
  same(lines[1].startsWith("Governor Ferro: “Bonjour.”, in French, translated, 13th edition"), true);
});

test("where one part runs from right to left, each keeps its place", () => {
  const [line] = citations(rail({ ...MORNING, who: "ليلى حداد" }), PHRASES).split("\n");
  same(line.startsWith("\u2068ليلى حداد\u2069: “\u2068Good morning.\u2069”, \u206813th edition\u2069, "), true);
});
