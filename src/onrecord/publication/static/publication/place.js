// Where the reader was, kept in this browser only: an index and nothing else.

/** Remembers the topmost utterance in view under `path`, and offers it again on the next visit by `link`. */
export function keepPlace(rail, path, link) {
  const key = `onrecord:place:${path}`;
  const was = Number(read(key));
  const first = Number(rail.firstElementChild?.dataset.index);
  if (was && !location.hash && was > first + 3) {
    const anchor = link.querySelector("a");
    anchor.href = document.getElementById(`u${was}`) ? `#u${was}` : `?from=${was}#u${was}`;
    link.hidden = false;
    anchor.addEventListener("click", () => {
      link.hidden = true;
    });
  }

  let waiting = 0;
  addEventListener(
    "scroll",
    () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        const top = [...rail.children].find((passage) => passage.getBoundingClientRect().bottom > 0);
        if (top) write(key, top.dataset.index);
      }, 300);
    },
    { passive: true },
  );
}

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* private mode: the place isn't kept */
  }
}
