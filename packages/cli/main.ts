/**
 * The probe: talks to drivers of DBFlux from the command line.
 *
 * Needs `--allow-net` for the driver's socket and `--allow-run` to start drivers (`--allow-run` names no program: which
 * one is started is up to the command line). `--allow-env` can be narrowed to `DBFLUX_DRIVER_IPC_TOKEN`, the variables
 * that `--token-env`, `--password-env` and `--env` name, and those that drivers are to get of ours (PATH, HOME, ...);
 * without it, no token is sent and drivers get no variables. `--allow-read` can be narrowed
 * to the files that `decode`, `encode` and `--profile @FILE` read; a socket that is a file also needs `--allow-write`.
 * `decode` and `encode` from stdin need nothing. `record` and `export` write the files that they are given
 * (`--allow-write`), and the thread of `record` reads its own module. `--service` without `--config` reads `HOME`,
 * `XDG_CONFIG_HOME` and `XDG_DATA_HOME` (`APPDATA` on Windows) and the files that docs/configuration.md names.
 *
 * @example
 * ```sh
 * deno run --allow-net --allow-run --allow-env --allow-read jsr:@fluxwire/cli probe hello --socket my-driver.sock
 * ```
 *
 * @module
 */
import manifest from "./deno.json" with { type: "json" };
import { ConnectionError } from "@fluxwire/transport";
import { type CommandLine, parseArgs, wantsJson } from "./command/args.ts";
import type { CreateHistogram } from "./bench/histogram.ts";
import type { Context } from "./command/context.ts";
import { timeoutOf } from "./command/deadline.ts";
import { EXIT, exitCodeOf } from "./command/exit_codes.ts";
import { failureOf } from "./command/failure.ts";
import { overview, verbHelp } from "./command/help.ts";
import { Interrupted, onInterrupt } from "./command/interrupt.ts";
import { Output, OutputClosed } from "./command/output.ts";

export type { CreateHistogram, Histogram } from "./bench/histogram.ts";

/** What a process can give to the verbs. */
export interface MainOptions {
  /**
   * Makes the histograms of `bench`, which otherwise runs in a process of its own that has them from npm.
   *
   * @default {undefined}
   */
  createHistogram?: CreateHistogram;
}

/**
 * Runs one command line.
 *
 * @param args What stands behind the program's name.
 * @returns The exit code.
 */
export async function main(args: readonly string[], options: MainOptions = {}): Promise<number> {
  const output = new Output(wantsJson(args));
  try {
    const commandLine = parseArgs(args);
    if (commandLine.has("version")) return print(output, `${manifest.version}\n`);
    if (commandLine.has("help")) return print(output, helpOf(commandLine, args));
    return await runBounded(commandLine, { argv: args, output, ...options });
  } catch (error) {
    return report(error, output);
  }
}

async function runBounded(args: CommandLine, given: Omit<Context, "args" | "signal">): Promise<number> {
  const timeoutMs = timeoutOf(args);
  const controller = new AbortController();
  const timer = timeoutMs === null
    ? undefined
    : setTimeout(() => controller.abort(timedOut(args.verb.name, timeoutMs)), timeoutMs);
  const forget = onInterrupt((interrupted) => controller.abort(interrupted));
  try {
    const verb = await args.verb.load();
    return await verb.run({ args, signal: controller.signal, ...given });
  } finally {
    clearTimeout(timer);
    forget();
  }
}

function report(error: unknown, output: Output): number {
  if (error instanceof OutputClosed) return EXIT.done;
  if (error instanceof Interrupted) return error.exitCode;
  try {
    output.failure(failureOf(error));
  } catch {
    // Nobody reads it, or there is no room for it: the exit code says enough.
  }
  return exitCodeOf(error);
}

function print(output: Output, text: string): number {
  output.write(text);
  return EXIT.done;
}

/** The help of the verb that was named, or of everything. */
function helpOf({ verb }: CommandLine, args: readonly string[]): string {
  return args.includes(verb.name.split(" ")[0]!) ? verbHelp(verb) : overview();
}

function timedOut(verb: string, ms: number): ConnectionError {
  return new ConnectionError("Timeout", `Cannot finish ${verb}: it took longer than the ${ms} ms of --timeout`);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
