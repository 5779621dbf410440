/**
 * `fluxwire`: drivers of DBFlux from the command line. The first word names the part: `probe` talks to a driver, `host`
 * runs services; `init`, `check`, `doctor`, `explain`, `completions`, `help` and `version` are words of their own. Without
 * any word it lists them. `doors.ts` has the systems, which are programs of their own.
 *
 * `probe` and `host` need `--allow-net` for the driver's socket and `--allow-run` to start drivers (`--allow-run` names
 * no program, because the command line decides which one is started). `--allow-env` can be narrowed to
 * `DBFLUX_DRIVER_IPC_TOKEN`, the variables that `--token-env`, `--password-env` and `--env` name, and those that drivers
 * inherit (PATH, HOME, ...); without it, no token is sent and drivers get no variables. `--allow-read` can be narrowed
 * to the files that `decode`, `encode` and `--profile @FILE` read; a socket that is a file also needs `--allow-write`.
 * `decode` and `encode` from stdin need nothing. `init` needs `--allow-read` and `--allow-write` for the new folder,
 * `check` what the driver needs to be imported and to open a session. `record` and `export` write files
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
import { bounded, EXIT, fromFolder, Output, OutputClosed, type Sink, wantsJson } from "@fluxwire/command";
import { type CommandLine, findVerb, parseArgs, splitPart, verbWord } from "./command/args.ts";
import type { CreateHistogram } from "./bench/histogram.ts";
import type { Context } from "./command/context.ts";
import { timeoutOf } from "./command/deadline.ts";
import { commandOf } from "./command/part.ts";
import { VERSION } from "./command/version.ts";
import { loadFluxwire, loadProbeVerb, PARTS } from "./parts.ts";

export type { CreateHistogram, Histogram } from "./bench/histogram.ts";
export type { Sink } from "@fluxwire/command";

/** What a process can provide to the verbs. */
export interface MainOptions {
  /**
   * Creates the histograms of `bench`, which otherwise runs in its own process with the npm package.
   *
   * @default {undefined}
   */
  createHistogram?: CreateHistogram;
  /**
   * Gets what goes to stdout.
   *
   * @default {Deno.stdout}
   */
  stdout?: Sink;
  /**
   * Gets what goes to stderr.
   *
   * @default {Deno.stderr}
   */
  stderr?: Sink;
}

/**
 * Runs one command line.
 *
 * @param args The words after `fluxwire`.
 * @returns The exit code.
 */
export async function main(
  args: readonly string[],
  { createHistogram, ...outputs }: MainOptions = {},
): Promise<number> {
  const output = new Output(wantsJson(args), outputs);
  const { word, rest } = splitPart(args);
  const isPart = word !== null && Object.hasOwn(PARTS, word);
  if (!isPart && word !== null && args.slice(0, args.indexOf(word)).every((arg) => arg === "--json")) {
    const { DOORS } = await import("./doors.ts");
    if (Object.hasOwn(DOORS, word)) {
      const { openDoor } = await import("./open_door.ts");
      return await openDoor(DOORS[word]!, rest).catch((error) => report(error, output, `fluxwire ${word}`));
    }
  }
  const loadPart = isPart ? PARTS[word]! : loadFluxwire;
  const own = isPart ? rest : args, named = { name: isPart ? word : "" };
  const verb = (word === "probe" ? await loadProbeVerb(own) : null) ?? findVerb(own, await loadPart());
  try {
    if (verb === null) {
      const { unknownWord } = await import("./command/unknown_word.ts");
      const part = await loadPart();
      throw await unknownWord(verbWord(own, part)!, part, PARTS);
    }
    const commandLine = parseArgs(own, named, verb);
    if (commandLine.has("version")) return print(output, `${VERSION}\n`);
    if (commandLine.has("help")) {
      const { overview, verbHelp } = await import("./command/help.ts");
      const { fitHelp } = await import("@fluxwire/command/help");
      const part = await loadPart();
      const help = await (verbWord(own, part) === null ? overview(part, PARTS) : verbHelp(part, verb));
      return print(output, fitHelp(help, output.columns));
    }
    return await runBounded(commandLine, { argv: args, loadPart, parts: PARTS, output, createHistogram });
  } catch (error) {
    return await report(error, output, commandOf(named, verb ?? undefined));
  }
}

async function runBounded(args: CommandLine, given: Omit<Context, "args" | "signal">): Promise<number> {
  return await bounded({ name: args.verb.name, timeoutMs: timeoutOf(args) }, async (signal) => {
    const verb = await args.verb.load();
    return await verb.run({ args, signal, ...given });
  });
}

async function report(error: unknown, output: Output, command: string): Promise<number> {
  if (error instanceof OutputClosed) return EXIT.done;
  const { failing } = await import("./command/failing.ts");
  const { failure, exitCode } = await failing(error, command);
  try {
    output.failure(failure);
  } catch {
    // The output is closed or full: the exit code remains.
  }
  return exitCode;
}

function print(output: Output, text: string): number {
  output.write(text);
  return EXIT.done;
}

if (import.meta.main) Deno.exit(await main(fromFolder(Deno.args)));
