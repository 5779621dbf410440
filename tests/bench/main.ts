/**
 * The performance that Fluxwire promises, as ratios measured in one run: Ping against a raw echo of the same bytes, the
 * mock driver's start and the probe's against that of an empty file.
 *
 * Takes about 15 s, on an otherwise idle machine; gives up after {@link MAX_RUN_MS}. Exits with 8 if `--check` finds a
 * missed aim.
 *
 * @module
 */
import { judge } from "./aims.ts";
import { parseCommandLine } from "./command_line.ts";
import { measurePing } from "./ping.ts";
import { measureProbeStart } from "./probe_start.ts";
import { reportLines } from "./report.ts";
import { measureStart } from "./start.ts";

/** The time limit of a run, in milliseconds; started processes are then ended. */
const MAX_RUN_MS = 60_000;

const SUMMARY = "Measures Ping against a raw echo, and starts of mock driver and probe against an empty file's.";
const USAGE = "deno run --allow-net --allow-read --allow-write --allow-run tests/bench/main.ts";

const EXIT = { done: 0, timedOut: 7, checkFailed: 8, interrupted: 130 } as const;

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args, SUMMARY, USAGE);
  if ("stdout" in command) return print(Deno.stdout, command.stdout, command.code);
  if ("stderr" in command) return print(Deno.stderr, command.stderr, command.code);
  const giveUp = new AbortController();
  const interrupt = (): void => giveUp.abort(EXIT.interrupted);
  Deno.addSignalListener("SIGINT", interrupt);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", interrupt);
  const timer = setTimeout(() => giveUp.abort(EXIT.timedOut), MAX_RUN_MS);
  try {
    const { signal } = giveUp;
    const ping = await measurePing(signal), start = await measureStart(signal);
    const report = { ping, start, probe: await measureProbeStart(signal) };
    const verdicts = judge(report);
    const text = command.json
      ? JSON.stringify({ ...report, aims: verdicts })
      : reportLines(report, verdicts).join("\n");
    const isMissed = command.check && verdicts.some(({ isMet }) => !isMet);
    return print(Deno.stdout, `${text}\n`, isMissed ? EXIT.checkFailed : EXIT.done);
  } catch (error) {
    if (error === EXIT.timedOut) {
      return print(Deno.stderr, `Error: Cannot finish bench within ${MAX_RUN_MS} ms\n`, error);
    }
    if (error === EXIT.interrupted) return error;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function print(stream: { writeSync(bytes: Uint8Array): number }, text: string, code: number): number {
  stream.writeSync(new TextEncoder().encode(text));
  return code;
}

Deno.exit(await main(Deno.args));
