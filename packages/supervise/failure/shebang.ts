/**
 * The first line of a script.
 *
 * @module
 */

/** What a first line names. */
export interface Shebang {
  /** The program that the system starts, an absolute path as a rule. */
  interpreter: string;
  /** The program that `env` then looks for in PATH; null if the interpreter is not `env`. */
  viaEnv: string | null;
  /** Whether the line ends with a carriage return. */
  endsWithCarriageReturn: boolean;
}

/** Reads the first line of a file; null if it does not begin with `#!`. */
export function readShebang(bytes: Uint8Array): Shebang | null {
  if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return null;
  const end = bytes.indexOf(0x0a);
  const line = new TextDecoder().decode(bytes.subarray(2, end < 0 ? bytes.length : end));
  const [interpreter = "", ...words] = line.trim().split(/[ \t]+/);
  const isEnv = /(?:^|\/)env$/.test(interpreter);
  const viaEnv = isEnv ? words.find((word) => !word.startsWith("-") && !word.includes("=")) ?? null : null;
  return { interpreter, viaEnv, endsWithCarriageReturn: line.endsWith("\r") };
}
