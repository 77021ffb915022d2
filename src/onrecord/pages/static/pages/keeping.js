// What a desk keeps in this browser until the server has it. One place writes, so one place can promise what is never written.
import * as desks from "./desks.js";

/** `acts` waiting in order, those `refused`, and `beside` them what the desk knows before the server does. Never a draft. */
export class Keeping {
  /** `told()` hears that `safe` or `trouble` may have changed. `beside`: names and values of a desk on which nothing happened. */
  constructor(name, { told, beside = {} }) {
    Object.assign(this, { name, told, empty: beside, acts: [], refused: [], beside: { ...beside } });
    this.safe = true; // all of it is on the disk
    this.lasting = false; // the browser has promised not to clear it by itself when its disk runs full
    this.trouble = null; // why it is not and will not be: "full" or "refuses"
    this.closed = false; // nothing is written any more
    this.writes = 0;
  }

  /** What was kept before, by an earlier version too; to be awaited before anything is added. */
  async read() {
    try {
      const { acts, refused, ...beside } = (await desks.read(this.name)) ?? {};
      Object.assign(this, acts && { acts, refused });
      Object.assign(this.beside, beside);
    } catch (error) {
      this.closed = true; // what can't be read may be there all the same, and is not written over
      this.#failed(error);
    }
    await this.#takeOver(desks.readOlder(this.name));
  }

  /** What an earlier version kept comes first, and leaves its place only when it is on the disk here. */
  async #takeOver(older) {
    if (!older) return;
    for (const list of ["acts", "refused"]) {
      const known = new Set(this[list].map(({ key }) => key));
      this[list] = [...older[list].filter(({ key }) => !known.has(key)), ...this[list]];
    }
    for (const [name, value] of Object.entries(this.empty)) {
      if (this.beside[name] === value) this.beside[name] = older[name] ?? value;
    }
    await this.#bring();
    if (this.safe && !this.closed) desks.removeOlder(this.name);
  }

  /** Ask the browser to keep it until it is taken away from here. */
  async ask() {
    try {
      this.lasting = await navigator.storage.persist();
    } catch {
      this.lasting = false; // this browser knows no such promise, or not without https
    }
    this.told();
  }

  /** Whether it is still there: somebody who clears the site's data takes it away, and no page is told. */
  async check() {
    if (this.closed || !this.safe || this.acts.length + this.refused.length === 0) return;
    const { writes } = this;
    const row = await desks.read(this.name).catch(() => null);
    const there = row?.acts.length === this.acts.length && row.refused.length === this.refused.length;
    if (!there && writes === this.writes) await this.write();
  }

  /** Bring it to the disk as it is now. Nobody needs to wait: `safe` tells when it is there. */
  async write() {
    await this.#bring();
    this.told();
  }

  async #bring() {
    if (this.closed) return;
    const { acts, refused, beside, empty } = this;
    const nothing = !acts.length && !refused.length && Object.keys(empty).every((name) => beside[name] === empty[name]);
    this.writes += 1;
    const write = this.writes;
    this.safe = false;
    try {
      await (nothing ? desks.remove(this.name) : desks.write(this.name, { ...beside, acts, refused }));
      this.trouble = null;
      this.safe = write === this.writes;
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error) {
    this.safe = false;
    this.trouble = error?.name === "QuotaExceededError" ? "full" : "refuses";
  }
}
