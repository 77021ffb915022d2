// What this browser keeps until the server has it. One place writes, so one place can promise what is never written.

/** `acts` waiting in order, those `refused`, whether the desk went `off` the record, and the `speaker` chosen last (the
 *  name of a row). Never a draft. */
export class Keeping {
  constructor(name) {
    this.name = name;
    this.safe = true;
    this.closed = false; // somebody else is signed in, or nobody: nothing is written any more
    const kept = this.#read();
    this.acts = kept.acts ?? [];
    this.refused = kept.refused ?? [];
    this.off = kept.off ?? false;
    this.speaker = kept.speaker ?? null;
  }

  write() {
    if (this.closed) return;
    const { acts, refused, off, speaker } = this;
    try {
      if (!acts.length && !refused.length && !off && !speaker) localStorage.removeItem(this.name);
      else localStorage.setItem(this.name, JSON.stringify({ acts, refused, off, speaker }));
      this.safe = true;
    } catch {
      this.safe = false; // private mode, or full: the page says so
    }
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(this.name)) ?? {};
    } catch {
      return {};
    }
  }
}
