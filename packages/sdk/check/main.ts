/**
 * Says what DBFlux could not do with a driver, and what its client mishandles.
 *
 * Needs `--allow-read` for the driver's module and what that imports; to see the methods of a session also what the driver
 * needs to open one, such as `--allow-net`. `--password-env NAME` needs `--allow-env=NAME`.
 *
 * @example
 * ```sh
 * deno run --no-prompt --allow-read --allow-net jsr:@fluxwire/sdk/check main.ts --value host=localhost
 * ```
 *
 * @module
 */
import { escapeControls } from "@fluxwire/wire";
import { check, notImported } from "./check.ts";
import { DEFAULT_TIMEOUT_MS, HELP, parseCommandLine, UsageError, wantsHelp } from "./command_line.ts";
import { countOf, type Finding, type Severity } from "./finding.ts";
import { loadDriver } from "./load_driver.ts";
import { type Report, toText } from "./report.ts";

export { countOf, DEFAULT_TIMEOUT_MS, type Finding, type Report, type Severity, toText, UsageError };

/** What the exit codes mean. */
const EXIT = { done: 0, usage: 1, found: 8 } as const;

/**
 * Runs one command line.
 *
 * @param args What stands behind the program's name.
 * @returns The exit code: 0, 1 for wrong usage, 8 where a finding is an error.
 */
export async function main(args: readonly string[]): Promise<number> {
  if (wantsHelp(args)) return print(Deno.stdout, HELP, EXIT.done);
  const isJson = args.includes("--json");
  try {
    const { passwordVariable, ...request } = parseCommandLine(args);
    const report = await checkFile({
      ...request,
      password: passwordVariable === null ? null : passwordOf(passwordVariable),
    });
    const code = countOf(report.findings, "error") > 0 ? EXIT.found : EXIT.done;
    return print(Deno.stdout, isJson ? `${JSON.stringify(report)}\n` : shown(toText(report)), code);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const message = `Cannot check driver: ${error.message}`;
    if (!isJson) return print(Deno.stderr, `${escapeControls(message)}; --help says more\n`, EXIT.usage);
    const failure = { error: { code: "Usage", message, hint: "--help says more" } };
    return print(Deno.stdout, `${JSON.stringify(failure)}\n`, EXIT.usage);
  }
}

/** What to check, and how. */
export interface CheckRequest {
  /** The module of the driver: a path or an address. */
  file: string;
  /** Values of the form, by field id; a field without one has its default. */
  values: Readonly<Record<string, string>>;
  /** The value of the field `password`; null for none. */
  password: string | null;
  /** How long opening and closing a session may take, in milliseconds each. */
  timeoutMs: number;
}

/**
 * Checks the driver that a module exports. What the module prints goes to stderr from then on.
 *
 * @returns The findings; for a module that cannot be imported, that it cannot be.
 * @throws {UsageError} for a file that cannot be read, a module without a driver, and a value that the form has no field
 * for.
 */
export async function checkFile({ file, values, password, timeoutMs }: CheckRequest): Promise<Report> {
  // What the module prints is not the report.
  console.log = console.info = console.debug = console.error;
  const loaded = await loadDriver(file);
  if ("failure" in loaded) return notImported(loaded);
  return await check(loaded.driver, { values, password, timeoutMs });
}

function passwordOf(variable: string): string {
  try {
    const password = Deno.env.get(variable);
    if (password !== undefined) return password;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new UsageError(`${variable} may not be read: give --allow-env=${variable}`);
  }
  throw new UsageError(`the variable ${variable} of --password-env is not set`);
}

/** Names of the driver's and arguments are anybody's text. */
function shown(text: string): string {
  return text.replace(/[^\n\t]+/g, escapeControls);
}

/** Prints all of a text; whoever stops reading it is not told more. */
function print(stream: { writeSync(bytes: Uint8Array): number }, text: string, code: number): number {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let written = 0; written < bytes.length;) written += stream.writeSync(bytes.subarray(written));
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
  return code;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
