{% load static %}
// Keeps the desk's page without a word from the floor, and its modules, so that a reload without network finds them.
const KEPT = "onrecord-desk";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { page, parts } = event.data;
  event.waitUntil(keep(page, parts));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (request.mode === "navigate" && url.href.split(/[?#]/)[0] === self.registration.scope) {
    event.respondWith(navigate(request));
  } else if (url.pathname.startsWith("{% get_static_prefix %}")) {
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  }
});

async function keep(page, parts) {
  const cache = await caches.open(KEPT);
  const shell = await fetch(`${page}?shell`, { redirect: "manual" });
  if (shell.ok) await cache.put(page, shell);
  await Promise.all(parts.map(async (part) => (await cache.match(part, { ignoreVary: true })) ?? cache.add(part)));
  const wanted = new Set([page, ...parts]);
  for (const kept of await cache.keys()) if (kept.url.includes("{% get_static_prefix %}") && !wanted.has(kept.url)) await cache.delete(kept);
}

/** The page from the server; without network, as it was kept. Whoever is signed out leaves nothing behind. */
async function navigate(request) {
  try {
    const answer = await fetch(request);
    if (answer.type === "opaqueredirect" || answer.status === 403) await caches.delete(KEPT);
    return answer;
  } catch (error) {
    const kept = await caches.match(self.registration.scope, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}
