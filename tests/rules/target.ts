/**
 * The target of an import: a file, a package, or something outside of this repository.
 *
 * @module
 */
import { join } from "node:path/posix";
import type { Import } from "./import.ts";
import type { Package, Tree } from "./tree.ts";

/** The target of an import. */
export type Target =
  /** A file by its relative path, inside this tree or not. */
  | { kind: "path"; path: string }
  /** An entry of an own package: its file, or null for an unknown entry. */
  | { kind: "own"; package: Package; entry: string; path: string | null; scheme: string }
  | { kind: "npm"; name: string; version: string }
  /** Deno's own modules. */
  | { kind: "runtime" }
  /** Anything else: the web, other registries, unmapped names, or names that are computed from the first letter. */
  | { kind: "other" };

const OWN = /^(jsr:)?(@fluxwire\/[a-z-]+)(?:@[^/]*)?(\/.*)?$/;
const NPM = /^npm:(@[^/@]+\/[^/@]+|[^/@]+)(?:@([^/]*))?/;

/** Finds the target of an import. */
export function targetOf({ file, specifier }: Import, tree: Tree): Target {
  if (/^\.\.?\//.test(specifier)) return { kind: "path", path: join(file, "..", specifier) };
  const [, scheme = "", name, entry = ""] = OWN.exec(specifier) ?? [];
  const found = tree.packages.find((one) => one.name !== null && one.name === name);
  if (found !== undefined) {
    return { kind: "own", package: found, entry: `.${entry}`, path: found.entries.get(`.${entry}`) ?? null, scheme };
  }
  const npm = NPM.exec(specifier);
  if (npm !== null) return { kind: "npm", name: npm[1]!, version: npm[2] ?? "" };
  return { kind: specifier.startsWith("node:") ? "runtime" : "other" };
}

/** The package of a target, or null for one outside of this repository. */
export function packageOf(target: Target, tree: Tree): Package | null {
  if (target.kind === "own") return target.package;
  if (target.kind !== "path") return null;
  return tree.packages.find(({ folder }) => target.path.startsWith(`${folder}/`)) ?? null;
}
