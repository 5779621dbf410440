/**
 * Reports what DBFlux cannot do with a driver, and which parts of it DBFlux mishandles.
 *
 * Needs `--allow-read` for the driver's module and its imports. To check the methods of a session, also needs the
 * permissions with which the driver opens one, such as `--allow-net`. `--password-env NAME` needs `--allow-env=NAME`.
 *
 * @example
 * ```sh
 * deno run --no-prompt --allow-read --allow-net jsr:@fluxwire/sdk/check main.ts --value host=localhost
 * ```
 *
 * @module
 */
import { escapeControls, escapeWithinLines } from "@fluxwire/transport/internal";
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
 * @param args The arguments after the program's name.
 * @returns The exit code: 0, 1 for wrong usage, 8 if a finding is an error.
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
    return print(Deno.stdout, isJson ? `${JSON.stringify(report)}\n` : escapeWithinLines(toText(report)), code);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const message = `Cannot check driver: ${error.message}`;
    if (!isJson) return print(Deno.stderr, `${escapeControls(message)}; see --help\n`, EXIT.usage);
    const failure = { error: { code: "Usage", message, hint: "see --help" } };
    return print(Deno.stdout, `${JSON.stringify(failure)}\n`, EXIT.usage);
  }
}

/** What to check, and how. */
export interface CheckRequest {
  /** The module of the driver: a path or an address. */
  file: string;
  /** Values of the form, by field id; a field without one has its default. */
  values: Readonly<Record<string, string>>;
  /** The value of the field `password`; null without one. */
  password: string | null;
  /** How long opening and closing a session may take, in milliseconds each. */
  timeoutMs: number;
}

/**
 * Checks the driver that a module exports. From then on, everything the module prints goes to stderr.
 *
 * @returns The findings; for a module that cannot be imported, one finding that says so.
 * @throws {UsageError} for a file that cannot be read, a module without a driver, and a value for a field that the form
 * does not have.
 */
export async function checkFile({ file, values, password, timeoutMs }: CheckRequest): Promise<Report> {
  // Stdout is for the report: the module's own output goes to stderr.
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

/** Prints a text, and ignores a closed pipe. */
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
