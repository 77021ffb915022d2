// Forms that a passkey answers: the browser is asked when they are sent, and what it says goes along.

const ABLE = self.PublicKeyCredential?.parseRequestOptionsFromJSON && navigator.credentials;
const ASK = {
  create: (options) =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say(form, "");
    if (!ABLE) return say(form, "unable");
    try {
      const answer = await ASK[form.dataset.ask](JSON.parse(form.dataset.passkey));
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch (error) {
      say(form, error.name === "SecurityError" ? "unable" : error.name);
    }
  });
}

/** Show the one sentence of the form's that fits, or none. */
function say(form, wrong) {
  const sentences = [...form.querySelectorAll("[data-wrong]")];
  const fits =
    wrong &&
    (sentences.find((one) => one.dataset.wrong === wrong) ?? sentences.find((one) => one.dataset.wrong === "other"));
  for (const one of sentences) one.hidden = one !== fits;
}
