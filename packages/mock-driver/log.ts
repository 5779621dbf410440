/**
 * The mock driver's log on stderr, in the reference's texts.
 *
 * @module
 */

/** Where log lines go. */
export interface Log {
  /** What happens. */
  info(text: string): void;
  /** What went wrong and was survived. */
  warn(text: string): void;
}

const utf8 = new TextEncoder();

/** Writes lines to stderr; a closed stderr stops nobody. */
export const STDERR_LOG: Log = {
  info: (text) => write("INFO ", text),
  warn: (text) => write("WARN ", text),
};

function write(level: string, text: string): void {
  const line = `[${new Date().toISOString()} ${level} custom_driver] ${text.replaceAll("\0", "")}\n`;
  try {
    Deno.stderr.writeSync(utf8.encode(line));
  } catch {
    // Nobody reads the log any more.
  }
}
