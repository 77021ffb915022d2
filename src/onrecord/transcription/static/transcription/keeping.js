// What this desk keeps in this browser until the server has it. One place writes, so one place can promise what is never written.
import * as desks from "../people/desks.js";

/** `acts` waiting in order, those `refused`, whether the desk went `off` the record, and the `speaker` chosen last (the
 *  name of a row). Never a draft. */
export class Keeping {
  /** `told()` hears that `safe` or `trouble` may have changed. */
  constructor(name, { told }) {
    Object.assign(this, { name, told });
    Object.assign(this, { acts: [], refused: [], off: false, speaker: null });
    this.safe = true; // all of it is on the disk
    this.trouble = null; // why it is not and will not be: "full" or "refuses"
    this.closed = false; // nothing is written any more
    this.writes = 0;
  }

  /** What was kept before; to be awaited before anything is added. */
  async read() {
    try {
      Object.assign(this, await desks.read(this.name));
    } catch (error) {
      this.closed = true; // what can't be read may be there all the same, and is not written over
      this.#failed(error);
    }
  }

  /** Bring it to the disk as it is now. Nobody needs to wait: `safe` tells when it is there. */
  async write() {
    if (this.closed) return;
    const { acts, refused, off, speaker } = this;
    const nothing = !acts.length && !refused.length && !off && !speaker;
    this.writes += 1;
    const write = this.writes;
    this.safe = false;
    try {
      await (nothing ? desks.remove(this.name) : desks.write(this.name, { acts, refused, off, speaker }));
      this.trouble = null;
      this.safe = write === this.writes;
    } catch (error) {
      this.#failed(error);
    }
    this.told();
  }

  #failed(error) {
    this.safe = false;
    this.trouble = error?.name === "QuotaExceededError" ? "full" : "refuses";
  }
}
