// The keys that work everywhere on the desk, and the panel that lists all keys.
import { $, composing } from "./parts.js";

const panel = $("help");
const NEVER_WAITS = "F4"; // off the record, whatever an input method is at: its own keys are others

export class Keys {
  /** `acts`: what each key does; `allowed(pressed)` tells whether it may now; `left()` is told when the panel is closed by
   *  hand. */
  constructor({ acts, allowed, left }) {
    panel.querySelector("[data-close]").addEventListener("click", left);
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const always = event.code === NEVER_WAITS;
      if (composing(event) && !always) return;
      const pressed = `${event.shiftKey ? "Shift " : ""}${always ? NEVER_WAITS : event.key}`;
      const act = acts[pressed];
      if (!act || !allowed(pressed)) return;
      event.preventDefault();
      if (!event.repeat) act();
    });
  }

  open() {
    panel.hidden = false;
    panel.focus();
  }

  close() {
    panel.hidden = true;
  }
}
