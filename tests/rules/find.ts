/**
 * Applies all rules to one tree.
 *
 * @module
 */
import { circles } from "./circles.ts";
import { type Check, factsOf } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { layers } from "./layers.ts";
import { memory } from "./memory.ts";
import { configurations, npm } from "./npm.ts";
import { ownFolder, published } from "./own_folder.ts";
import { bareNames, literalNames, testingEntry } from "./own_names.ts";
import { readImports } from "./read_imports.ts";
import { sizes } from "./sizes.ts";
import { readTree } from "./tree.ts";

const CHECKS: readonly Check[] = [
  layers,
  circles,
  ownFolder,
  published,
  testingEntry,
  bareNames,
  literalNames,
  npm,
  configurations,
  memory,
  sizes,
];

/** Every violation of a rule in the tree below a folder, by file and line. */
export async function findAll(root: string): Promise<Finding[]> {
  const tree = readTree(root);
  const { imports, findings } = await readImports(tree);
  const facts = factsOf(tree, imports);
  return [...findings, ...CHECKS.flatMap((check) => check(facts))].toSorted((a, b) => {
    return a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1;
  });
}
