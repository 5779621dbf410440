/**
 * Structured log lines on stderr.
 *
 * @module
 */

import { escapeControls } from "@fluxwire/transport/internal";

/** The severity of a line. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Every level, least severe first. */
export const LOG_LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** Writes log lines. Fields are for facts, never for secrets. */
export interface Log {
  /** Details for debugging. */
  debug(text: string, fields?: LogFields): void;
  /** Normal events. */
  info(text: string, fields?: LogFields): void;
  /** Problems that the driver survived. */
  warn(text: string, fields?: LogFields): void;
  /** Errors. */
  error(text: string, fields?: LogFields): void;
}

/** Facts beside a text. */
export type LogFields = Readonly<Record<string, string | number | bigint | boolean | null>>;

/** Receives log lines one at a time, each with its end of line. */
export type LogSink = (line: string) => void;

const utf8 = new TextEncoder();

/** A sink that writes to stderr, and ignores a closed one. */
function stderrSink(line: string): void {
  try {
    Deno.stderr.writeSync(utf8.encode(line));
  } catch {
    // Stderr is closed; the driver goes on without a log.
  }
}

/**
 * A log of lines like `2026-01-02T03:04:05.678Z INFO listening socket="notes.sock"`.
 *
 * @param level Lines below this level are dropped.
 * @param sink Gets each line with its line feed; by default stderr, and nothing once that is closed.
 */
export function createLog(level: LogLevel, sink: LogSink = stderrSink): Log {
  const least = LOG_LEVELS.indexOf(level);
  const write = (own: LogLevel) => (text: string, fields: LogFields = {}): void => {
    if (LOG_LEVELS.indexOf(own) < least) return;
    const facts = Object.entries(fields).map(([key, value]) => ` ${printable(key)}=${fact(value)}`).join("");
    sink(`${new Date().toISOString()} ${own.toUpperCase()} ${printable(text)}${facts}\n`);
  };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

function fact(value: LogFields[string]): string {
  return typeof value === "string" ? printable(JSON.stringify(value)) : String(value);
}

/**
 * Keeps a line on one line, and shows what a terminal would obey. Nothing is removed: what stood on both sides of it might be
 * a secret together.
 */
function printable(text: string): string {
  return escapeControls(text.replaceAll("\n", "\\n"));
}
