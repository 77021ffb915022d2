// What desks keep in this browser until the server has it: a database with a row a desk, under the desk's name.
const DATABASE = "onrecord";
const ROWS = "desks";
const OLDER = "onrecord:desk:"; // every desk's name begins so; the first versions kept its row in localStorage under it

/** The row of a desk; undefined where it has none. */
export function read(name) {
  return inRows("readonly", (rows) => rows.get(name));
}

/** Resolves as soon as the row is on the disk, where a crash of the browser leaves it. */
export function write(name, row) {
  return inRows("readwrite", (rows) => rows.put(row, name));
}

export function remove(name) {
  return inRows("readwrite", (rows) => rows.delete(name));
}

/** The rows of all desks, those that an earlier version kept included. */
export async function all() {
  return [...(await inRows("readonly", (rows) => rows.getAll())), ...olderNames().map(readOlder).filter(Boolean)];
}

export async function removeAll() {
  olderNames().forEach(removeOlder);
  await inRows("readwrite", (rows) => rows.clear());
}

/** What an earlier version kept of a desk; null where it kept nothing that can be read. */
export function readOlder(name) {
  try {
    const { acts = [], refused = [], off = false, speaker = null } = JSON.parse(localStorage.getItem(name));
    return { acts, refused, off, speaker };
  } catch {
    return null;
  }
}

export function removeOlder(name) {
  localStorage.removeItem(name);
}

function olderNames() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(OLDER));
  } catch {
    return []; // this browser keeps nothing
  }
}

/** What `use(rows)` asked for, when its transaction is complete. Throws a DOMException: "QuotaExceededError" where there is no
 *  room, others where the browser refuses. */
async function inRows(mode, use) {
  const database = await open();
  try {
    const transaction = database.transaction(ROWS, mode, { durability: "strict" });
    const request = use(transaction.objectStore(ROWS));
    await new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
    });
    return request.result;
  } finally {
    database.close(); // no page stands in the way of signing out, which deletes the database
  }
}

function open() {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(DATABASE); // of whatever version: a later one may have been here, and been taken back
    opening.onupgradeneeded = () => opening.result.createObjectStore(ROWS);
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => failed(opening.error);
  });
}
