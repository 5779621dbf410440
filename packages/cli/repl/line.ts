/**
 * The lines of the REPL, parsed.
 *
 * @module
 */
import { type DriverRequestBody, MalformedError, parseJson } from "@fluxwire/wire";
import { bodyFrom, methodNamed } from "../driver/method.ts";
import { UsageError } from "@fluxwire/command";

/** A parsed line; null for an empty one. */
export type Line =
  | { kind: "statement"; sql: string }
  | { kind: "call"; body: DriverRequestBody }
  | { kind: "help" | "quit" }
  | null;

/** The commands, with what they take and what they do. */
export const COMMANDS: readonly (readonly [name: string, takes: string, does: string])[] = [
  ["\\schema", "", "Show the tables, collections or keyspaces"],
  ["\\databases", "", "Show the databases"],
  ["\\call", "METHOD [JSON]", "Send any request: its fields as exact JSON"],
  ["\\help", "", "Show this"],
  ["\\quit", "", "End the REPL"],
];

/**
 * Parses one line.
 *
 * @throws {UsageError} for an unknown command, method or request.
 */
export function readLine(line: string): Line {
  const text = line.trim();
  if (text === "") return null;
  if (!text.startsWith("\\")) return { kind: "statement", sql: text };
  const [, command, rest] = /^(\S+)\s*(.*)$/s.exec(text)!;
  switch (command) {
    case "\\schema":
      return { kind: "call", body: { type: "Schema" } };
    case "\\databases":
      return { kind: "call", body: { type: "ListDatabases" } };
    case "\\call":
      return { kind: "call", body: callOf(rest!) };
    case "\\help":
      return { kind: "help" };
    case "\\quit":
      return { kind: "quit" };
  }
  throw UsageError.unknown("command", command!, COMMANDS.map(([name]) => name));
}

function callOf(text: string): DriverRequestBody {
  const [, word, json] = /^(\S*)\s*(.*)$/s.exec(text)!;
  if (word === "") throw new UsageError("Missing method: write \\call METHOD JSON");
  const method = methodNamed(word!);
  try {
    return bodyFrom(json === "" ? {} : parseJson(json!), method);
  } catch (error) {
    if (error instanceof MalformedError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
