// Hangs what a segment brings on the page, and keeps the reader's place: nothing that is being read moves.

/** `more()` tells whether the page ends before the record does; `readLater(index)` that it does from here on. */
export function hanging({ rail, newWords, more, readLater }) {
  newWords.querySelector("button").addEventListener("click", () => {
    newWords.hidden = true;
    if (more()) location.search = "";
    else rail.lastElementChild?.scrollIntoView({ block: "end" });
  });
  addEventListener(
    "scroll",
    () => {
      if (nearEnd()) newWords.hidden = true;
    },
    { passive: true },
  );

  /** Hang a segment; returns the passages that are new and those that changed. */
  return function hang({ passages, standing, knot, later }) {
    const [fresh, changed] = [[], []];
    if (!passages) return { fresh, changed };
    const follows = nearEnd() && !document.hidden && getSelection()?.isCollapsed !== false;
    keepingPlace(rail, () => {
      replace(document.getElementById("standing"), parse(standing));
      tie(document.getElementById("knot"), parse(knot));
      for (const { id, html } of passages) {
        const [old, passage] = [document.getElementById(id), parse(html)];
        if (old) {
          if (words(old) !== words(passage)) changed.push(passage); // else it only says how long it was, or names its voice
          keepMarks(old, passage);
          replace(old, passage);
        } else if (!atEnd(passage)) {
          putBetween(passage);
        } else if (more()) {
          newWords.hidden = false;
        } else {
          document.getElementById("nothing-yet")?.remove();
          passage.classList.add("arrived");
          rail.append(passage);
          fresh.push(passage);
        }
      }
    });
    if (later && !more()) readLater(later);
    if (fresh.length && follows) fresh.at(-1).scrollIntoView({ block: "end", behavior: "instant" });
    else if (fresh.length) newWords.hidden = false;
    return { fresh, changed };
  };

  function atEnd(passage) {
    return !rail.lastElementChild || index(passage) > index(rail.lastElementChild);
  }

  /** In the order of the log; what comes before all that is shown belongs to a part that isn't. */
  function putBetween(passage) {
    const behind = [...rail.children].find((other) => index(other) > index(passage));
    if (behind !== rail.firstElementChild) behind.before(passage);
  }

  function nearEnd() {
    const last = rail.lastElementChild?.getBoundingClientRect();
    return !last || last.top < innerHeight;
  }
}

/** Change the page so that the topmost passage in view stays where it is. */
function keepingPlace(rail, change) {
  const top = [...rail.children].find((passage) => passage.getBoundingClientRect().bottom > 0);
  const before = top?.getBoundingClientRect().top;
  change();
  const now = top && document.getElementById(top.id);
  const moved = now ? now.getBoundingClientRect().top - before : 0;
  if (moved && scrollY > 0) scrollBy({ top: moved, behavior: "instant" });
}

/** Put `fresh` in the place of `old`: what was unfolded in it stays so, and whoever had the focus on something in it
 *  keeps it, on the same thing where there still is one. */
function replace(old, fresh) {
  if (!old || !fresh) return;
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const alike = (one) => [...fresh.querySelectorAll(one.localName)].find((other) => sameThing(other, one));
  const unfolded = [...old.querySelectorAll("details[open]")].map(alike);
  old.replaceWith(fresh);
  for (const details of unfolded) if (details) details.open = true;
  if (held) focusOn((held !== old && alike(held)) || fresh.querySelector("a, button, summary") || fresh);
}

/** The words that the page's address points to stay marked as long as they stand; no segment knows of them. */
function keepMarks(old, fresh) {
  const [was, is] = [old, fresh].map((passage) => passage.querySelector(".said"));
  if (was?.querySelector("mark") && was.dataset.entry === is?.dataset.entry) is.replaceWith(was);
}

function sameThing(one, other) {
  const [fold, otherFold] = [one.closest("details"), other.closest("details")];
  return (
    one.className === other.className &&
    one.getAttribute("href") === other.getAttribute("href") &&
    fold?.className === otherFold?.className &&
    fold?.dataset.language === otherFold?.dataset.language
  );
}

function focusOn(place) {
  if (!place.matches("a, button, summary")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/** The new knot in the place of the old. A segment has no checkpoint, which is only printed: the page's own stays, and
 *  says itself how many entries it covers. */
function tie(old, knot) {
  const checkpoint = old?.querySelector(".printed");
  if (checkpoint && !knot.querySelector(".printed")) knot.append(checkpoint);
  replace(old, knot);
}

function index(passage) {
  return Number(passage.dataset.index);
}

function words(passage) {
  return [...passage.querySelectorAll(".said, .sentence, .correction")].map((part) => part.textContent).join("\n");
}

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}
