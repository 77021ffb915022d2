// Follows a log: by its stream, else segment by segment, else by asking for a catch-up page now and then. Every segment is
// taken once and in order, whichever way it comes; all ways give the same bytes. Where the browser's other tabs hold as many
// connections open as may be, it asks now and then until one is free.
import { backOff } from "../pages/backoff.js";
import { takePlace } from "../pages/connections.js";

const WAITS = { first: 1_000, longest: 30_000 };
const POLL = 8_000;
const LOOK = 3_000; // as long as there is no place for a lasting connection
const REST = 60_000; // before the stream is tried again where it was refused or swallowed
const SHORT_REST = 4_000; // and where the connection was merely lost
const LONGEST_REST = 600_000;
const PAGE = 100;
const PATIENCE = 2; // failures in a row before the next slower way is taken

/** What breaks a way of following: `refused`, the server answered and said no; `lost`, the connection is gone. */
class Broken extends Error {
  constructor(why, { refused = false, lost = false } = {}) {
    super(why);
    Object.assign(this, { refused, lost });
  }
}

export class Following {
  /** Segments from `next` on. `take(n, segment, text)` gets each; `tell(state)` hears how it stands: see `state`. */
  constructor({ address, next, beat, take, tell }) {
    Object.assign(this, { address, next, beat, take, tell });
    this.silence = beat * 2 + 10_000;
    this.tip = next; // how many segments there are, as far as is known
    this.heard = Date.now(); // when this page last knew that it had everything
    this.way = "stream";
    this.placed = true; // whether a connection may be held open
    this.connected = false;
    this.over = false;
    this.stale = false;
    this.running = null;
    this.#trustStream();
  }

  /** `way`, `connected`, `over` (nothing more comes), `stale` (the record begins anew), `missing` segments, `heard`. */
  get state() {
    const { way, connected, over, stale, heard, next } = this;
    return {
      way: this.placed ? way : "polling",
      connected,
      over,
      stale,
      heard,
      next,
      missing: Math.max(this.tip - next, 0),
    };
  }

  start() {
    if (this.running || this.over) return;
    this.running = new AbortController();
    this.#run(this.running.signal);
  }

  stop() {
    this.running?.abort();
    this.running = null;
    this.connected = false;
  }

  /** The network may be back: try the best way at once. */
  hurry() {
    this.#trustStream();
    this.way = "stream";
    if (!this.running) return;
    this.stop();
    this.start();
  }

  /** Take segment `n`, if it is the next one; false where one before it is missing. */
  deliver(n, text) {
    if (n > this.next) return false;
    if (n < this.next) return true;
    const segment = JSON.parse(text);
    this.next = n + 1;
    this.tip = Math.max(this.tip, this.next);
    this.over = segment.status ? segment.status === "ended" || segment.status === "incomplete" : this.over;
    this.take(n, segment, text);
    if (this.next >= this.tip) this.heard = Date.now();
    return true;
  }

  /** All segments from `first` on that were taken: for what was fetched and may be older than they are. */
  async since(first) {
    const again = async (n) => {
      const answer = await this.#fetch(String(n), new AbortController().signal);
      if (!answer.ok) throw new Broken(`segment ${n} is gone`);
      return answer.json();
    };
    const found = [];
    while (first + found.length < this.next) {
      const start = first + found.length;
      found.push(...(await Promise.all(Array.from({ length: this.next - start }, (_, n) => again(start + n)))));
    }
    return found;
  }

  /** Fetch what is missing by catch-up pages. */
  async catchUp(signal) {
    for (let full = true; full && !this.stale; ) {
      const k = Math.floor(this.next / PAGE);
      const answer = await this.#fetch(`page/${k}`, signal);
      if (answer.status === 404) return this.#beyond(await answer.json());
      const lines = (await answer.text()).split("\n").slice(0, -1);
      this.tip = Math.max(this.tip, k * PAGE + lines.length);
      for (const [place, line] of lines.entries()) this.deliver(k * PAGE + place, line);
      full = lines.length === PAGE;
    }
    this.#upToDate();
  }

  async #run(signal) {
    while (!signal.aborted && !this.over && !this.stale) {
      try {
        await this.#follow(signal);
      } catch (error) {
        if (signal.aborted) return;
        await this.#failed(error, signal);
      }
    }
    if (!signal.aborted) this.#tell();
  }

  async #follow(signal) {
    if (this.way === "polling") return this.#polling(signal);
    const giveBack = await takePlace();
    try {
      if (signal.aborted) return;
      this.placed = giveBack !== null;
      if (!this.placed) await this.#look(signal);
      else if (this.way === "stream") await this.#stream(signal);
      else await this.#segments(signal);
    } finally {
      giveBack?.();
    }
  }

  async #look(signal) {
    await this.catchUp(signal);
    await this.#sleep(LOOK / 2 + Math.random() * LOOK, signal);
  }

  #stream(signal) {
    return new Promise((done, broken) => {
      const source = new EventSource(`${this.address}stream?after=${this.next - 1}`);
      let watch;
      const end = (settle, value) => {
        clearTimeout(watch);
        source.close();
        signal.removeEventListener("abort", stop);
        settle(value);
      };
      const stop = () => end(broken, new Broken("stopped"));
      const heard = () => {
        clearTimeout(watch);
        watch = setTimeout(() => end(broken, new Broken("silent")), this.silence);
      };
      signal.addEventListener("abort", stop);
      source.onmessage = ({ data, lastEventId }) => {
        heard();
        if (!this.deliver(Number(lastEventId), data)) return end(broken, new Broken("a segment is missing"));
        this.#wellHeard();
      };
      source.addEventListener("here", ({ data }) => {
        heard();
        this.tip = Math.max(this.tip, Number(data));
        this.#wellHeard();
      });
      source.addEventListener("ended", () => {
        this.over = true;
        end(done);
      });
      source.onerror = () => {
        const refused = source.readyState === EventSource.CLOSED;
        end(broken, new Broken("the stream broke off", { refused, lost: !refused }));
      };
      heard();
    });
  }

  async #segments(signal) {
    await this.catchUp(signal);
    while (!this.over && !this.stale && Date.now() < this.streamAt) {
      const answer = await this.#fetch(String(this.next), signal);
      if (answer.status === 404) this.#beyond(await answer.json());
      else this.deliver(this.next, await answer.text());
      this.#wellHeard();
    }
    this.way = "stream";
  }

  async #polling(signal) {
    while (!this.over && !this.stale) {
      await this.catchUp(signal);
      this.#wellHeard();
      if (Date.now() >= this.streamAt) break;
      await this.#sleep(POLL / 2 + Math.random() * POLL, signal);
    }
    this.way = "stream";
  }

  async #fetch(what, signal) {
    const answer = await fetch(this.address + what, {
      signal: AbortSignal.any?.([signal, AbortSignal.timeout(this.silence)]) ?? signal,
      credentials: "omit",
    });
    if (!answer.ok && answer.status !== 404) throw new Broken(`status ${answer.status}`, { refused: true });
    return answer;
  }

  /** There is nothing where we asked: the record has so many `segments`. */
  #beyond({ segments, live }) {
    if (segments < this.next) this.stale = true;
    else if (!live && segments === this.next) this.over = true;
  }

  /** The way taken works. */
  #wellHeard() {
    this.failures = 0;
    if (this.way === "stream") this.#trustStream();
    this.#upToDate();
  }

  #upToDate() {
    this.connected = true;
    if (this.next >= this.tip) this.heard = Date.now();
    this.#tell();
  }

  async #failed(error, signal) {
    this.connected = false;
    this.failures += 1;
    this.#tell();
    if (this.way !== "polling" && (this.failures >= PATIENCE || (this.way === "stream" && error.refused))) {
      if (this.way === "stream") {
        this.streamAt = Date.now() + (error.lost ? SHORT_REST : this.rest) * (1 + Math.random());
        if (!error.lost) this.rest = Math.min(this.rest * 2, LONGEST_REST);
      }
      this.way = this.way === "stream" ? "segments" : "polling";
      this.failures = 1;
    }
    if (error instanceof TypeError) this.streamAt = 0; // no network: nothing was said against the stream
    await this.#sleep(Math.random() * backOff(this.failures, WAITS), signal);
  }

  #trustStream() {
    this.failures = 0;
    this.rest = REST;
    this.streamAt = 0;
  }

  #sleep(milliseconds, signal) {
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        done();
      };
      const timer = setTimeout(end, milliseconds);
      signal.addEventListener("abort", end);
    });
  }

  #tell() {
    this.tell(this.state);
  }
}
