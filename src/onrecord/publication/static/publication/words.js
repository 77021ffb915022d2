// Chosen words become a link to just these words and a citation; an utterance's own link is copied at a click.

/** Offers both in `bar` while a selection stands inside `rail`. */
export function takeWords(rail, bar) {
  const [shown, told] = [bar.querySelector("p"), bar.querySelector("[role=status]")];
  let chosen = null;

  document.addEventListener("selectionchange", () => {
    chosen = selected(rail);
    bar.hidden = !chosen;
    if (!chosen) return;
    shown.textContent = `“${chosen.words}”`;
    told.textContent = "";
  });

  bar.addEventListener("mousedown", (event) => event.preventDefault()); // keep the selection
  bar.addEventListener("click", async (event) => {
    const what = event.target.dataset?.copy;
    if (!what || !chosen) return;
    const text = what === "link" ? address(chosen) : citation(chosen);
    const copied = await copy(text);
    told.textContent = copied ? event.target.dataset.done ?? "✓" : text;
  });
}

/** Lets “¶ copy” in `rail` copy the utterance's permanent link, told in `told`; where that fails it stays a link. */
export function copyLinks(rail, told) {
  let fading = 0;
  rail.addEventListener("click", async (event) => {
    const link = event.target.closest?.(".tools .copy");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!(await copy(link.href))) return location.assign(link.href);
    told.textContent = told.dataset.done;
    clearTimeout(fading);
    fading = setTimeout(() => { told.textContent = ""; }, 4000);
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

/** `:~:text=` for `words`: all of them when few, else the first and last five. */
function fragment(words) {
  const list = words.split(/\s+/).filter(Boolean);
  const encoded = (part) => encodeURIComponent(part.join(" ")).replaceAll("-", "%2D");
  return list.length <= 10 ? encoded(list) : `${encoded(list.slice(0, 5))},${encoded(list.slice(-5))}`;
}

function selected(rail) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = range.startContainer.parentElement?.closest(".said");
  const end = range.endContainer.parentElement?.closest(".said");
  if (!start || !end || !rail.contains(start)) return null;
  const words = spokenIn(range);
  return words ? { words, passage: start.closest(".passage") } : null;
}

function spokenIn(range) {
  const copy = range.cloneContents();
  for (const other of copy.querySelectorAll("del, .voice, .about, .tools, .correction")) other.remove();
  for (const block of copy.querySelectorAll("p, li")) block.append(" ");
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function address({ words, passage }) {
  const page = new URL(location.href);
  page.search = `?from=${passage.dataset.index}`;
  page.hash = "";
  return `${page}#u${passage.dataset.index}:~:text=${fragment(words)}`;
}

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

function citation({ words, passage }) {
  let voice = passage;
  while (voice && !voice.querySelector("h2")) voice = voice.previousElementSibling;
  const speaker = voice?.querySelector("h2")?.textContent.trim();
  const outlet = voice?.querySelector(".outlet")?.textContent.trim();
  const permanent = new URL(passage.querySelector(".tools a").getAttribute("href"), location.href);
  const name = [speaker, outlet && `(${outlet})`].filter(Boolean).join(" ");
  const edition = document.querySelector("h1").textContent.trim();
  const parts = [name, words, edition];
  // Where one may run from right to left, each takes its own direction between isolates and keeps its place.
  const [who, said, title] = RIGHT_TO_LEFT.test(parts.join("")) ? parts.map((part) => `\u2068${part}\u2069`) : parts;
  return `${who}: “${said}”, ${title}, ${passage.dataset.version}, ${permanent}`;
}
