/**
 * Semantic versions (semver.org), compared.
 *
 * @module
 */
const NUMBER = "(?:0|[1-9]\\d*)";
const IDENTIFIER = `(?:${NUMBER}|\\d*[A-Za-z-][0-9A-Za-z-]*)`;
const VERSION = new RegExp(
  `^(${NUMBER})\\.(${NUMBER})\\.(${NUMBER})(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

/** Whether a text is a semantic version. */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/** Negative if the first is older, positive if it is newer, 0 if neither; null if one is no semantic version. */
export function compareVersions(a: string, b: string): number | null {
  const [left, right] = [a, b].map((text) => VERSION.exec(text));
  if (!left || !right) return null;
  for (const part of [1, 2, 3]) {
    const order = compareNumbers(left[part]!, right[part]!);
    if (order !== 0) return order;
  }
  return comparePreReleases(left[4]?.split("."), right[4]?.split("."));
}

/** A version with a pre-release is older than the one without. */
function comparePreReleases(a: readonly string[] | undefined, b: readonly string[] | undefined): number {
  if (a === undefined && b === undefined) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i]!, b[i]!], isLeft = /^\d+$/.test(left), isRight = /^\d+$/.test(right);
    if (isLeft !== isRight) return isLeft ? -1 : 1;
    const order = isLeft ? compareNumbers(left, right) : Number(left > right) - Number(left < right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Numbers of any length. */
function compareNumbers(a: string, b: string): number {
  return a.length === b.length ? Number(a > b) - Number(a < b) : a.length - b.length;
}
