/**
 * The tables of a driver as a tree, with their columns.
 *
 * @module
 */
import { oneLine } from "@fluxwire/command";
import type { Stored } from "../driver/stored.ts";
import { pad, width } from "./width.ts";

/** A line for each schema, table and column: the type of a column, whether it is in the key, and whether it may be null. */
export function storedLines(all: readonly Stored[]): string[] {
  const bySchema = Map.groupBy(all, ({ schema }) => schema);
  return Array.from(bySchema, ([schema, members]) => {
    if (schema === null) return branches(members.map(tableBranch));
    return [oneLine(schema), ...branches(members.map(tableBranch))];
  }).flat();
}

/** A line, and the lines below it. */
type Branch = [head: string, below: string[]];

function tableBranch({ kind, name, columns }: Stored): Branch {
  const names = columns?.map(({ name }) => oneLine(name)) ?? [];
  const margin = names.reduce((widest, name) => Math.max(widest, width(name)), 0);
  const lines = columns?.map(({ typeName, nullable, isPrimaryKey }, at) => {
    const marks = `${isPrimaryKey ? ", key" : ""}${nullable ? "" : ", not null"}`;
    return `${pad(names[at]!, margin)}  ${oneLine(typeName)}${marks}`.trimEnd();
  }) ?? [];
  return [kind === "table" ? oneLine(name) : `${oneLine(name)} (${kind})`, branches(lines.map((line) => [line, []]))];
}

function branches(members: readonly Branch[]): string[] {
  return members.flatMap(([head, below], at) => {
    const isLast = at === members.length - 1;
    return [`${isLast ? "└─" : "├─"} ${head}`, ...below.map((line) => `${isLast ? "  " : "│ "} ${line}`)];
  });
}
