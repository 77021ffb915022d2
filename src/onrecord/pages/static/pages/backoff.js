// How long to wait before something is tried again that didn't work.

/** Milliseconds after so many `failures` in a row: each wait is twice the one before, from `first` on and up to `longest`.
 *  Whoever shares a server with many others takes a random part of it, so that they don't all come back at once. */
export function backOff(failures, { first, longest }) {
  return Math.min(longest, first * 2 ** (failures - 1));
}
