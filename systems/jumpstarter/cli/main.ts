/**
 * Runs a command line of `fluxwire jumpstarter`.
 *
 * @module
 */
import { onParentEnd } from "@fluxwire/supervise";
import { ConnectionError } from "@fluxwire/transport";
import { EXIT, exitCodeOf } from "./exit_codes.ts";
import { type Flag, Flags, UsageError } from "./flags.ts";
import { overview, verbHelp } from "./help.ts";
import { Output, OutputClosed } from "./output.ts";
import type { Verb } from "./verb.ts";
import { VERBS } from "./verbs.ts";

const HELP: Flag = { name: "help", short: "h", value: null, help: "Show this help" };
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** A command that a signal has ended; its exit code is what shells expect. */
class Interrupted extends Error {
  constructor(readonly exitCode: number) {
    super("interrupted");
  }
}

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs one command line.
 *
 * @param args The words after `fluxwire jumpstarter`.
 * @returns The exit code.
 */
export async function main(args: readonly string[]): Promise<number> {
  const output = new Output(args.some((arg) => /^--?json$/.test(arg)));
  try {
    return await runVerb(args, output);
  } catch (error) {
    if (error instanceof Interrupted) return error.exitCode;
    if (error instanceof OutputClosed) return EXIT.done;
    output.failure(error);
    return exitCodeOf(error);
  }
}

async function runVerb(args: readonly string[], output: Output): Promise<number> {
  const [word] = args;
  if (word === undefined || /^(help|--?help|-h)$/.test(word)) {
    output.write(overview(VERBS));
    return 0;
  }
  const verb = VERBS.find(({ name }) => name === word);
  if (verb === undefined) {
    throw new UsageError(`Unknown verb ${word}: choose one of ${VERBS.map(({ name }) => name).join(", ")}`);
  }
  const own = args.slice(1);
  if (verb.isRaw) return await runBounded(verb, Flags.raw(own), output);
  const flags = Flags.parse(own, [...verb.flags, HELP]);
  if (flags.has("help")) {
    output.write(verbHelp(verb));
    return 0;
  }
  checkWords(verb, flags);
  return await runBounded(verb, flags, output);
}

async function runBounded(verb: Verb, flags: Flags, output: Output): Promise<number> {
  const controller = new AbortController();
  const timeoutMs = flags.count("timeout", MAX_TIMEOUT_MS) ?? verb.timeoutMs;
  const timer = timeoutMs === null
    ? undefined
    : setTimeout(() => controller.abort(timedOut(verb.name, timeoutMs)), timeoutMs);
  const listeners = Object.entries(SIGNALS).map(([signal, code]) => {
    const isLeft = signal === "SIGINT" && verb.leavesInterrupt === true;
    const listener = () => isLeft ? undefined : controller.abort(new Interrupted(code));
    Deno.addSignalListener(signal as Deno.Signal, listener);
    return () => Deno.removeSignalListener(signal as Deno.Signal, listener);
  });
  using _parent = onParentEnd(() => controller.abort(new Interrupted(SIGNALS.SIGTERM)));
  try {
    const { run } = await verb.load();
    return await run({ flags, output, signal: controller.signal });
  } finally {
    clearTimeout(timer);
    for (const remove of listeners) remove();
  }
}

function checkWords({ name, usage, words: [least, most] }: Verb, { words }: Flags): void {
  if (words.length > most) throw new UsageError(`Cannot use argument ${words[most]}: ${name} takes ${usage || "none"}`);
  if (words.length < least) throw new UsageError(`Missing argument of ${name}: give ${usage}`);
}

function timedOut(verb: string, ms: number): ConnectionError {
  return new ConnectionError("Timeout", `Cannot finish ${verb}: it took longer than ${ms} ms`);
}
