// What this browser knows of who is signed in, for pages that open without network.
const PERSON = "onrecord:person";
const DESKS = "onrecord:desk:"; // what each desk keeps until the server has it: keeping.js
const PAGES = "onrecord-desk"; // desks kept for a reload without network: worker.js
const LEAVING = "onrecord:leaving";
const others = self.BroadcastChannel ? new BroadcastChannel(PERSON) : null;

/** The key of whoever is signed in; null where nobody is, or where this browser keeps nothing. */
export function person() {
  return kept((storage) => storage.getItem(PERSON));
}

/** The server says that `who` is signed in; "" for nobody. What was kept for anybody else is not opened again. */
export function seen(who) {
  const left = kept((_, tab) => tab.getItem(LEAVING));
  kept((_, tab) => tab.removeItem(LEAVING));
  if (!who && left) forget();
  if (who !== person()) dropPages();
  kept((storage) => (who ? storage.setItem(PERSON, who) : storage.removeItem(PERSON)));
  if (who) others?.postMessage(who);
}

/** Signing out was asked for: the page that says it was done takes all of it out of this browser, and other tabs look again. */
export function leave() {
  kept((_, tab) => tab.setItem(LEAVING, "yes"));
  addEventListener("pagehide", () => others?.postMessage(""));
}

/** How many acts of any desk wait in this browser. */
export function waiting() {
  return desks().reduce((sum, name) => {
    const { acts = [], refused = [] } = JSON.parse(localStorage.getItem(name));
    return sum + acts.length + refused.length;
  }, 0);
}

/** Have `done()` called when another tab is told that somebody other than `who` is signed in, or nobody any more. */
export function whenAnother(who, done) {
  others?.addEventListener("message", ({ data }) => data === who || done());
}

function forget() {
  for (const name of desks()) localStorage.removeItem(name);
}

function dropPages() {
  self.caches?.delete(PAGES);
}

function desks() {
  return kept((storage) => Object.keys(storage).filter((name) => name.startsWith(DESKS))) ?? [];
}

function kept(use) {
  try {
    return use(localStorage, sessionStorage);
  } catch {
    return null; // this browser keeps nothing
  }
}
