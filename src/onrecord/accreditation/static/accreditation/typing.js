/** Whether a key belongs to what is being filled in, or to the browser. */
export function typing(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return true;
  return Boolean(event.target.closest("input:not([type=radio], [type=checkbox]), select, textarea"));
}
