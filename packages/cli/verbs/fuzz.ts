/**
 * `fluxwire probe fuzz`: looks for defects in a driver.
 *
 * @module
 */
import { LAYOUTS } from "@fluxwire/wire";
import { SYSTEM_CLOCK } from "@fluxwire/transport";
import { fromReproducer, Fuzzer, type FuzzOptions, ORACLES, type Sequence } from "@fluxwire/testing/fuzzing";
import type { CommandLine } from "../command/args.ts";
import type { Context } from "../command/context.ts";
import { EXIT, Interrupted, UsageError } from "@fluxwire/command";
import { readInput, utf8Text } from "../command/input.ts";
import { DriverSubject, type LayoutChoice } from "../fuzz/driver_subject.ts";
import { FindingsFolder } from "../fuzz/findings_folder.ts";
import { Progress } from "../fuzz/progress.ts";
import { findingLines, reportJson, summaryLine } from "../fuzz/report.ts";

/** The highest seed. */
const MAX_SEED = 2 ** 32 - 1;
/** The most that can be counted. */
const MAX_COUNT = 2 ** 31 - 1;
const DEFAULT_DURATION_S = 10;
const DEFAULT_MAX_FINDINGS = 20;
const DEFAULT_ANSWER_MS = 2_000;
const DEFAULT_GROWTH_MIB = 256;
const MIB = 1_048_576;

/** Looks for defects, or reproduces one finding; the exit code is 8 if there is a finding. */
export async function run(context: Context): Promise<number> {
  const { args } = context;
  const bounds = boundsOf(args), file = args.text("reproduce");
  if (file !== null) return await reproduce(context, file, bounds);
  const choice: LayoutChoice = args.choice("layout", ["auto", "all", ...LAYOUTS]) ?? "auto";
  const seed = args.count("seed", MAX_SEED) ?? crypto.getRandomValues(new Uint32Array(1))[0]!;
  const out = args.text("out"), folder = out === null ? null : new FindingsFolder(out, seed);
  await using subject = new DriverSubject(context, choice);
  await subject.launch();
  return await search(context, subject, { ...bounds, seed, greetings: await subject.greetings(choice) }, folder);
}

async function search(
  { output, signal }: Context,
  subject: DriverSubject,
  options: Omit<FuzzOptions, "clock" | "signal">,
  folder: FindingsFolder | null,
): Promise<number> {
  const progress = new Progress(output.isJson);
  if (!output.isJson) output.line(`seed ${options.seed}`);
  const fuzzer = new Fuzzer(subject, {
    ...options,
    signal,
    clock: SYSTEM_CLOCK,
    onRun: (report) => progress.show(report),
    onFinding(finding) {
      const file = folder?.save(finding) ?? null;
      progress.clear();
      if (!output.isJson) { for (const line of findingLines(finding, file)) output.line(line); }
    },
  });
  const report = await fuzzer.run();
  progress.clear();
  const { findings: { length } } = report, isAborted = report.ended === "aborted";
  const isInterrupted = isAborted && signal.reason instanceof Interrupted;
  // After a timeout or an interrupt, the findings and counts are shown before the error.
  if (isAborted && length === 0 && !isInterrupted) throw signal.reason;
  if (output.isJson) output.json(reportJson(report, folder?.files ?? new Map()));
  else output.line(output.paint(summaryLine(report), length === 0 ? "dim" : "red"));
  if (isInterrupted) return signal.reason.exitCode;
  if (length > 0) return EXIT.checkFailed;
  return report.ended === "driver-lost" ? EXIT.unreachable : EXIT.done;
}

async function reproduce(context: Context, file: string, bounds: Bounds): Promise<number> {
  const { output, signal } = context;
  const sequence = await readFinding(file, signal);
  await using subject = new DriverSubject(context, sequence.layout);
  await subject.launch();
  const greetings = await subject.greetings(sequence.layout, sequence.opening === "session");
  const violation = await new Fuzzer(subject, { ...bounds, seed: 0, greetings, clock: SYSTEM_CLOCK, signal })
    .again(sequence);
  if (output.isJson) output.json({ reproduced: violation !== null, ...violation ?? NOTHING });
  else if (violation === null) output.line("It was not reproduced: nothing is wrong");
  else output.line(output.paint(`${ORACLES[violation.oracle]}: ${violation.detail}`, "red"));
  return violation === null ? EXIT.done : EXIT.checkFailed;
}

const NOTHING = { oracle: null, method: null, detail: null };

async function readFinding(file: string, signal: AbortSignal): Promise<Sequence> {
  const text = utf8Text(await readInput(file, signal));
  try {
    if (text === null) throw new RangeError("Cannot read finding: it is not UTF-8");
    return fromReproducer(text);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`Cannot use ${file}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The limits of a search. */
type Bounds = Pick<FuzzOptions, "runs" | "durationMs" | "maxFindings" | "answerMs" | "maxGrowthBytes">;

function boundsOf(args: CommandLine): Bounds {
  const runs = args.count("runs", MAX_COUNT), seconds = args.count("duration", MAX_COUNT);
  if (runs !== null && seconds !== null) throw new UsageError("Cannot use --runs with --duration: give one of them");
  return {
    runs,
    durationMs: runs === null ? (seconds ?? DEFAULT_DURATION_S) * 1_000 : null,
    maxFindings: args.count("max-findings", MAX_COUNT) ?? DEFAULT_MAX_FINDINGS,
    answerMs: args.milliseconds("answer-timeout") ?? DEFAULT_ANSWER_MS,
    maxGrowthBytes: (args.count("max-growth", MAX_COUNT) ?? DEFAULT_GROWTH_MIB) * MIB,
  };
}
