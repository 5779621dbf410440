/**
 * The size limit of packages.
 *
 * @module
 */
import type { Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** The largest share of a package in all lines of `packages/`, without tests. */
const LIMIT = 0.27;
const LIMITS: Readonly<Record<string, number>> = { "packages/host": 0.15 };

/** No package of `packages/` is larger than its share. */
export function sizes({ tree }: Facts): Finding[] {
  const lines = linesByPackage(tree);
  const total = [...lines.values()].reduce((sum, one) => sum + one, 0);
  return [...lines].flatMap(([folder, count]): Finding[] => {
    const limit = LIMITS[folder] ?? LIMIT;
    if (count <= limit * total) return [];
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
    const message = `${count} of ${total} lines are ${percent(count / total)} of packages/, at most ${
      percent(limit)
    } may be: move what others could stand on into a package of its own`;
    return [{ file: folder, line: null, rule: "sizes", message }];
  });
}

/** The lines of each package of `packages/`, without tests. */
export function linesByPackage({ files }: Facts["tree"]): Map<string, number> {
  const lines = new Map<string, number>();
  for (const { path, package: { folder }, isTest, text } of files.values()) {
    if (isTest || !path.startsWith("packages/")) continue;
    lines.set(folder, (lines.get(folder) ?? 0) + text.split("\n").length - 1);
  }
  return lines;
}
