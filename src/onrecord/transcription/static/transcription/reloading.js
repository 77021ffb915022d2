// A reload without network finds the page: its service worker keeps it, without a word from the floor.

/** Have the worker at `address` keep this page as the server makes it now. Needs https, or this machine itself. */
export async function keepForReload(address) {
  if (!navigator.serviceWorker) return;
  try {
    await forgetEarlier();
    await navigator.serviceWorker.register(address);
    const { active } = await navigator.serviceWorker.ready;
    const parts = performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => name.includes("/static/"));
    active.postMessage({ page: location.origin + location.pathname, parts: [...new Set(parts)] }); // the parts for an earlier worker
  } catch {
    // Without it everything works but a reload without network.
  }
}

/** Until 0.1.0 the page was one folder higher, and its worker ruled over all of the office's pages there. */
async function forgetEarlier() {
  const earlier = new URL("../", location.href).href;
  const registered = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registered.filter(({ scope }) => scope === earlier).map((one) => one.unregister()));
  await caches.delete(`onrecord-desk:${earlier}`);
}
