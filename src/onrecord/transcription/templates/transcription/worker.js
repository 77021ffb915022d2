// {% load static %}
// Keeps the desk's page without a word from the floor, and all that it is made of, so that a reload without network finds them.
const PAGE = self.registration.scope;
const KEPT = `onrecord-desk:${PAGE}`;
const EARLIER = "onrecord-desk"; // what an earlier version kept of all desks together
const PARTS = new URL("{% get_static_prefix %}", PAGE).href;
const NAMED = /(?:\b(?:src|href)=|\b(?:from|import)\s*|\burl\()["']([^"']+)["']|\burl\(([^"')]+)\)/g;
let keeping = Promise.resolve();

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
  keepInTurn(); // a page from before this worker asked the earlier one, which keeps new pages with old parts
});
self.addEventListener("message", (event) => event.waitUntil(keepInTurn()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && request.url.split(/[?#]/)[0] === PAGE) {
    event.respondWith(navigate(request));
  } else if (request.url.startsWith(PARTS)) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  }
});

function keepInTurn() {
  keeping = keeping.then(keep).catch(() => {}); // without network, what was kept before stays as it is
  return keeping;
}

/** Keep the page with all its parts, or, where one of them can't be fetched, leave what was kept before. */
async function keep() {
  const shell = await fetch(`${PAGE}?shell`, { redirect: "manual" });
  if (!shell.ok) return;
  const parts = new Map();
  await collect(await shell.clone().text(), PAGE, parts);
  const cache = await caches.open(KEPT);
  for (const [address, answer] of parts) await cache.put(address, answer);
  await cache.put(PAGE, shell);
  for (const { url } of await cache.keys()) if (url !== PAGE && !parts.has(url)) await cache.delete(url);
  await caches.delete(EARLIER);
}

/** Fetch into `parts` whatever the text at `address` names, and what that names in turn. Throws where something is missing. */
async function collect(text, address, parts) {
  const named = [...text.matchAll(NAMED)].map(
    ([, quoted, plain]) => new URL(quoted ?? plain, address).href.split("#")[0],
  );
  for (const part of new Set(named)) {
    if (!part.startsWith(PARTS) || parts.has(part)) continue;
    const answer = await fetch(part);
    if (!answer.ok) throw new Error(`${part}: ${answer.status}`);
    parts.set(part, answer);
    if (/\.(css|js)$/.test(part)) await collect(await answer.clone().text(), part, parts);
  }
}

/** The page from the server; without network, as it was kept. Whoever is signed out leaves nothing behind. */
async function navigate(request) {
  try {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect" || answer.status === 403)
      await Promise.all([KEPT, EARLIER].map((name) => caches.delete(name)));
    return answer;
  } catch (error) {
    const kept = await caches.match(PAGE, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}
