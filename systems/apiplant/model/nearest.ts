/** What was probably meant by a name that is not known. */

/** The known name that is at most a third of its letters away from `name`, and nearest to it; or `null`. */
export function nearest(name: string, known: readonly string[]): string | null {
  const near = known.filter((one) => Math.abs(one.length - name.length) <= 3)
    .map((one) => ({ one, distance: distance(one.toLowerCase(), name.toLowerCase()) }))
    .filter(({ one, distance }) => distance <= Math.max(1, one.length / 3))
    .toSorted((one, other) => one.distance - other.distance);
  return near[0]?.one ?? null;
}

/** How many letters must be put in, taken out, replaced or exchanged with their neighbours. */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      const exchanged = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1, exchanged ? before[j - 2]! + 1 : Infinity));
    }
    [before, row] = [row, next];
  }
  return row[other.length]!;
}
