/**
 * The codec's costs compared with JSON, msgpackr, protobuf-es and hand-written bincode, as ratios of one process.
 *
 * The other codecs come from npm, under the lock in `codec/`, and only this bench fetches them. Takes about 30 s; gives
 * up after {@link MAX_RUN_MS}. Exits with 8 if `--check` finds a missed aim.
 *
 * @module
 */
import { judge } from "./codec/aims.ts";
import type { CodecReport } from "./codec/measure.ts";
import { reportLines } from "./codec/report.ts";
import { parseCommandLine } from "./command_line.ts";

/** The time limit of a run, in milliseconds; started processes are then ended. */
const MAX_RUN_MS = 44_000;

const SUMMARY = "Measures the codec against JSON, msgpackr, protobuf-es, bincode by hand and native Rust.";
const USAGE = "deno run -A tests/bench/codec.ts";

const EXIT = { done: 0, failed: 1, timedOut: 7, checkFailed: 8 } as const;

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args, SUMMARY, USAGE);
  if ("stdout" in command) return print(Deno.stdout, command.stdout, command.code);
  if ("stderr" in command) return print(Deno.stderr, command.stderr, command.code);
  const signal = AbortSignal.timeout(MAX_RUN_MS);
  const { success, stdout } = await measure(signal);
  if (signal.aborted) return print(Deno.stderr, `Error: Cannot finish bench within ${MAX_RUN_MS} ms\n`, EXIT.timedOut);
  if (!success) return EXIT.failed;
  const report: CodecReport = JSON.parse(new TextDecoder().decode(stdout));
  const verdicts = judge(report);
  const text = command.json ? JSON.stringify({ ...report, aims: verdicts }) : reportLines(report, verdicts).join("\n");
  const isMissed = command.check && verdicts.some(({ isMet }) => !isMet);
  return print(Deno.stdout, `${text}\n`, isMissed ? EXIT.checkFailed : EXIT.done);
}

/** Runs the measuring process: with the collector exposed, and without the project's configuration and lock. */
function measure(signal: AbortSignal): Promise<Deno.CommandOutput> {
  const beside = (path: string): string => new URL(path, import.meta.url).href;
  const lock = decodeURIComponent(new URL("codec/deno.lock", import.meta.url).pathname);
  const flags = ["--quiet", "-A", "--no-config", `--lock=${lock}`, "--frozen", "--v8-flags=--expose-gc"];
  const args = ["run", ...flags, beside("codec/measure.ts")];
  return new Deno.Command(Deno.execPath(), { args, stdin: "null", stderr: "inherit", signal }).output();
}

function print(stream: { writeSync(bytes: Uint8Array): number }, text: string, code: number): number {
  stream.writeSync(new TextEncoder().encode(text));
  return code;
}

Deno.exit(await main(Deno.args));
