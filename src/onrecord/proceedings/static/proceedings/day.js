// The day's page keeps itself up to date, and never touches what somebody is typing or has opened.

const EVERY = 5_000;
const PREVIEW_AFTER = 300;
const PATIENCE = 10_000; // an answer that takes longer is given up, and never put in the place of a newer one
const phrases = document.getElementById("phrases").dataset;
const told = document.getElementById("refreshing");
const address = new URL(location.pathname, location.href);
let seen = told.dataset.at; // by the server's clock, in the edition's zone, as every other time on the page
let refreshing = false;
let ahead = Number(told.dataset.now) * 1000 - performance.now();

setInterval(refresh, EVERY);
setInterval(count, 1_000);
count();
previewing(document.getElementById("set-rule"));

async function refresh() {
  if (document.hidden || refreshing) return;
  refreshing = true;
  try {
    const answer = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-fresh]")) take(part, fresh.getElementById(part.id));
    const now = fresh.getElementById("refreshing").dataset;
    seen = now.at;
    ahead = Number(now.now) * 1000 - performance.now();
    told.textContent = phrases.refreshed.replace("{time}", seen);
  } catch {
    told.textContent = told.dataset.lost.replace("{time}", seen);
  } finally {
    refreshing = false;
  }
  count();
}

/** Puts what is new in the place of `part`, unless somebody is at work in it or nothing has changed. */
function take(part, fresh) {
  if (!fresh || atWork(part) || gist(part) === gist(fresh)) return;
  part.replaceWith(document.adoptNode(fresh));
}

function atWork(part) {
  const typed = [...part.querySelectorAll("input, textarea")].some((field) => field.value !== field.defaultValue);
  return typed || part.contains(document.activeElement) || part.querySelector("details[open], [data-keep]") !== null;
}

function gist(part) {
  const copy = part.cloneNode(true);
  for (const one of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) one.remove();
  for (const one of copy.querySelectorAll("[data-until]")) one.textContent = "";
  return copy.innerHTML;
}

/** How long it is until the times on the page, by the server's clock; that something is open, only the server says. */
function count() {
  for (const one of document.querySelectorAll("[data-until]")) {
    const seconds = Math.ceil((new Date(one.dataset.until) - (ahead + performance.now())) / 1000);
    one.textContent = seconds > 0 ? `(${phrases.in.replace("{left}", clock(seconds))})` : `(${phrases.due})`;
  }
}

function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(":");
}

/** The server says what readers will see, while the sentence is being written. */
function previewing(form) {
  if (!form) return;
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const body = new FormData(form);
      body.set("preview", "1");
      try {
        const answer = await fetch(address, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        const preview = fresh.getElementById("preview");
        if (preview) document.getElementById("preview").innerHTML = preview.innerHTML;
      } catch {
        // Without network the button “Preview” tells that it didn't work.
      }
    }, PREVIEW_AFTER);
  });
}
