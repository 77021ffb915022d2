// The time by the server's clock. A reader's own may be wrong by any amount, and may be set while the page is open.

const AGAIN = 2_000; // before the server is asked again, where its last answer was not enough
const EXPIRES = 60_000; // after which the difference between the two clocks is measured anew
const PATIENCE = 5_000; // an answer that takes longer is given up; by so much at most the measured time is behind

export class ServerTime {
  /** `told`: the latest time that the server has said it was; it is that late at least. */
  constructor(address) {
    Object.assign(this, { address, told: -Infinity, ahead: null, asked: -Infinity, asking: false });
  }

  /** Milliseconds since 1970, a little behind rather than ahead; null where the server hasn't answered yet. */
  get now() {
    return this.ahead === null ? null : Date.now() + this.ahead;
  }

  /** Whether the server has said that `moment` has come. */
  passed(moment) {
    return moment <= this.told;
  }

  /** Ask the server where it is the only one who can tell whether `moment` has come. */
  async lookOutFor(moment) {
    const due = this.now === null || moment <= this.now ? AGAIN : EXPIRES;
    if (this.asking || this.passed(moment) || performance.now() - this.asked < due) return;
    [this.asking, this.asked] = [true, performance.now()];
    try {
      const answer = await fetch(this.address, {
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(PATIENCE),
      });
      const { now } = await answer.json();
      this.ahead = now - Date.now();
      this.told = Math.max(this.told, now);
    } catch {
      // Without an answer nothing has come to pass. The next look asks again.
    } finally {
      this.asking = false;
    }
  }
}
