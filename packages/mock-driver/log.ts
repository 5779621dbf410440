/**
 * The mock driver's log on stderr, with the reference's texts.
 *
 * @module
 */

import { escapeControls } from "@fluxwire/transport/internal";

/** Receives log lines. */
export interface Log {
  /** Logs an event. */
  info(text: string): void;
  /** Logs a failure that the driver survived. */
  warn(text: string): void;
}

const utf8 = new TextEncoder();

/** Writes lines to stderr, and goes on if stderr is closed. */
export const STDERR_LOG: Log = {
  info: (text) => write("INFO ", text),
  warn: (text) => write("WARN ", text),
};

function write(level: string, text: string): void {
  const line = `[${new Date().toISOString()} ${level} custom_driver] ${escapeControls(text)}\n`;
  try {
    Deno.stderr.writeSync(utf8.encode(line));
  } catch {
    // The reader of the log has gone.
  }
}
