/**
 * Runs one command line of a program.
 *
 * @module
 */
import manifest from "../deno.json" with { type: "json" };
import { bounded } from "../bounded.ts";
import { EXIT } from "../exit_codes.ts";
import { HELP_FLAG, JSON_FLAG, wantsJson } from "../flags.ts";
import { fitHelp, overviewText, verbText } from "../help.ts";
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
  const output = new Output(wantsJson(args), outputs), own = jsonAfterWord(args);
  const named = program.verbs.find(({ name }) => name === own[0]);
  try {
    return await runLine(program, own, output);
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

/** A command line whose `--json` stands after its word, where verbs look for it. */
function jsonAfterWord(args: readonly string[]): readonly string[] {
  const [first, word, ...rest] = args;
  return /^--?json$/.test(first ?? "") && word !== undefined && !word.startsWith("-") ? [word, first!, ...rest] : args;
}

async function runLine(program: Program, args: readonly string[], output: Output): Promise<number> {
  const { defaultVerb = null, dash = "--" } = program;
  const [word] = args, isNamed = word !== undefined && !word.startsWith("-");
  if (word === "help") return printHelp(program, args.slice(1), output);
  if (word === "version" || isOnly(args, /^--?version$/)) return printVersion(args.slice(1), output);
  if (isOnly(args, /^(--?help|-h)$/) || (word === undefined && defaultVerb === null)) {
    return print(output, fitHelp(overviewOf(program), output.columns));
  }
  const verb = isNamed ? verbOf(program, word) : defaultVerb ?? verbOf(program, word!);
  const own = isNamed ? args.slice(1) : args;
  if (verb.isRaw) return await runVerb(verb, Flags.raw(own), output);
  const flags = Flags.parse(own, { name: verb.name, flags: [...verb.flags, HELP_FLAG], dash });
  if (flags.has("help")) return print(output, fitHelp(helpOf(program, verb), output.columns));
  return await runVerb(verb, flags.checked(verb), output);
}

function isOnly(args: readonly string[], word: RegExp): boolean {
  return args.length === 1 && word.test(args[0]!);
}

function verbOf({ verbs, command }: Program, word: string): Verb {
  const verb = verbs.find(({ name }) => name === word);
  if (verb === undefined) throw UsageError.unknown(`verb of ${command}`, word, verbs.map(({ name }) => name));
  return verb;
}

function printHelp(program: Program, args: readonly string[], output: Output): number {
  const { words: [word] } = Flags.parse(args, { name: "help", flags: [JSON_FLAG] })
    .checked({ name: "help", usage: "[VERB]", words: [0, 1] });
  const help = word === undefined ? overviewOf(program) : helpOf(program, verbOf(program, word));
  if (!output.isJson) return print(output, fitHelp(help, output.columns));
  output.json({ help });
  return EXIT.done;
}

function printVersion(args: readonly string[], output: Output): number {
  const { version } = manifest;
  Flags.parse(args, { name: "version", flags: [JSON_FLAG] }).checked({ name: "version", usage: "", words: [0, 0] });
  if (!output.isJson) return print(output, `${version}\n`);
  output.json({ version });
  return EXIT.done;
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

function overviewOf({ command, summary, verbs, defaultVerb = null, dash = "--", notes = "" }: Program): string {
  const verb = defaultVerb === null ? "VERB" : "[VERB]";
  const more = `${command} VERB ${dash}help says more about a verb.`;
  return overviewText({
    summary,
    usage: `${command} ${verb} [ARGS] [OPTIONS]`,
    lists: [{ title: "Verbs", entries: verbs }],
    flags: [],
    dash,
    more: notes === "" ? more : `${more}\n\n${notes}`,
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
