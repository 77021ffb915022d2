// How the session stands: what can be done with it, which ground rule is in force, how long it runs, who is at the desk.
import { lasting, now } from "../pages/clock.js";
import { $ } from "../pages/elements.js";
import { say } from "../pages/phrases.js";

export class Session {
  /** `opened()` is told when the line can be typed in again. */
  constructor({ opened }) {
    this.opened = opened;
    setInterval(() => this.#tick(), 1_000);
  }

  show(state, { off }) {
    this.state = state;
    this.#showActs(off);
    this.#showPeople();
    this.#tick();
  }

  /** Milliseconds from the session's start, and when that was; `begun` and `ended` are times by the server's clock. */
  times(begun, ended) {
    const { started } = this.state;
    if (started === null) return {};
    const start = Math.max(0, begun - started);
    return { started, start_ms: start, end_ms: Math.max(start, ended - started) };
  }

  #showActs(off) {
    const { session } = this.state;
    const live = session === "live";
    const line = $("line");
    const was = line.hidden;
    line.hidden = off || !live;
    $("begin").hidden = off || live || session === "paused";
    $("resume").hidden = off || session !== "paused";
    $("off-paused").hidden = session !== "paused";
    $("session-acts").hidden = !live && session !== "paused";
    $("go-off").hidden = off;
    $("pause").hidden = !live;
    $("begin-says").textContent = session === "ended" ? say("ended") : say("no session");
    if (was && !line.hidden) this.opened();
  }

  #showRule() {
    const { rule, hold, session } = this.state;
    const lapsed = rule?.rule === "on the record" && rule.until && rule.until <= now(); // without network nobody says so
    const sentence = lapsed ? say("lapsed") : (rule?.sentence ?? say("on the record"));
    $("rule").textContent = sentence;
    $("begin-rule").textContent = say("begins under", { sentence });
    const restricted = rule?.restricts && !lapsed;
    $("edge").hidden = !restricted;
    $("edge").textContent = restricted ? sentence : "";
    const none = session === "live" || session === "paused" ? say("no hold") : ""; // each session begins with its own delay
    $("hold").textContent = hold ? say("hold", { n: hold }) : none;
  }

  #showPeople() {
    const rows = this.state.people.map(({ name, typing: types }) => {
      const item = document.createElement("li");
      item.textContent = say(types ? "typing" : "here", { name });
      return item;
    });
    if ($("people").textContent !== rows.map((row) => row.textContent).join("")) $("people").replaceChildren(...rows);
  }

  #tick() {
    this.#showRule();
    const { session, started } = this.state;
    const words = { none: say("no session"), ended: say("ended"), paused: say("paused") }[session];
    const place = $("session");
    place.classList.toggle("status-live", session === "live");
    place.textContent = words ?? say("live", { time: lasting(now() - started) });
  }
}
