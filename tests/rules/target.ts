/**
 * What an import means: a file, a package, or something that is not of this repository.
 *
 * @module
 */
import { join } from "node:path/posix";
import type { Import } from "./import.ts";
import type { Package, Tree } from "./tree.ts";

/** What is imported. */
export type Target =
  /** A file by its relative path, of this tree or beside it. */
  | { kind: "path"; path: string }
  /** An entry of an own package: its file, or null for an entry that it does not have. */
  | { kind: "own"; package: Package; entry: string; path: string | null; scheme: string }
  | { kind: "npm"; name: string; version: string }
  /** Deno's own modules. */
  | { kind: "runtime" }
  /** Anything else: the web, other registries, names of no import map, or computed from its first letter on. */
  | { kind: "other" };

const OWN = /^(jsr:)?(@fluxwire\/[a-z-]+)(?:@[^/]*)?(\/.*)?$/;
const NPM = /^npm:(@[^/@]+\/[^/@]+|[^/@]+)(?:@([^/]*))?/;

/** Finds what an import means. */
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

/** The package that a target belongs to, or null for none of this repository. */
export function packageOf(target: Target, tree: Tree): Package | null {
  if (target.kind === "own") return target.package;
  if (target.kind !== "path") return null;
  return tree.packages.find(({ folder }) => target.path.startsWith(`${folder}/`)) ?? null;
}
