// Over HTTP/1.1 a browser opens six connections to a server, for all its tabs together. Whatever holds one open for long takes
// one of a few places first, so that acts and pages always find a connection. Later versions need only one for everything.

const [page] = performance.getEntriesByType("navigation");
const PLACES = ["h2", "h3"].includes(page?.nextHopProtocol) ? Infinity : 3;

/** A place for a lasting connection, which is given back by calling it; null where all are taken by this or other tabs. */
export async function takePlace() {
  if (!navigator.locks) return () => {};
  for (let n = 0; n < PLACES; n++) {
    const giveBack = await hold(`onrecord:connection:${n}`);
    if (giveBack) return giveBack;
  }
  return null;
}

function hold(name) {
  return new Promise((told) => {
    const until = (lock) => (lock ? new Promise((giveBack) => told(giveBack)) : told(null));
    navigator.locks.request(name, { ifAvailable: true }, until).catch(() => told(null)); // the page is being left
  });
}
