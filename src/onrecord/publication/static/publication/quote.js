// The quote's page: check the words in this browser, copy the citation.
import { checkEntry } from "./check.js";
import { copy } from "./words.js";

const checker = document.getElementById("checker");
const words = document.getElementById("check-words")?.dataset ?? {};

if (checker) {
  const button = checker.querySelector("button");
  const result = document.getElementById("result");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    result.replaceChildren();
    const steps = document.createElement("ol");
    steps.className = "steps";
    result.append(steps);
    let verdict = "holds";
    const tell = (text, state) => {
      const line = document.createElement("li");
      line.textContent = text;
      if (state !== "holds") line.className = state;
      if (state === "fails" || verdict === "holds") verdict = state;
      steps.append(line);
    };
    const versions = checker.dataset.versions.split(",").filter(Boolean);
    for (const index of versions.length ? versions : [checker.dataset.entry]) {
      const content = await checkEntry({
        base: new URL(checker.dataset.base, location.href),
        key: checker.dataset.key,
        index: Number(index),
        told: ({ check, state, detail }) => tell(phrase(`${check}-${state}`, index, detail), state),
      });
      if (!content || !versions.length) continue;
      const shown = squeeze(document.querySelector(`#v${index} blockquote`).textContent);
      const same = shown === squeeze(content.text);
      tell(phrase(`words-${same ? "holds" : "fails"}`, index, ""), same ? "holds" : "fails");
    }
    const line = document.createElement("p");
    line.className = "verdict";
    line.textContent = phrase(`verdict-${verdict}`, checker.dataset.entry, "");
    result.append(line);
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
    told.textContent = done ? words.copied : words.selected;
  });
}

function phrase(name, index, detail) {
  const key = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  return (words[key] ?? name).replace("{index}", index).replace("{detail}", detail);
}

function squeeze(text) {
  return text.replace(/\s+/g, " ").trim();
}
