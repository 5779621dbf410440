/**
 * The packages that each package may import.
 *
 * @module
 */
import { broken, type Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { packageOf } from "./target.ts";

/** The packages below each package; each includes those below itself. */
const STANDS_ON: Readonly<Record<string, readonly string[]>> = {
  "packages/transport": [],
  "packages/supervise": ["packages/transport"],
  "packages/command": ["packages/supervise"],
  "packages/wire": ["packages/transport"],
  "packages/grpc": ["packages/transport"],
  "packages/sdk": ["packages/wire"],
  "packages/host": ["packages/wire", "packages/supervise"],
  "packages/testing": ["packages/wire"],
  "packages/sql": ["packages/sdk"],
  "packages/mock-driver": ["packages/sql"],
  "packages/console": ["packages/host", "packages/testing", "packages/mock-driver"],
  "packages/cli": ["packages/command", "packages/console", "packages/grpc"],
  "systems/nx": ["packages/command", "packages/grpc", "packages/console"],
  "systems/jumpstarter": ["packages/command", "packages/grpc", "packages/console"],
  "systems/apiplant": ["packages/command", "packages/host", "packages/console"],
  "systems/console": ["packages/console"],
};

/** The only imports of drivers: packages below these are not included. */
const OF_DRIVERS: ReadonlySet<string> = new Set(["packages/sdk", "packages/transport", "packages/sql"]);

/** Packages that may import any other, as none of them is published. */
const FREE = ["codec-rs", "examples", "tests"];

/** Sources import only the packages below their own. */
export function layers({ tree, imports }: Facts): Finding[] {
  const unknown = tree.packages.filter(({ folder }) => allowedFor(folder) === null).map(({ folder }): Finding => {
    return { file: folder, line: null, rule: "layers", message: "no layer is given: add it to tests/rules/layers.ts" };
  });
  const wrong = imports.filter(({ from, form }) => !from.isTest && form !== "text").flatMap((one) => {
    if (one.target.kind !== "own") return [];
    const { folder } = one.from.package;
    const imported = packageOf(one.target, tree)!.folder;
    const allowed = allowedFor(folder);
    if (imported === folder || allowed === null || allowed.has(imported)) return [];
    const list = [...allowed].toSorted().join(", ") || "no other package";
    return [broken(one, "layers", `${folder} may not import ${imported}: import ${list}, or move the code`)];
  });
  return [...unknown, ...wrong];
}

/** The permitted imports of a package's sources, or null for a package without a layer. */
export function allowedFor(folder: string): ReadonlySet<string> | null {
  if (folder.startsWith("drivers/")) return OF_DRIVERS;
  if (FREE.includes(folder)) return new Set();
  return STANDS_ON[folder] === undefined ? null : new Set(below(folder));
}

function below(folder: string): string[] {
  return STANDS_ON[folder]!.flatMap((base) => [base, ...below(base)]);
}
