/**
 * What strangers cost a driver's host: pings beside 1,000 silent strangers and 100 flooding ones, as ratios to pings
 * alone, measured by turns in one run.
 *
 * Takes about 30 s, on Linux, on a machine that has nothing else to do. Exits with 8 where `--check` finds an aim missed.
 *
 * @module
 */
import { align } from "./align.ts";
import { parseCommandLine } from "./command_line.ts";
import { measureStrangers, type PingTurn } from "./strangers/measure.ts";

const CROWD = { silent: 1_000, flooding: 100, floodBytes: 65_536 };
const TURNS = { rounds: 3, turnMs: 4_000 };

/** The most that pings beside strangers may take, times those alone, and that the driver's memory may grow by. */
const MAX_P50_RATIO = 2, MAX_P99_RATIO = 5, MAX_MEMORY_MIB = 32;

const SUMMARY = "Measures pings beside 1,000 silent strangers and 100 flooding ones against pings alone.";
const USAGE = "deno run -A tests/bench/strangers.ts";

const EXIT = { done: 0, checkFailed: 8 } as const;

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args, SUMMARY, USAGE);
  if ("stdout" in command) return print(Deno.stdout, command.stdout, command.code);
  if ("stderr" in command) return print(Deno.stderr, command.stderr, command.code);
  const report = await measureStrangers({ ...CROWD, ...TURNS });
  const { alone, beside, memoryMiB } = report;
  const p50Ratio = beside.p50Ms / alone.p50Ms, p99Ratio = beside.p99Ms / alone.p99Ms;
  const isMet = p50Ratio <= MAX_P50_RATIO && p99Ratio <= MAX_P99_RATIO && memoryMiB <= MAX_MEMORY_MIB;
  const lines = [
    ...align([
      ["", "pings", "p50", "p99"],
      row("alone", alone),
      row(`beside ${CROWD.silent} silent and ${CROWD.flooding} flooding strangers`, beside),
      ["ratio", "", `${p50Ratio.toFixed(2)}x`, `${p99Ratio.toFixed(2)}x`],
      ["at most", "", `${MAX_P50_RATIO}x`, `${MAX_P99_RATIO}x`],
    ]),
    `The driver's memory grew by ${memoryMiB.toFixed(1)} MiB, at most ${MAX_MEMORY_MIB}`,
    `Strangers came ${report.silentVisits} times to be silent, ${report.floodingVisits} times to flood`,
    `Hosts that came meanwhile were answered after ${report.newcomersMs.map((ms) => ms.toFixed(0)).join(", ")} ms`,
    isMet ? "met" : "missed",
  ];
  const text = command.json ? JSON.stringify({ ...report, p50Ratio, p99Ratio, isMet }) : lines.join("\n");
  return print(Deno.stdout, `${text}\n`, command.check && !isMet ? EXIT.checkFailed : EXIT.done);
}

function row(name: string, { pings, p50Ms, p99Ms }: PingTurn): string[] {
  return [name, String(pings), `${p50Ms.toFixed(3)} ms`, `${p99Ms.toFixed(3)} ms`];
}

function print(stream: { writeSync(bytes: Uint8Array): number }, text: string, code: number): number {
  stream.writeSync(new TextEncoder().encode(text));
  return code;
}

Deno.exit(await main(Deno.args));
