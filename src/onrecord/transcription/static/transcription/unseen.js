// The lists as they will be when a state shows the acts that it doesn't show yet.

/** The speakers `known`, changed as `acts` will change them. */
export function speakersAfter(known, acts) {
  let all = known;
  for (const act of acts) {
    if (act.act === "forget speaker") all = all.filter(({ id }) => id !== act.speaker);
    if (act.act !== "speaker") continue;
    const key = act.digit ? Number(act.digit) : null;
    const one = { ...act, id: act.speaker, key };
    all = [
      ...all
        .filter(({ id }) => id !== one.id)
        .map((other) => (key && other.key === key ? { ...other, key: null } : other)),
      one,
    ];
  }
  return all.toSorted((a, b) => (a.key ?? 10) - (b.key ?? 10));
}

/** The `speakers` on the list, and after them whoever is `accredited` and has not spoken yet. */
export function withAccredited(speakers, accredited) {
  const listed = new Set(speakers.map(({ id }) => id));
  return [...speakers, ...accredited.filter(({ id }) => !listed.has(id))];
}

/** The abbreviations `known` and those that `acts` will add. */
export function abbreviationsAfter(known, acts) {
  const waiting = acts.filter(({ act }) => act === "abbreviate").map(({ short, long }) => [short, long]);
  return { ...known, ...Object.fromEntries(waiting) };
}
