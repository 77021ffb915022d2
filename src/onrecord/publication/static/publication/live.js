// New words as they are spoken: one stream, resumed where it broke off; each segment is the same bytes that a
// reload would show. Readers are told politely, and nobody's page jumps.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/** Follows `stream` from segment `after` on and hangs what comes on the rail. */
export function follow({ rail, after, stream, connection, newWords, saidNow, atEnd }) {
  let next = after;
  let wait = FIRST_WAIT;
  let source = null;
  const words = connection.dataset;

  function connect() {
    stream.search = `?after=${next - 1}`;
    source = new EventSource(stream);
    source.onopen = () => {
      wait = FIRST_WAIT;
      say(words.connected);
    };
    source.onmessage = ({ data, lastEventId }) => {
      next = Number(lastEventId) + 1;
      hang(JSON.parse(data));
    };
    source.addEventListener("ended", () => {
      source.close();
      say(words.ended);
    });
    source.onerror = () => {
      source.close();
      say(words.lost.replace("{time}", new Date().toLocaleTimeString()));
      setTimeout(connect, Math.random() * wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  }

  function say(sentence) {
    if (connection.textContent !== sentence) connection.textContent = sentence;
  }

  function hang({ passages, standing, knot }) {
    replace("standing", standing);
    replace("knot", knot);
    for (const { id, html } of passages) {
      const element = parse(html);
      const old = document.getElementById(id);
      if (old) {
        old.replaceWith(element);
      } else if (atEnd()) {
        const reading = !nearEnd();
        document.getElementById("nothing-yet")?.remove();
        element.classList.add("arrived");
        rail.append(element);
        if (reading) newWords.hidden = false;
        else element.scrollIntoView({ block: "end", behavior: "instant" });
        saidNow.textContent = spoken(element);
      } else {
        newWords.hidden = false;
      }
    }
  }

  newWords.querySelector("button").addEventListener("click", () => {
    newWords.hidden = true;
    if (atEnd()) rail.lastElementChild?.scrollIntoView({ block: "end" });
    else location.search = "";
  });
  addEventListener("scroll", () => { if (nearEnd()) newWords.hidden = true; }, { passive: true });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
  connect();

  function nearEnd() {
    const last = rail.lastElementChild?.getBoundingClientRect();
    return !last || last.top < innerHeight;
  }
}

function replace(id, html) {
  const old = document.getElementById(id);
  if (old && html) old.replaceWith(parse(html));
}

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
}

function spoken(passage) {
  const who = passage.querySelector("h2")?.textContent;
  const words = passage.querySelector(".said")?.textContent ?? passage.textContent;
  return who ? `${who}: ${words}` : words;
}
