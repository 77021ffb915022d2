// The keys that work everywhere on the desk, and the panel that lists all keys.
import { $, composing } from "./parts.js";

const panel = $("help");

export class Keys {
  /** `acts`: what each key does; `allowed(pressed)` tells whether it may now; `left()` is told when the panel is closed by
   *  hand. */
  constructor({ acts, allowed, left }) {
    panel.querySelector("[data-close]").addEventListener("click", left);
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || composing(event)) return;
      const pressed = `${event.shiftKey ? "Shift " : ""}${event.key}`;
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
