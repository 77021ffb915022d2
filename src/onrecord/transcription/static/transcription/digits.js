// A digit on the empty line chooses a speaker, unless it turns out to begin a sentence: “13 schools…”.

const ONE_NUMBER = 1_000; // ms between two digits of it; after longer the first one did choose a speaker
const GOES_ON = /^[\d .,:;%‰°/–-]$/; // no sentence begins with one of these, nor with a digit that is nobody's key

export class Digits {
  /** `speaker(n, { first })` is told of a digit and whether it may begin a figure, and tells whether it is somebody's key;
   *  `figure(digits)` is told that the last ones were no keys. */
  constructor({ speaker, figure }) {
    Object.assign(this, { speaker, figure });
    this.#forget();
  }

  /** A key pressed on the empty line: whether it chose a speaker, so that nothing is typed. */
  chose({ key, timeStamp }) {
    if (timeStamp - this.last > ONE_NUMBER) this.#forget();
    if (/^\d$/.test(key) && this.speaker(Number(key), { first: this.digits === "" })) {
      this.digits += key;
      this.last = timeStamp;
      return true;
    }
    if (this.digits && GOES_ON.test(key)) this.figure(this.digits);
    if (key.length === 1) this.#forget();
    return false;
  }

  #forget() {
    this.digits = "";
    this.last = 0;
  }
}
