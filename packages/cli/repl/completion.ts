/**
 * Completion at the cursor.
 *
 * @module
 */
import type { SchemaSnapshot } from "@fluxwire/wire";
import { camelCase, METHODS } from "../driver/method.ts";
import { FORMATS } from "../render/formats.ts";
import { schemaRows } from "./answers.ts";
import { COMMANDS } from "./line.ts";

const KEYWORDS: readonly string[] = [
  ...["SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "NULL", "IS", "IN", "LIKE", "ORDER BY", "GROUP BY", "LIMIT"],
  ...["OFFSET", "JOIN", "ON", "AS", "INSERT INTO", "VALUES", "UPDATE", "SET", "DELETE FROM", "EXPLAIN", "COUNT"],
];

/** Candidates, and the text that they would replace, as `node:readline` takes them. */
export type Completion = [candidates: string[], replaced: string];

/** The names of tables and columns, or of their like in other kinds of databases. */
export function namesOf(schema: SchemaSnapshot): string[] {
  const names = schemaRows(schema).flatMap(([, name, columns]) => [
    name,
    ...name.split("."),
    ...columns.split(", "),
  ]);
  return [...new Set(names)].filter((name) => name !== "").sort();
}

/**
 * Completes the last word of a line: a command, a method after `\call`, or a keyword or name of a statement.
 *
 * @param names Names of the driver's data.
 */
export function complete(line: string, names: readonly string[]): Completion {
  const word = /\S*$/.exec(line)![0];
  if (/^\s*\\\S*$/.test(line)) return [startingWith(word, COMMANDS.map(([name]) => name)), word];
  if (/^\s*\\dt?\+?\s+\S*$/.test(line)) return [startingWith(word, names), word];
  if (/^\s*\\format\s+\S*$/.test(line)) return [startingWith(word, FORMATS), word];
  if (/^\s*\\call\s+\S*$/.test(line)) return [startingWith(word, METHODS.map(camelCase)), word];
  if (/^\s*\\/.test(line)) return [[], word];
  return [startingWith(word, [...KEYWORDS, ...names]), word];
}

function startingWith(word: string, candidates: readonly string[]): string[] {
  const lower = word.toLowerCase();
  return candidates.filter((candidate) => candidate.toLowerCase().startsWith(lower));
}
