// What this browser adds to a draw: 32 random bytes, made here and for nothing else.
for (const field of document.querySelectorAll("input[data-nonce]")) {
  if (field.value) continue; // the page came back with what was sent
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  field.value = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
