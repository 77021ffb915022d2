// The rest of a long record, fetched as the reader comes near the end of what is there.

const PATIENCE = 15_000; // as long as a part may take to come

/** Watches `turn`, the paragraph with the link to the next part, hidden while there is none. `more()` tells whether
 *  there is one; `readFrom(index)` that there is one now. `hangOnto`, on a page that is live: see `goLive`. */
export function readOn(rail, turn) {
  const live = { hangOnto: async (_, put) => put() };
  let loading = false;

  async function next() {
    if (loading || !rail.dataset.later) return;
    loading = true;
    try {
      const answer = await fetch(`${rail.dataset.part}?from=${rail.dataset.later}`, {
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = page.querySelector("ol");
      await live.hangOnto(Number(part.dataset.segments), () => {
        rail.append(...part.children);
        readFrom(part.dataset.later);
      });
    } catch {
      // Without network the link stays; a click or the next scroll tries again.
    } finally {
      loading = false;
    }
  }

  function readFrom(index) {
    rail.dataset.later = index;
    turn.querySelector("a").search = `?from=${index}`;
    turn.hidden = !index;
  }

  const eye = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && next(), {
    rootMargin: "1200px",
  });
  eye.observe(turn);
  turn.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    next();
  });
  return Object.assign(live, { more: () => Boolean(rail.dataset.later), readFrom });
}
