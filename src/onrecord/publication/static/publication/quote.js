// The quote's page: check the words in this browser, copy the citation.

import { fill } from "../pages/phrases.js";
import { checkEntry } from "./check.js";
import { copy } from "./words.js";

const checker = document.getElementById("checker");
const phrases = document.getElementById("check-words")?.dataset ?? {};
const GRAVEST_FIRST = ["fails", "unfetched", "withheld", "pending", "opened", "unknown", "absent", "holds"];

if (checker) {
  const button = checker.querySelector("button");
  let checking = false;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (checking) return; // a button that is switched off would lose the focus
    checking = true;
    await check(document.getElementById("verdict"), document.getElementById("steps"));
    checking = false;
  });
}

for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const told = document.getElementById("copied");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copy(field.value);
    if (!done) field.select();
    told.textContent = done ? phrases.copied : phrases.selected;
  });
}

/** Checks every version on this page, or the bare entry where its words aren't public: the verdict first, its steps folded. */
async function check(verdict, folded) {
  const steps = folded.querySelector("ol");
  verdict.textContent = phrases.checking;
  steps.replaceChildren();
  const states = new Set(["holds"]);
  const tellOf = (index) => (check, state, detail) => {
    const line = document.createElement("li");
    line.textContent = phrase(`${check}-${state}`, {
      index,
      detail: check === "inclusion" && state === "holds" ? clock(detail) : detail,
    });
    if (state !== "holds") line.className = state === "fails" ? "fails" : "unknown";
    states.add(state);
    steps.append(line);
  };

  const shown = checker.dataset.versions.split(",").filter(Boolean);
  const at = { base: new URL(checker.dataset.base, location.href), key: checker.dataset.key };
  let speaker = null;
  for (const index of shown.length ? shown : [checker.dataset.entry]) {
    const tell = tellOf(index);
    const content = await checkEntry({ ...at, index: Number(index), tell });
    if (content && !shown.length) states.add("opened");
    if (!content || !shown.length) continue;
    speaker = content.speaker?.name ?? speaker;
    tell("words", showsAs(index, content.text ?? "") ? "holds" : "fails", "");
  }
  if (speaker && !states.has("fails")) {
    const same = squeezed(document.querySelector("h1").textContent) === squeezed(speaker);
    tellOf(shown.at(-1))("speaker", same ? "holds" : "fails", speaker);
  }
  // Words on the page that the log doesn't give are proved by nothing; they may be genuine and erased since the page came.
  if (shown.length && states.has("absent")) states.add("withheld");

  const gravest = GRAVEST_FIRST.find((state) => states.has(state));
  verdict.textContent = phrase(`verdict-${gravest}`, {});
  verdict.classList.toggle("fails", gravest === "fails");
  verdict.scrollIntoView({ block: "nearest" });
  folded.hidden = false;
  folded.open = gravest === "fails" || gravest === "withheld";
}

/** Whether every place on this page that shows version `index` shows `text`. */
function showsAs(index, text) {
  const [now, first, alone] = ["now", "first", "version"].map((name) => [
    ...document.querySelectorAll(`blockquote[data-${name}="${index}"]`),
  ]);
  const places = [...now.map((block) => wordsOf(block, "del")), ...alone.map((block) => wordsOf(block, null))];
  // Beside new words the space around the old ones may be another.
  const struck = first.map((block) => wordsOf(block, "ins").replaceAll(" ", ""));
  return (
    places.every((words) => words === squeezed(text)) &&
    struck.every((words) => words === squeezed(text).replaceAll(" ", ""))
  );
}

/** The words of a quotation as a reader sees them, without those that are `absent`. */
function wordsOf(block, absent) {
  const seen = block.cloneNode(true);
  if (absent) for (const other of seen.querySelectorAll(absent)) other.remove();
  for (const paragraph of seen.querySelectorAll("p")) paragraph.append("\n");
  for (const line of seen.querySelectorAll("br")) line.replaceWith("\n");
  return squeezed(seen.textContent);
}

/** The time of an entry as the rest of the page says times: in the zone of the conference. */
function clock(at) {
  const parts = {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "shortOffset",
  };
  const { zone: timeZone } = checker.dataset;
  return new Date(at).toLocaleTimeString(document.documentElement.lang, { ...parts, timeZone }).replace("GMT", "UTC");
}

function squeezed(text) {
  return text.replace(/\s+/g, " ").trim();
}

function phrase(name, values) {
  const key = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  return fill(phrases[key] ?? name, values);
}
