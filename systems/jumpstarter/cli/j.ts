/**
 * `fluxwire jumpstarter j`: uses the devices of an exporter.
 *
 * @module
 */
import { CommandError, EXIT, type Output } from "@fluxwire/command";
import { fitHelp } from "@fluxwire/command/help";
import type { VerbContext } from "@fluxwire/command/program";
import { ConnectionError } from "@fluxwire/transport";
import { connect } from "../client/connect.ts";
import type { Exporter } from "../client/exporter.ts";
import { FollowedLog } from "../client/followed_log.ts";
import { helperFileOf } from "../j/helper_commands.ts";
import { overview } from "../j/help.ts";
import { endpointFor, J_FLAGS, splitLine } from "../j/options.ts";
import { runWords } from "../j/run_words.ts";
import { treeDocument, treeText } from "../j/tree_text.ts";

/** Runs one command; the exit code is 6 for a failed call, or that of a program that a device has run. */
export async function run({ flags: { words: args }, output, signal: interrupted }: VerbContext): Promise<number> {
  const { flags, words } = splitLine(args);
  if (flags.has("help")) {
    output.write(fitHelp(overview(J_FLAGS), output.columns));
    return EXIT.done;
  }
  const helpers = flags.all("helpers").map(helperFileOf), endpoint = endpointFor(flags);
  if (endpoint === null) {
    const remedy = "use it inside fluxwire jumpstarter shell or jmp shell, or give --host";
    throw new CommandError("NoExporter", `Cannot find an exporter: JUMPSTARTER_HOST is not set; ${remedy}`, EXIT.usage);
  }
  using limit = new TimeLimit(flags.milliseconds("timeout"), interrupted);
  const { signal } = limit;
  await using exporter = await connect({ endpoint, signal });
  await using _log = flags.has("exporter-logs") ? shownLog(exporter, output, signal) : null;
  if (words.length > 0) return await runWords(exporter, words, output, signal, helpers);
  if (output.isJson) output.json(treeDocument(exporter));
  else output.write(treeText(exporter));
  return EXIT.done;
}

/** A signal that aborts after a time, too. */
class TimeLimit implements Disposable {
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  /** Aborts when the time is up, or with the other signal. */
  readonly signal: AbortSignal;

  constructor(ms: number | null, other: AbortSignal) {
    const controller = new AbortController();
    this.signal = AbortSignal.any([controller.signal, other]);
    if (ms === null) return;
    const error = new ConnectionError("Timeout", `Cannot finish j: it took longer than the ${ms} ms of --timeout`);
    this.#timer = setTimeout(() => controller.abort(error), ms);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}

/** Shows the exporter's log beside the command, until it is disposed. */
function shownLog(exporter: Exporter, output: Output, signal: AbortSignal): FollowedLog {
  return new FollowedLog(
    exporter,
    ({ severity, source, message }) => output.writeError(`${severity} ${source}: ${message}\n`),
    (error) => output.writeError(`Cannot show the exporter's log: ${error.message}\n`),
    signal,
  );
}
