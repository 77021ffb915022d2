// One desk in a browser: two tabs with one queue would get in each other's way.

/** Run `begin` when no other tab of this browser holds `name`; meanwhile `other()` tells so. */
export async function alone(name, begin, other) {
  if (!navigator.locks) return begin();
  const forGood = () => new Promise(() => {});
  const got = await new Promise((known) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      known(Boolean(lock));
      return lock ? forGood() : undefined;
    });
  });
  if (got) return begin();
  other();
  return navigator.locks.request(name, () => {
    location.reload();
    return forGood();
  });
}
