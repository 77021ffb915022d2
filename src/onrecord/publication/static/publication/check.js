// Checks one entry of a log in the reader's own browser, from the log's files alone: C2SP tiles, checkpoint and
// signed note, RFC 9162 hashes, HMAC commitments. Nothing is believed that can be computed.

const WIDTH = 256;
const PATIENCE = 15_000; // as long as a file may take to come
const WAITS = [0, 1_000, 3_000]; // before the head of the log is asked for, where it did not cover the entry yet

/** Something that was fetched is not what it must be. */
class Wrong extends Error {}

/**
 * Checks entry `index` of the log at `base` (a URL ending in a slash) against verifier key `key`.
 *
 * `tell(check, state, detail)` hears each step; state is "holds", "fails", "unknown" (this browser can't),
 * "absent" (the opening isn't public), "pending" (no head that covers the entry has been signed yet) or "unfetched". Returns the content behind the entry as an object; null
 * where it isn't public or a step didn't hold.
 */
export async function checkEntry({ base, key, index, tell }) {
  const step = (check, holds, detail = "") => {
    tell(check, holds ? "holds" : "fails", detail);
    if (!holds) throw new Wrong("");
  };
  try {
    if (!globalThis.crypto?.subtle) {
      tell("https", "unfetched", "");
      return null;
    }
    const fetched = (path, how) => fetchFile(base, path, how);
    const note = await newestNote(fetched, index);
    const checkpoint = parseCheckpoint(note);
    const signed = await signatureHolds(note, key);
    if (signed === null) tell("signature", "unknown", checkpoint.size);
    else step("signature", signed, checkpoint.size);

    if (index >= checkpoint.size) {
      tell("inclusion", "pending", checkpoint.size);
      return null;
    }
    const entry = await readEntry(fetched, checkpoint.size, index);
    const leaf = parseEntry(entry);
    const root = await rootWith(fetched, checkpoint.size, index, await leafHash(entry));
    step("inclusion", equal(root, checkpoint.root), leaf.at);

    const opening = await fetched(`open/${index}`).catch((error) => {
      if (error.status !== 404 && error.status !== 410) throw error;
      return null;
    });
    if (!opening) {
      tell("opening", "absent", "");
      return null;
    }
    const { content, nonce } = parse(text(opening));
    step("commitment", equal(await commitment(nonce, leaf.kind, content), fromBase64(leaf.commit)));
    return parse(content);
  } catch (error) {
    if (!(error instanceof Wrong)) tell("fetching", "unfetched", error.message);
    else if (error.message) tell("form", "fails", error.message);
    return null;
  }
}

/** The signed head of the log, asked for past all caches where it is to cover an entry that may have just been made. */
async function newestNote(fetched, index) {
  let note;
  for (const wait of WAITS) {
    await new Promise((done) => setTimeout(done, wait));
    note = text(await fetched(`checkpoint?size=${index + 1}`, { cache: "no-store" }));
    if (index < parseCheckpoint(note).size) break;
  }
  return note;
}

async function fetchFile(base, path, how = {}) {
  const answer = await fetch(new URL(path, base), { redirect: "error", signal: AbortSignal.timeout(PATIENCE), ...how });
  if (!answer.ok) throw Object.assign(new Error(`${path}: ${answer.status}`), { status: answer.status });
  return new Uint8Array(await answer.arrayBuffer());
}

function parseCheckpoint(note) {
  const [origin, size, root] = note.split("\n");
  if (!/^(0|[1-9]\d{0,14})$/.test(size)) throw new Wrong("checkpoint");
  return { origin, size: Number(size), root: fromBase64(root) };
}

/** Whether `key` signed the note; null where this browser has no Ed25519. */
async function signatureHolds(note, key) {
  const end = note.lastIndexOf("\n\n");
  const signedText = note.slice(0, end + 1);
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(key) ?? [];
  if (!name || !signedText.startsWith(`${name}\n`)) return false;
  const raw = fromBase64(encoded);
  if (hex((await sha256(bytes(`${name}\n`), raw)).slice(0, 4)) !== id) return false;
  let publicKey;
  try {
    publicKey = await crypto.subtle.importKey("raw", raw.slice(1), { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    if (error.name === "NotSupportedError") return null;
    return false;
  }
  for (const line of note.slice(end + 2).split("\n")) {
    const [dash, signer, value] = line.split(" ");
    if (dash !== "\u2014" || signer !== name) continue;
    const signature = fromBase64(value);
    if (hex(signature.slice(0, 4)) !== id) continue;
    return crypto.subtle.verify({ name: "Ed25519" }, publicKey, signature.slice(4), bytes(signedText));
  }
  return false;
}

async function readEntry(fetched, size, index) {
  const n = Math.floor(index / WIDTH);
  const bundle = await fetched(path("entries", n, Math.min(WIDTH, size - n * WIDTH)));
  for (let i = n * WIDTH, at = 0; at + 2 <= bundle.length; i++) {
    const end = at + 2 + ((bundle[at] << 8) | bundle[at + 1]);
    if (i === index && end <= bundle.length) return bundle.slice(at + 2, end);
    at = end;
  }
  throw new Wrong("tile/entries");
}

/** The members of an entry, which must be spelled in the one canonical way. */
function parseEntry(entry) {
  const leaf = parse(text(entry));
  const { at, commit, kind, ref, v } = leaf;
  if (JSON.stringify({ at, commit, kind, ref, v }) !== text(entry) || v !== 1) throw new Wrong("tile/entries");
  return leaf;
}

/** The root of the tree of `size`, with hash `leaf` put in at `index`, the rest from tiles. */
async function rootWith(fetched, size, index, leaf) {
  const tiles = new Map();
  const tile = (level, n) => {
    const width = Math.min(WIDTH, Math.floor(size / WIDTH ** level) - n * WIDTH);
    const name = path(level, n, width);
    if (!tiles.has(name)) tiles.set(name, fetched(name));
    return tiles.get(name);
  };
  /** The hash of the perfect subtree over the 2^height leaves from `start`. */
  const perfect = async (start, height) => {
    const level = Math.floor(height / 8);
    const first = start / WIDTH ** level;
    const found = await tile(level, Math.floor(first / WIDTH));
    let hashes = Array.from({ length: 2 ** (height - level * 8) }, (_, i) => {
      const place = ((first % WIDTH) + i) * 32;
      return found.slice(place, place + 32);
    });
    while (hashes.length > 1) {
      hashes = await Promise.all(
        hashes.filter((_, i) => i % 2 === 0).map((left, i) => nodeHash(left, hashes[2 * i + 1])),
      );
    }
    return hashes[0];
  };
  const over = async (start, stop) => {
    if (stop - start === 1 && start === index) return leaf;
    let height = 0;
    while (2 ** (height + 1) < stop - start) height++;
    const whole = stop - start === 1 ? 0 : 2 ** (height + 1) === stop - start ? height + 1 : null;
    if (whole !== null && (index < start || index >= stop)) return perfect(start, whole);
    const middle = start + 2 ** height;
    return nodeHash(await over(start, middle), await over(middle, stop));
  };
  return over(0, size);
}

async function commitment(nonce, kind, content) {
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", fromBase64(nonce), hmac, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(`onrecord/commit/v1\0${kind}\0${content}`)));
}

const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer()));
}

function path(level, n, width) {
  const groups = [String(n % 1000).padStart(3, "0")];
  while (n >= 1000) {
    n = Math.floor(n / 1000);
    groups.unshift(`x${String(n % 1000).padStart(3, "0")}`);
  }
  return `tile/${level}/${groups.join("/")}${width === WIDTH ? "" : `.p/${width}`}`;
}

const bytes = (string) => new TextEncoder().encode(string);
const hex = (raw) => [...raw].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

function text(raw) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new Wrong("UTF-8");
  }
}

function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    throw new Wrong("JSON");
  }
}

function fromBase64(encoded) {
  try {
    return Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  } catch {
    throw new Wrong("base64");
  }
}
