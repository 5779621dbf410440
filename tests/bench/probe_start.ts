/**
 * Measures what a cold `probe ping` costs above starting Deno, by turns: of a driver that runs, without a
 * token and with one, and with the mock driver
 * that it starts and stops itself.
 *
 * @module
 */
import { launch } from "@fluxwire/host";
import { quantile } from "./quantile.ts";
import { freshSocket, programUrl } from "./round_trip.ts";

/** How much is measured. */
export interface ProbeStartOptions {
  /**
   * The number of counted starts, of each kind.
   *
   * @default {15}
   */
  runs?: number;
  /**
   * The number of uncounted starts at the beginning, of each kind.
   *
   * @default {1}
   */
  warmUpRuns?: number;
}

/** The times of the starts: medians, from spawn to exit. */
export interface ProbeStartReport {
  /** The number of counted starts, of each kind. */
  runs: number;
  /** `deno run` of an empty file, in milliseconds. */
  emptyMs: number;
  /** `probe ping --socket` of a running driver, in milliseconds. */
  runningMs: number;
  /** The same with a token, before which the owner of the socket is looked up, in milliseconds. */
  lookedUpMs: number;
  /** `probe ping`, which starts the mock driver and stops it, in milliseconds. */
  mockMs: number;
  /** The time of pinging a running driver beyond that of an empty file. */
  aboveMs: number;
}

/** As tasks start the probe: reading only the verb that runs needs the permission to read. */
const OPTIONS = ["--unstable-lazy-dynamic-imports", "--allow-net", "--allow-run", "--allow-env", "--allow-read"];

/**
 * Starts all of them by turns and waits for their ends.
 *
 * @param signal Ends the measurement; the promise then rejects.
 */
export async function measureProbeStart(
  signal: AbortSignal,
  options: ProbeStartOptions = {},
): Promise<ProbeStartReport> {
  const { runs = 15, warmUpRuns = 1 } = options;
  const socketId = freshSocket();
  const mock = programUrl("../../packages/mock-driver/main.ts");
  const args = ["run", "--no-prompt", "--allow-net", "--allow-env=FLUXWIRE_LIFELINE", mock, "--socket", socketId];
  await using _driver = await launch({ command: Deno.execPath(), args, socketId, token: "", signal });
  const ping = [...OPTIONS, programUrl("../../packages/cli/main.ts"), "probe", "ping"];
  const running = [...ping, "--socket", socketId];
  const commands = [
    { args: [programUrl("programs/empty.ts")] },
    { args: running },
    { args: running, token: "a token, so that the owner is looked up" },
    { args: ping },
  ];
  const times: number[][] = commands.map(() => []);
  for (let run = -warmUpRuns; run < runs; run++) {
    for (const [i, command] of commands.entries()) {
      const ms = await timeOf(command, signal);
      if (run >= 0) times[i]!.push(ms);
    }
  }
  const [emptyMs, runningMs, lookedUpMs, mockMs] = times.map((ms) => quantile(ms, 0.5));
  return {
    runs,
    emptyMs: emptyMs!,
    runningMs: runningMs!,
    lookedUpMs: lookedUpMs!,
    mockMs: mockMs!,
    aboveMs: runningMs! - emptyMs!,
  };
}

async function timeOf(
  { args, token = "" }: { args: readonly string[]; token?: string },
  signal: AbortSignal,
): Promise<number> {
  signal.throwIfAborted();
  const start = performance.now();
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", ...args],
    env: { DBFLUX_DRIVER_IPC_TOKEN: token },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    signal,
  }).output();
  signal.throwIfAborted();
  if (!success) throw new Error(`Cannot measure start: ${new TextDecoder().decode(stderr)}`);
  return performance.now() - start;
}
