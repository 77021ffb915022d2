// Checks one entry of a log in the reader's own browser, from the log's files alone: C2SP tiles, checkpoint and
// signed note, RFC 6962 hashes, HMAC commitments. Nothing is believed that can be computed.

const WIDTH = 256;

/**
 * Checks entry `index` of the log at `base` against verifier key `key`.
 * `told({check, state, detail})` hears each step; state is "holds", "fails" or "unknown" (this browser can't).
 * Returns the opening's content as an object, or null when a step failed.
 */
export async function checkEntry({ base, key, index, told }) {
  const fetched = async (path) => {
    const answer = await fetch(new URL(path, base));
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  try {
    const note = new TextDecoder().decode(await fetched("checkpoint"));
    const checkpoint = parseCheckpoint(note);
    const signed = await signatureHolds(note, key);
    told({ check: "signature", state: signed === null ? "unknown" : signed ? "holds" : "fails", detail: String(checkpoint.size) });
    if (signed === false) return null;

    const entry = await readEntry(fetched, checkpoint.size, index);
    const leaf = JSON.parse(new TextDecoder().decode(entry));
    const included = equal(await rootWith(fetched, checkpoint.size, index, await leafHash(entry)), checkpoint.root);
    told({ check: "inclusion", state: included ? "holds" : "fails", detail: leaf.at });
    if (!included) return null;

    const opening = JSON.parse(new TextDecoder().decode(await fetched(`open/${index}`)));
    const answers = equal(await commitment(opening, leaf.kind), fromBase64(leaf.commit));
    told({ check: "commitment", state: answers ? "holds" : "fails", detail: "" });
    return answers ? JSON.parse(opening.content) : null;
  } catch (error) {
    told({ check: "fetching", state: "fails", detail: error.message });
    return null;
  }
}

/** `origin`, `size` and `root` of a checkpoint. */
export function parseCheckpoint(note) {
  const [origin, size, root] = note.split("\n");
  if (!/^(0|[1-9]\d*)$/.test(size)) throw new Error("the checkpoint is malformed");
  return { origin, size: Number(size), root: fromBase64(root) };
}

/** Whether `key` signed the note; null where this browser has no Ed25519. */
async function signatureHolds(note, key) {
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  const [name, id, encoded] = splitKey(key);
  if (text.split("\n")[0] !== name) return false;
  let publicKey;
  try {
    publicKey = await crypto.subtle.importKey("raw", fromBase64(encoded).slice(1), { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
  for (const line of note.slice(end + 2).split("\n")) {
    const [dash, signer, value] = line.split(" ");
    if (dash !== "\u2014" || signer !== name) continue;
    const raw = fromBase64(value);
    if (hex(raw.slice(0, 4)) !== id) continue;
    return crypto.subtle.verify({ name: "Ed25519" }, publicKey, raw.slice(4), new TextEncoder().encode(text));
  }
  return false;
}

function splitKey(key) {
  const first = key.indexOf("+");
  const second = key.indexOf("+", first + 1);
  return [key.slice(0, first), key.slice(first + 1, second), key.slice(second + 1)];
}

async function readEntry(fetched, size, index) {
  const n = Math.floor(index / WIDTH);
  const data = await fetched(path("entries", n, Math.min(WIDTH, size - n * WIDTH)));
  let at = 0;
  for (let i = n * WIDTH; ; i++) {
    const length = (data[at] << 8) | data[at + 1];
    if (Number.isNaN(length) || at + 2 + length > data.length) throw new Error("an entry bundle is cut off");
    if (i === index) return data.slice(at + 2, at + 2 + length);
    at += 2 + length;
  }
}

/** The root of the tree of `size`, with `leaf` put in at `index`, from tiles alone. */
async function rootWith(fetched, size, index, leaf) {
  const tiles = new Map();
  const tile = async (level, n) => {
    const name = `${level}/${n}`;
    if (!tiles.has(name)) {
      const width = Math.min(WIDTH, Math.floor(size / WIDTH ** level) - n * WIDTH);
      tiles.set(name, await fetched(path(level, n, width)));
    }
    return tiles.get(name);
  };
  /** The hash of the perfect subtree of 2^height leaves that begins at leaf `start`. */
  const perfect = async (start, height) => {
    const level = Math.floor(height / 8);
    const first = start / WIDTH ** level;
    const data = await tile(level, Math.floor(first / WIDTH));
    const place = first % WIDTH;
    let hashes = [];
    for (let i = place; i < place + 2 ** (height - level * 8); i++) hashes.push(data.slice(i * 32, i * 32 + 32));
    while (hashes.length > 1) {
      const next = [];
      for (let i = 0; i < hashes.length; i += 2) next.push(await nodeHash(hashes[i], hashes[i + 1]));
      hashes = next;
    }
    return hashes[0];
  };
  const over = async (start, stop) => {
    const count = stop - start;
    if (count === 1) return start === index ? leaf : perfect(start, 0);
    const height = Math.ceil(Math.log2(count));
    if (2 ** height === count && (index < start || index >= stop)) return perfect(start, height);
    const middle = start + 2 ** (height - 1);
    return nodeHash(await over(start, middle), await over(middle, stop));
  };
  return over(0, size);
}

async function commitment({ nonce, content }, kind) {
  const key = await crypto.subtle.importKey("raw", fromBase64(nonce), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const message = new TextEncoder().encode(`onrecord/commit/v1\0${kind}\0${content}`);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}

const leafHash = (entry) => sha256(Uint8Array.of(0, ...entry));
const nodeHash = (left, right) => sha256(Uint8Array.of(1, ...left, ...right));
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

function path(level, n, width) {
  const groups = [String(n % 1000).padStart(3, "0")];
  while (n >= 1000) {
    n = Math.floor(n / 1000);
    groups.unshift(`x${String(n % 1000).padStart(3, "0")}`);
  }
  return `tile/${level}/${groups.join("/")}${width === WIDTH ? "" : `.p/${width}`}`;
}
