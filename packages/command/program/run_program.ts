/**
 * Runs one command line of a program.
 *
 * @module
 */
import { bounded } from "../bounded.ts";
import { EXIT } from "../exit_codes.ts";
import { HELP_FLAG, wantsJson } from "../flags.ts";
import { overviewText, verbText } from "../help.ts";
import { Interrupted } from "../interrupt.ts";
import { Output, OutputClosed, type Sink } from "../output.ts";
import { UsageError } from "../usage_error.ts";
import { Flags } from "./flags.ts";
import type { Program, Verb } from "./verb.ts";

/** Where a program writes. */
export interface RunProgramOptions {
  /**
   * Gets what goes to stdout.
   *
   * @default {Deno.stdout}
   */
  readonly stdout?: Sink;
  /**
   * Gets what goes to stderr.
   *
   * @default {Deno.stderr}
   */
  readonly stderr?: Sink;
}

/**
 * Runs one command line. A failure is one line on stderr, or with `--json` a document on stdout; an interruption is silent.
 *
 * @param args The words after the program's name.
 * @returns The exit code.
 */
export async function runProgram(
  program: Program,
  args: readonly string[],
  outputs: RunProgramOptions = {},
): Promise<number> {
  const output = new Output(wantsJson(args), outputs);
  const named = program.verbs.find(({ name }) => name === args[0]);
  try {
    return await runLine(program, args, output);
  } catch (error) {
    if (error instanceof Interrupted) return error.exitCode;
    if (error instanceof OutputClosed) return EXIT.done;
    const [{ failing }, rules] = await Promise.all([import("../failing.ts"), program.loadRules()]);
    const command = named === undefined ? program.command : `${program.command} ${named.name}`;
    const { failure, exitCode } = failing(error, { command, rules });
    try {
      output.failure(failure);
    } catch {
      // The output is closed or full: the exit code remains.
    }
    return exitCode;
  }
}

async function runLine(program: Program, args: readonly string[], output: Output): Promise<number> {
  const { verbs, defaultVerb = null, command, dash = "--" } = program;
  const [word] = args, isNamed = word !== undefined && !word.startsWith("-");
  const isHelp = word === "help" || (args.length === 1 && /^(--?help|-h)$/.test(word!));
  if (isHelp || (word === undefined && defaultVerb === null)) return print(output, overviewOf(program));
  const verb = isNamed ? verbs.find(({ name }) => name === word) : defaultVerb;
  if (verb === undefined || verb === null) {
    throw UsageError.unknown(`verb of ${command}`, word!, verbs.map(({ name }) => name));
  }
  const own = isNamed ? args.slice(1) : args;
  if (verb.isRaw) return await runVerb(verb, Flags.raw(own), output);
  const flags = Flags.parse(own, { name: verb.name, flags: [...verb.flags, HELP_FLAG], dash });
  if (flags.has("help")) return print(output, helpOf(program, verb));
  return await runVerb(verb, flags.checked(verb), output);
}

async function runVerb(verb: Verb, flags: Flags, output: Output): Promise<number> {
  const { name, leavesInterrupt = false } = verb;
  const timeoutMs = flags.milliseconds("timeout") ?? verb.timeoutMs;
  const bounds = { name, timeoutMs, ignoredSignal: leavesInterrupt ? "SIGINT" as const : null, endsWithParent: true };
  return await bounded(bounds, async (signal) => {
    const { run } = await verb.load();
    return await run({ flags, output, signal });
  });
}

function overviewOf({ command, summary, verbs, defaultVerb = null, dash, notes = "" }: Program): string {
  const verb = defaultVerb === null ? "VERB" : "[VERB]";
  const more = `${command} VERB ${dash}help says more about a verb.`;
  return overviewText({
    summary,
    usage: `${command} ${verb} [ARGS] [OPTIONS]`,
    lists: [{ title: "Verbs", entries: verbs }],
    flags: [],
    dash,
    more: notes === "" ? more : `${more}\n${notes}`,
  });
}

function helpOf({ command, dash }: Program, { name, usage, summary, flags }: Verb): string {
  const words = [command, name, usage].filter((word) => word !== "").join(" ");
  return verbText({ summary, usage: words, details: "", flags: [...flags, HELP_FLAG], dash });
}

function print(output: Output, text: string): number {
  output.write(text);
  return EXIT.done;
}
