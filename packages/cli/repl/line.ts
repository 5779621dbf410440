/**
 * The lines of the REPL, parsed.
 *
 * @module
 */
import { type DriverRequestBody, MalformedError, parseJson } from "@fluxwire/wire";
import { bodyFrom, methodNamed } from "../driver/method.ts";
import { UsageError } from "@fluxwire/command";
import { type Format, FORMATS } from "../render/formats.ts";

/** A parsed line; null for an empty one. */
export type Line =
  | { kind: "statement"; sql: string }
  | { kind: "call"; body: DriverRequestBody }
  | { kind: "describe"; table: string | null }
  | { kind: "output"; path: string | null }
  | { kind: "include"; path: string }
  | { kind: "format"; format: Format }
  | { kind: "vertical" | "timing"; isOn: boolean | null }
  | { kind: "help" | "quit" }
  | null;

/** The commands, with what they take and what they do. */
export const COMMANDS: readonly (readonly [name: string, takes: string, does: string])[] = [
  ["\\schema", "", "Show the tables, collections or keyspaces"],
  ["\\databases", "", "Show the databases"],
  ["\\call", "METHOD [JSON]", "Send any request: its fields as exact JSON"],
  ["\\d", "[NAME]", "List the tables, or the columns of one"],
  ["\\x", "[on|off]", "Show each row as a block of lines, or as a table again"],
  ["\\format", "FORMAT", `How rows are written: ${FORMATS.join(", ")}`],
  ["\\timing", "[on|off]", "Show times, or no longer"],
  ["\\o", "[FILE]", "Write results to a file, or to the terminal again"],
  ["\\i", "FILE", "Run the statements and commands of a file"],
  ["\\help", "", "Show this; \\? too, and help on a terminal"],
  ["\\quit", "", "End the REPL; \\q too, and quit or exit on a terminal"],
];

/** The short names of commands. */
const ALIASES: Readonly<Record<string, string>> = {
  "\\?": "\\help",
  "\\q": "\\quit",
  "\\l": "\\databases",
  ...Object.fromEntries(["\\d+", "\\dt", "\\dt+"].map((name) => [name, "\\d"])),
};
/** Commands that a terminal knows without a backslash. */
const WORDS: Readonly<Record<string, string>> = { help: "\\help", quit: "\\quit", exit: "\\quit" };

/**
 * Parses one line.
 *
 * @param hasWords Whether `help`, `quit` and `exit` are commands.
 * @throws {UsageError} for an unknown command, method or request.
 */
export function readLine(line: string, hasWords: boolean = false): Line {
  const typed = line.trim();
  const text = hasWords && Object.hasOwn(WORDS, typed) ? WORDS[typed]! : typed;
  if (text === "") return null;
  if (!text.startsWith("\\")) return { kind: "statement", sql: text };
  const [, word, rest] = /^(\S+)\s*(.*)$/s.exec(text)! as unknown as [string, string, string];
  const command = ALIASES[word] ?? word;
  switch (command) {
    case "\\schema":
      return { kind: "call", body: { type: "Schema" } };
    case "\\databases":
      return { kind: "call", body: { type: "ListDatabases" } };
    case "\\call":
      return { kind: "call", body: callOf(rest) };
    case "\\d":
      return { kind: "describe", table: rest === "" ? null : rest };
    case "\\x":
      return { kind: "vertical", isOn: switchOf(command, rest) };
    case "\\timing":
      return { kind: "timing", isOn: switchOf(command, rest) };
    case "\\format":
      return { kind: "format", format: formatNamed(rest) };
    case "\\o":
      return { kind: "output", path: rest === "" ? null : pathOf(rest) };
    case "\\i":
      if (rest === "") throw new UsageError("Missing FILE: write \\i FILE");
      return { kind: "include", path: pathOf(rest) };
    case "\\help":
      return { kind: "help" };
    case "\\quit":
      return { kind: "quit" };
  }
  throw UsageError.unknown("command", command, COMMANDS.map(([name]) => name));
}

/** What `on` and `off` make of a setting; null to change it. */
function switchOf(command: string, text: string): boolean | null {
  if (text === "") return null;
  if (text !== "on" && text !== "off") {
    throw new UsageError(`Cannot use ${command} ${text}: write ${command} on or off`);
  }
  return text === "on";
}

/** A file's path, without the quotes that may be around it. */
function pathOf(text: string): string {
  return /^(['"])(.+)\1$/s.exec(text)?.[2] ?? text;
}

function formatNamed(name: string): Format {
  const format = FORMATS.find((format) => format === name);
  if (format === undefined) throw UsageError.unknown("format", name, FORMATS);
  return format;
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
