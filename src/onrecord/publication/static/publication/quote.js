// The quote's page: check the words in this browser, copy the citation.
import { checkEntry } from "./check.js";
import { fill } from "./phrases.js";
import { copy } from "./words.js";

const checker = document.getElementById("checker");
const phrases = document.getElementById("check-words")?.dataset ?? {};
const GRAVEST_FIRST = ["fails", "unfetched", "pending", "unknown", "absent", "holds"];

if (checker) {
  const button = checker.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    await check(document.getElementById("result"));
    button.disabled = false;
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

/** Checks every version on this page, or the bare entry where its words aren't public, and tells it in `result`. */
async function check(result) {
  const steps = document.createElement("ol");
  steps.className = "steps";
  result.replaceChildren(steps);
  const states = new Set(["holds"]);
  const tellOf = (index) => (check, state, detail) => {
    const line = document.createElement("li");
    line.textContent = phrase(`${check}-${state}`, { index, detail });
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
    if (!content || !shown.length) continue;
    speaker = content.speaker?.name ?? speaker;
    const same = wordsOf(document.querySelector(`#v${index} blockquote`)) === squeezed(content.text ?? "");
    tell("words", same ? "holds" : "fails", "");
  }
  if (speaker && !states.has("fails")) {
    const same = squeezed(document.querySelector("h1").textContent) === squeezed(speaker);
    tellOf(shown.at(-1))("speaker", same ? "holds" : "fails", speaker);
  }
  // Words on the page that the log doesn't give are no quote.
  if (shown.length && states.has("absent")) states.add("fails");

  const verdict = document.createElement("p");
  verdict.className = "verdict";
  verdict.textContent = phrase(`verdict-${GRAVEST_FIRST.find((state) => states.has(state))}`, {});
  result.append(verdict);
}

/** The words of a quotation as a reader sees them. */
function wordsOf(block) {
  const seen = block.cloneNode(true);
  for (const paragraph of seen.querySelectorAll("p")) paragraph.append("\n");
  for (const line of seen.querySelectorAll("br")) line.replaceWith("\n");
  return squeezed(seen.textContent);
}

function squeezed(text) {
  return text.replace(/\s+/g, " ").trim();
}

function phrase(name, values) {
  const key = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  return fill(phrases[key] ?? name, values);
}
