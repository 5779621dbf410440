/**
 * What the rules examine.
 *
 * @module
 */
import type { Finding, Rule } from "./finding.ts";
import type { Import } from "./import.ts";
import { type Target, targetOf } from "./target.ts";
import type { SourceFile, Tree } from "./tree.ts";

/** An import, and its target. */
export interface KnownImport extends Import {
  from: SourceFile;
  target: Target;
}

/** A tree and its imports. */
export interface Facts {
  tree: Tree;
  imports: KnownImport[];
}

/** Finds the violations of one rule. */
export type Check = (facts: Facts) => Finding[];

/** Combines a tree and the imports of its files. */
export function factsOf(tree: Tree, imports: readonly Import[]): Facts {
  const known = imports.map((one) => ({ ...one, from: tree.files.get(one.file)!, target: targetOf(one, tree) }));
  return { tree, imports: known };
}

/** The finding that an import breaks a rule. */
export function broken({ file, line }: Import, rule: Rule, message: string): Finding {
  return { file, line, rule, message };
}

/** Whether an import loads its target: a name or a text alone does not. */
export function loads({ form }: Import): boolean {
  return form === "static" || form === "dynamic";
}
