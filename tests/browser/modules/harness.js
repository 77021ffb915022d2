// Small tests of modules in a page: each file registers its own, the page runs them one after the other.

const tests = [];

export function test(name, run) {
  tests.push({ name, run });
}

/** Every test's name with null, or with what went wrong in it. */
export async function results() {
  const found = {};
  for (const { name, run } of tests) {
    try {
      await run();
      found[name] = null;
    } catch (error) {
      found[name] = error.stack;
    }
  }
  return found;
}

export function same(got, wanted) {
  const [is, should] = [got, wanted].map((one) => JSON.stringify(one, spelled));
  if (is !== should) throw new Error(`${is}, and should be ${should}`);
}

/** JSON has no word for some of what a test may get. */
function spelled(_, value) {
  return value === undefined || Number.isNaN(value) || Math.abs(value) === Infinity ? String(value) : value;
}

/** Runs `during` while the members of `object` are others, such as the browser's clock. */
export async function replacing(object, members, during) {
  const own = Object.getOwnPropertyDescriptors(object);
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(object, name, { value, configurable: true, writable: true });
  }
  try {
    await during();
  } finally {
    for (const name of Object.keys(members)) {
      if (name in own) Object.defineProperty(object, name, own[name]);
      else delete object[name];
    }
  }
}

/** Both clocks of the computer, set by hand: `steady` only goes on, `wall` may be set. */
export async function clocksOf(times, during) {
  await replacing(performance, { now: () => times.steady }, () => replacing(Date, { now: () => times.wall }, during));
}
