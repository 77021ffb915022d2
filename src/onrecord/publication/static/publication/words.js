// Chosen words become a link to just these words, and citations: one for each voice, never a word of the interface.
import { fill } from "../pages/phrases.js";

/** Offers both in `bar` while a selection has words that were said on `rail`. */
export function takeWords(rail, bar) {
  const [shown, told] = [bar.querySelector("p"), bar.querySelector("[role=status]")];
  let chosen = [];

  document.addEventListener("selectionchange", () => {
    chosen = pieces(rail);
    bar.hidden = !chosen.length;
    shown.textContent = turns(chosen)
      .map((turn) => fill(bar.dataset.quoted, { words: wordsOf(turn) }))
      .join(" ");
    told.textContent = "";
  });

  bar.addEventListener("mousedown", (event) => event.preventDefault()); // keep the selection
  bar.addEventListener("click", async (event) => {
    const what = event.target.dataset?.copy;
    if (!what || !chosen.length) return;
    const text = what === "link" ? address(chosen) : citations(chosen, bar.dataset);
    told.textContent = (await copy(text)) ? event.target.dataset.done : text;
  });

  // The bar is the last thing on the page: from the words that were chosen, Tab leads to it and Escape back.
  document.addEventListener("keydown", (event) => {
    if (bar.hidden) return;
    if (event.key === "Escape") getSelection().removeAllRanges();
    if (event.key !== "Tab" || event.shiftKey || bar.contains(document.activeElement)) return;
    event.preventDefault();
    bar.querySelector("button").focus();
  });
}

/** Lets the tools of each passage on `rail` copy its link and its citation where they stand, told in `told`; where that
 *  fails they stay links. */
export function copyInPlace(rail, told) {
  let fading = 0;
  rail.addEventListener("click", async (event) => {
    const link = event.target.closest?.(".tools [data-copied]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const passage = link.closest(".passage");
    const text = link.classList.contains("citation") ? citations(wholeOf(passage), told.dataset) : link.href;
    if (!(await copy(text))) return location.assign(link.href);
    told.textContent = link.dataset.copied;
    clearTimeout(fading);
    fading = setTimeout(() => {
      told.textContent = "";
    }, 4000);
  });
}

/** Puts `text` on the clipboard; false where the browser doesn't let us. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Brings the words that the page's address points to into view; the server has marked them. */
export function showMarked(rail) {
  const mark = location.search.includes("words=") && rail.querySelector(".said mark");
  if (mark) requestAnimationFrame(() => mark.scrollIntoView({ block: "center", behavior: "instant" }));
}

/** The words that are selected, a piece for each passage or translation they stand in. */
function pieces(rail) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return [];
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(rail)) return [];
  return [...rail.querySelectorAll(".said")]
    .filter((said) => range.intersectsNode(said) && !said.closest("details:not([open])"))
    .map((said) => piece(said, range))
    .filter((found) => found.words);
}

function wholeOf(passage) {
  const range = document.createRange();
  const said = passage.querySelector(".said");
  range.selectNodeContents(said);
  return [piece(said, range)];
}

/** What of `said` lies in `range`, by whole words. `start` and `stop` are places in it as a link gives them. */
function piece(said, range) {
  const [text, from, to] = wholeWords(...overlap(said, range), said.lang);
  return {
    said,
    passage: said.closest(".passage"),
    words: text.slice(from, to).replace(/\s+/g, " ").trim(),
    start: place(text, from),
    stop: place(text, to),
  };
}

/** The text of `said` as it stands now, and where in it `range` begins and ends. */
function overlap(said, range) {
  const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("del") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  let [text, start, stop, paragraph] = ["", null, 0, null];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const broken = node.previousSibling?.nodeName === "BR";
    if (broken || (paragraph && node.parentElement.closest("p") !== paragraph)) text += "\n";
    paragraph = node.parentElement.closest("p");
    const inside = (offset) => range.comparePoint(node, offset) === 0;
    const first = node === range.startContainer ? range.startOffset : inside(0) ? 0 : node.length;
    const last = node === range.endContainer ? range.endOffset : inside(node.length) ? node.length : 0;
    if (first < last) {
      start ??= text.length + first;
      stop = text.length + last;
    }
    text += node.data;
  }
  return [text, start ?? 0, stop];
}

/** Nobody is quoted with half a word. */
export function wholeWords(text, from, to, lang) {
  if (from >= to || !globalThis.Intl?.Segmenter) return [text, from, to];
  const words = new Intl.Segmenter(lang || undefined, { granularity: "word" }).segment(text);
  const [first, last] = [words.containing(from), words.containing(to - 1)];
  if (first?.isWordLike) from = first.index;
  if (last?.isWordLike) to = last.index + last.segment.length;
  return [text, from, to];
}

/** The same as SPACE in choosing.py. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python counts some of them as spaces
const SPACE = /[\s\ufeff\u001c-\u001f\u0085]/g;

/** How many characters that are no space stand before `index`. */
export function place(text, index) {
  return [...text.slice(0, index).replace(SPACE, "")].length;
}

function address(chosen) {
  const spoken = chosen.filter(({ said }) => !translated(said));
  const [first, last] = [spoken[0], spoken.at(-1)];
  if (!first) return `${permanent(chosen[0].passage)}#v${chosen[0].said.dataset.entry}`;
  const end = ({ passage, said }, at) => `${passage.dataset.index}.${said.dataset.entry}.${at}`;
  const page = new URL(location.href);
  page.search = `?from=${first.passage.dataset.index}&words=${end(first, first.start)}-${end(last, last.stop)}`;
  page.hash = `u${first.passage.dataset.index}`;
  return page.href;
}

/** What is chosen as citations, a line for each voice; `phrases`: the server's sentence for one, and how versions are called. */
export function citations(chosen, phrases) {
  return turns(chosen)
    .map((turn) => citation(turn, phrases))
    .join("\n");
}

/** The pieces that one voice said without a break are cited together; anything between them ends a turn. */
function turns(chosen) {
  const found = [];
  for (const next of chosen) {
    const before = found.at(-1)?.at(-1);
    const goesOn =
      before &&
      !translated(before.said) &&
      !translated(next.said) &&
      next.passage.previousElementSibling === before.passage &&
      !next.passage.classList.contains("opens");
    if (goesOn) found.at(-1).push(next);
    else found.push([next]);
  }
  return found;
}

const translated = (said) => said.closest(".translation") !== null;
const wordsOf = (turn) => turn.map(({ words }) => words).join(" ");
const permanent = (passage) =>
  new URL(`${passage.closest("[data-quotes]").dataset.quotes}${passage.dataset.index}/`, location.href).href;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Like `_citation` of the quote's page. */
function citation(turn, phrases) {
  const [{ passage, said }] = turn;
  const entries = turn.map((one) => one.said.dataset.entry);
  const version = fill(entries.length > 1 ? phrases.versions : phrases.version, { n: entries.join(", ") });
  const title = document.querySelector("h1").textContent.trim();
  const parts = [passage.dataset.who, wordsOf(turn), title];
  // Where one may run from right to left, each takes its own direction between isolates and keeps its place.
  const [who, words, edition] = RIGHT_TO_LEFT.test(parts.join("")) ? parts.map((part) => `\u2068${part}\u2069`) : parts;
  const terms = [
    said.dataset.standard,
    passage.dataset.terms,
    edition,
    passage.dataset.when,
    version,
    permanent(passage),
  ];
  return fill(phrases.citation, { who, words, terms: terms.filter(Boolean).join(", ") });
}
