/**
 * What programs in any language write when they cannot start, and what it means.
 *
 * @module
 */
import type { ProgramOutput, StartErrorCode } from "../start_error.ts";
import type { Cause } from "./cause.ts";
import { missingPermission } from "./deno_permission.ts";

/** A kind of complaint. */
export interface Complaint<Code extends string = string> {
  /** The stable name of what it means. */
  code: Code;
  /** What it looks like; a group is what it is about. */
  pattern: RegExp;
  /** What was found; `about` is the first group that matched, on one line. */
  what: (about: string) => string;
  /** What mends it. */
  hint: (about: string) => string;
  /** Whether only a program that runs means it, or only one that has ended. */
  only?: "running" | "ended";
}

/** What counts before all that a system's own programs complain of. */
const SUREST: readonly Complaint<StartErrorCode>[] = [
  {
    code: "OutOfMemory",
    pattern:
      /JavaScript (?:heap )?out of memory|process out of memory|memory allocation of \d+ bytes failed|runtime: out of memory|java\.lang\.OutOfMemoryError|std::bad_alloc|^MemoryError|Cannot allocate memory|\bENOMEM\b|^(?:fatal: )?out of memory/im,
    what: () => "it ran out of memory",
    hint: () =>
      "raise its memory limit (for V8 --v8-flags=--max-old-space-size=MB), or find out what it loads at the start",
  },
  {
    code: "DenoPrompting",
    pattern: /Deno requests (.+? access[^\n]*)|Allow\? \[y\/n/,
    what: (about) => `it waits for a Deno permission to be granted${about && `: ${about}`}`,
    hint: () => "give it the permission on its command line, and --no-prompt so that it never asks",
    only: "running",
  },
];

/** In this order: the first that matches counts, so the surer ones come first. */
const COMPLAINTS: readonly Complaint<StartErrorCode>[] = [
  {
    code: "LibraryMissing",
    pattern:
      /error while loading shared libraries: ([^:\n]+)|version [`']([^'\n]+)' not found|Library not loaded: (\S+)|Error loading shared library ([^:\n]+)/,
    what: (about) => `it needs the shared library ${about}, which is missing or too old`,
    hint: () => "install it, or declare LD_LIBRARY_PATH in the service's environment, which is not handed down",
  },
  {
    code: "ModuleMissing",
    pattern:
      /Module not found "?([^"\n]+?)"?\.?$|Cannot find (?:module|package) '([^'\n]+)'|No module named '?([^'\n]+)|Import "([^"\n]+)" not a dependency|Relative import path "([^"\n]+)" not prefixed|find or load main class (\S+)|cannot load such file -- (\S+)|Could not find package (\S+)|npm (?:ERR!|error) 404[^'\n]*'([^'\n]+)'/m,
    what: (about) => `it imports ${about}, which is not there`,
    hint: () => "correct the path (relative ones start from the working folder), or install the module",
  },
  {
    code: "SourceInvalid",
    pattern:
      /(SyntaxError: (?![^\n]*JSON)[^\n]*)|(TS\d+ \[ERROR\]: [^\n]*)|(\bSyntax error: [^\n]*)|(IndentationError: [^\n]*)/,
    what: (about) => `its source has an error: ${about}`,
    hint: () => "mend the source; what it wrote says the line",
  },
  {
    code: "DebuggerAwaited",
    pattern: /(?:Debugger|Visit chrome:\/\/inspect|waiting for (?:the )?debugger)[^\n]*/i,
    what: () => "it waits for a debugger",
    hint: () => "leave --inspect-brk or --inspect-wait out, or connect the debugger",
    only: "running",
  },
  {
    code: "ArgumentMissing",
    // A TypeError speaks of a function's arguments, not of the program's.
    pattern:
      /((?:required arguments?|following (?:required )?arguments)[^\n]*(?:\n\s+[^\n]+)?)|^(?![^\n]*TypeError)([^\n]*(?:\b(?:argument|option|flag|parameter)\b|--\w)[^\n]*\b(?:is|are|was) (?:required|missing)[^\n]*|[^\n]*\b(?:missing|requires?|expected|expects?|needs?)\b[^\n]*(?:\b(?:argument|option|operand|parameter)|--\w)[^\n]*)/im,
    what: (about) => `it wants an argument that it was not given: ${about}`,
    hint: () => "add it to the service's arguments",
    only: "ended",
  },
  {
    code: "ArgumentUnknown",
    pattern:
      /((?:unexpected|unknown|unrecogni[sz]ed|invalid|illegal|bad) (?:command.line )?(?:argument|option|flag|parameter|switch)s?\b[^\n]*)|(flag provided but not defined[^\n]*)|(no such option[^\n]*)/i,
    what: (about) => `it does not know an argument that it was given: ${about}`,
    hint: () => "correct the service's arguments",
    only: "ended",
  },
  {
    code: "HelpPrinted",
    pattern: /^\s*(?:usage:\s|(?:usage|options|commands|synopsis|arguments):\s*$)/im,
    what: () => "it printed its help instead of running",
    hint: () => "give it the arguments that start it; its help lists them",
  },
  {
    code: "Asking",
    pattern: /([^\n]*(?:\[y\/n\]|\(y\/n\)|\(yes\/no\)|Ok to proceed\? \(y\)|password:|passphrase[^\n]*:))\s*$/im,
    what: (about) => `it waits for an answer: ${about}`,
    hint: () => "nothing can answer it: give what it asks for by its arguments, environment or configuration",
    only: "running",
  },
  {
    code: "Preparing",
    pattern:
      /^\s*((?:Download|Downloading|Compiling|Building|Installing|Fetching|Initialize|Collecting|Check) [^\n]*)/m,
    what: (about) => `it was still busy with its own code: ${about}`,
    hint: () => "fetch or build it before it is started here, or give it more time to start",
    only: "running",
  },
];

/**
 * The known complaint in a program's output; null if none matches.
 *
 * @param state Whether it still runs.
 * @param own What programs of a system complain of besides.
 */
export function complaintOf(
  { stdout, stderr }: ProgramOutput,
  state: "running" | "ended",
  own: readonly Complaint[] = [],
): Cause | null {
  const text = [...stderr, ...stdout].join("\n");
  const permission = missingPermission(text);
  if (permission !== null) return permission;
  for (const { code, pattern, what, hint, only = state } of [...SUREST, ...own, ...COMPLAINTS]) {
    const match = only === state ? pattern.exec(text) : null;
    if (match === null) continue;
    const about = (match.slice(1).find((group) => group !== undefined) ?? "").replace(/\s+/g, " ").trim();
    return { code, what: what(about), hint: hint(about) };
  }
  return null;
}
