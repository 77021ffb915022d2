// The keys that work everywhere on a desk, and the panel that lists all keys.
import { $, composing } from "./elements.js";

const panel = $("help");

export class Keys {
  /** `acts`: what each key does; `allowed(pressed)` tells whether it may now; `left()` is told when the panel is closed by
   *  hand. `urgent`: the code of a key that works whatever an input method is at; its own keys are others. */
  constructor({ acts, allowed, left, urgent }) {
    panel.querySelector("[data-close]").addEventListener("click", left);
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const always = event.code === urgent;
      if (composing(event) && !always) return;
      const pressed = `${event.shiftKey ? "Shift " : ""}${always ? urgent : event.key}`;
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
