// A reload without network finds the page: its service worker keeps it, without a word from the floor.

/** Have the worker at `address` keep this page as the server makes it now. Needs https, or this machine itself. */
export async function keepForReload(address) {
  if (!navigator.serviceWorker) return;
  try {
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
