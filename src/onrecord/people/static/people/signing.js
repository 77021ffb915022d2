// On every page of those who sign in: who it was made for, and what signing out takes along.
import { leave, seen, waiting } from "./here.js";

const { who, ask } = document.getElementById("signing").dataset;

if (who !== undefined) seen(who); // a page kept for a reload without network doesn't know

for (const form of document.querySelectorAll("form.signs-out")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if ((await waiting()) && !confirm(ask)) return;
    leave();
    form.submit();
  });
}
