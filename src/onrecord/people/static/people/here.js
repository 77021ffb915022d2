// What this browser knows of who is signed in, for pages that open without network.
import * as desks from "../pages/desks.js";

const PERSON = "onrecord:person";
const PAGES = "onrecord-desk"; // how the caches begin in which desks are kept for a reload without network: worker.js
const LEAVING = "onrecord:leaving";
const others = self.BroadcastChannel ? new BroadcastChannel(PERSON) : null;

/** The key of whoever is signed in; null where nobody is, or where this browser keeps nothing. */
export function person() {
  return kept((storage) => storage.getItem(PERSON));
}

/** The server says that `who` is signed in; "" for nobody. What was kept for anybody else is not opened again. */
export function seen(who) {
  const left = kept((_, tab) => tab.getItem(LEAVING));
  if (who) kept((_, tab) => tab.removeItem(LEAVING));
  else if (left) forget();
  if (who !== person()) dropPages();
  kept((storage) => (who ? storage.setItem(PERSON, who) : storage.removeItem(PERSON)));
  if (who) others?.postMessage(who);
}

/** Signing out was asked for: the page that says it was done takes all of it out of this browser, and other tabs look again. */
export function leave() {
  kept((_, tab) => tab.setItem(LEAVING, "yes"));
  addEventListener("pagehide", () => others?.postMessage(""));
}

/** Whether acts of any desk wait in this browser. */
export async function waiting() {
  try {
    return (await desks.all()).some(({ acts, refused }) => acts.length + refused.length > 0);
  } catch {
    return false; // this browser keeps nothing
  }
}

/** Have `done()` called when another tab is told that somebody other than `who` is signed in, or nobody any more. */
export function whenAnother(who, done) {
  others?.addEventListener("message", ({ data }) => data === who || done());
}

async function forget() {
  try {
    await desks.removeAll();
    kept((_, tab) => tab.removeItem(LEAVING));
  } catch {
    // Nothing is kept here, or the next page tries again.
  }
}

async function dropPages() {
  const names = (await self.caches?.keys()) ?? [];
  for (const name of names) if (name.startsWith(PAGES)) self.caches.delete(name);
}

function kept(use) {
  try {
    return use(localStorage, sessionStorage);
  } catch {
    return null; // this browser keeps nothing
  }
}
