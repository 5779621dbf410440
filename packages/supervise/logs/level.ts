/**
 * The level that a line of a program's output names.
 *
 * @module
 */

/** The level of a line. */
export type LogLevel = "debug" | "info" | "warn" | "error";

const LEVELS: Readonly<Record<string, LogLevel>> = {
  trace: "debug",
  debug: "debug",
  info: "info",
  notice: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  err: "error",
  fatal: "error",
  critical: "error",
  panic: "error",
};

const WORD = `(${Object.keys(LEVELS).sort((a, b) => b.length - a.length).join("|")})`;
/** `<time> INFO text` of Fluxwire's SDK, `[<time> WARN module] text`, `<time> - name - ERROR - text`, `error: text`. */
const PREFIX = new RegExp(`^[[( ]*(?:\\d[-\\dT:.,Z+/ ]*)?(?:- [\\w.]+ - )?[\\][( ]*${WORD}(?=[\\]): |-]|$)`, "i");
/** `level=warn msg=...` and `{"level":"warn",...}`. */
const KEY = new RegExp(`(?:^|[\\s{,])"?(?:level|lvl|severity)"?\\s*[=:]\\s*"?${WORD}\\b`, "i");
/** How uncaught errors of Rust, Go, Python and JavaScript begin. */
const CRASH = /^(?:thread '.*' panicked|panic: |Traceback \(|Uncaught |(?:\w+\.)*\w*(?:Error|Exception): )/;
/** A level stands early in its line. */
const MAX_PREFIX_CHARACTERS = 200;

/** The level of a line; `info` if it names none. */
export function levelOf(line: string): LogLevel {
  const start = line.slice(0, MAX_PREFIX_CHARACTERS);
  const word = (PREFIX.exec(start) ?? KEY.exec(start))?.[1];
  if (word !== undefined) return LEVELS[word.toLowerCase()]!;
  return CRASH.test(start) ? "error" : "info";
}
