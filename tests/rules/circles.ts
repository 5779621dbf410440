/**
 * No file imports itself: neither directly nor through others.
 *
 * @module
 */
import { broken, type Facts, type KnownImport, loads } from "./facts.ts";
import type { Finding } from "./finding.ts";

/** Reports each circle of imports by value once, at its first import; type-only imports do not count. */
export function circles({ tree, imports }: Facts): Finding[] {
  const arrows = Map.groupBy(imports.filter((one) => one.byValue && loads(one)), ({ file }) => file);
  const findings: Finding[] = [];
  const path: KnownImport[] = [];
  const done = new Set<string>();
  for (const file of tree.files.keys()) follow(file);
  return findings;

  function follow(file: string): void {
    const start = path.findIndex((one) => one.file === file);
    if (start >= 0) {
      const files = path.slice(start).map((one) => one.file);
      const message = `a circle by values: ${
        [...files, file].join(" -> ")
      }; move what both need into a file of its own`;
      findings.push(broken(path[start]!, "circles", message));
    } else if (!done.has(file)) {
      for (const arrow of arrows.get(file) ?? []) {
        const { target } = arrow;
        if ((target.kind !== "path" && target.kind !== "own") || target.path === null) continue;
        path.push(arrow);
        follow(target.path);
        path.pop();
      }
      done.add(file);
    }
  }
}
