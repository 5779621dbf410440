/**
 * Structured log lines on stderr.
 *
 * @module
 */

/** How grave a line is. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Every level, least grave first. */
export const LOG_LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** Writes log lines. Fields are for facts; secrets belong in none. */
export interface Log {
  /** For finding defects. */
  debug(text: string, fields?: LogFields): void;
  /** What happens. */
  info(text: string, fields?: LogFields): void;
  /** What went wrong and was survived. */
  warn(text: string, fields?: LogFields): void;
  /** What went wrong. */
  error(text: string, fields?: LogFields): void;
}

/** Facts beside a text. */
export type LogFields = Readonly<Record<string, string | number | bigint | boolean | null>>;

/** Where log lines go, one at a time, each with its end of line. */
export type LogSink = (line: string) => void;

const utf8 = new TextEncoder();

/** A sink that writes to stderr; a closed stderr stops nobody. */
export function stderrSink(line: string): void {
  try {
    Deno.stderr.writeSync(utf8.encode(line));
  } catch {
    // Nobody reads the log any more.
  }
}

/**
 * A log of lines like `2026-01-02T03:04:05.678Z INFO listening socket="notes.sock"`.
 *
 * @param level What is less grave is dropped.
 */
export function createLog(level: LogLevel, sink: LogSink = stderrSink): Log {
  const least = LOG_LEVELS.indexOf(level);
  const write = (own: LogLevel) => (text: string, fields: LogFields = {}): void => {
    if (LOG_LEVELS.indexOf(own) < least) return;
    const facts = Object.entries(fields).map(([key, value]) => ` ${key}=${fact(value)}`).join("");
    sink(`${new Date().toISOString()} ${own.toUpperCase()} ${printable(text)}${facts}\n`);
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

function fact(value: LogFields[string]): string {
  return typeof value === "string" ? printable(JSON.stringify(value)) : String(value);
}

/** One line stays one line, and no control character reaches a terminal. */
function printable(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\0-\x1f\x7f-\x9f]/g, (c) => c === "\n" ? "\\n" : "");
}
