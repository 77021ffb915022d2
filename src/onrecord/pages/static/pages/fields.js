// A form as an act, before it is sent.
import { say } from "./phrases.js";

/** A form's fields as an act. */
export function actOf(form) {
  const act = Object.fromEntries(new FormData(form));
  delete act.csrfmiddlewaretoken;
  return act;
}

/** Whether a field has more characters than the server takes, which is then said beside it. Both count code points; `maxlength`
 *  would count an emoji as two, and may cut one in half. */
export function tooLong(form) {
  for (const field of form.querySelectorAll("[data-most]")) {
    const most = Number(field.dataset.most);
    const over = [...field.value.trim()].length - most;
    field.setCustomValidity(over > 0 ? say("too long", { n: over, most }) : "");
    field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
    if (over > 0) return !field.reportValidity();
  }
  return false;
}
