// The rest of a long record, fetched as the reader comes near the end of what is there.

/** Watches `turn`, the paragraph with the link to the next part; `more()` tells whether there is one. */
export function readOn(rail, turn) {
  let loading = false;

  async function next() {
    if (loading || !rail.dataset.later) return;
    loading = true;
    try {
      const answer = await fetch(`${rail.dataset.part}?from=${rail.dataset.later}`);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = page.querySelector("ol");
      rail.dataset.later = part.dataset.later;
      rail.append(...part.children);
      if (part.dataset.later) turn.querySelector("a").search = `?from=${part.dataset.later}`;
      else turn.remove();
    } catch {
      // Without network the link stays; a click or the next scroll tries again.
    } finally {
      loading = false;
    }
  }

  if (turn) {
    const eye = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && next(), {
      rootMargin: "1200px",
    });
    eye.observe(turn);
    turn.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      next();
    });
  }
  return { more: () => Boolean(rail.dataset.later) };
}
