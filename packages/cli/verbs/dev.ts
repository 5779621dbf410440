/**
 * `fluxwire dev`: keeps a driver running while it is written.
 *
 * @module
 */
import { Interrupted, oneLine, OutputClosed, UsageError } from "@fluxwire/command";
import { aborted } from "../command/aborted.ts";
import type { Context } from "../command/context.ts";
import { changesOf, type DriverModule, driverModuleOf } from "../command/driver_module.ts";
import { msSince, msText } from "../command/duration.ts";
import { failureOf } from "../command/failure.ts";
import { Driver } from "../driver/driver.ts";
import { LiveLog } from "../driver/live_log.ts";
import { freshSocketId } from "../driver/target.ts";
import { run as checkConformance } from "./conformance.ts";

/** Starts the driver, checks it, and does so again after each change of its files, until it is interrupted. */
export async function run(context: Context): Promise<number> {
  const { args, output, signal } = context;
  const module = driverModuleOf(args), socket = args.text("name") ?? freshSocketId();
  using changes = changesOf(module);
  try {
    for (;;) {
      const round = new AbortController();
      const change = changes.next(signal).finally(() => round.abort());
      // Its failure is that of the signal, which ends the round too.
      change.catch(() => {});
      await runOnce({ ...context, signal: AbortSignal.any([signal, round.signal]) }, module, socket);
      const file = await change;
      if (output.isJson) output.json({ event: "changed", file });
      else output.line(`\n${output.paint("changed", "yellow")}  ${oneLine(file)}`);
    }
  } catch (error) {
    const reason = signal.aborted ? signal.reason : error;
    if (reason instanceof Interrupted) return reason.exitCode;
    throw reason;
  }
}

/** Starts the driver and checks it; resolves when the signal aborts, and the driver has stopped. */
async function runOnce(context: Context, module: DriverModule, socket: string): Promise<void> {
  const { args, output, signal } = context;
  const command = [...module.command, "--socket", socket] as const;
  const log = new LiveLog((stream, text) => {
    if (output.isJson) output.json({ event: "log", stream, text });
    else output.line(`${output.paint("driver |", "dim")} ${oneLine(text)}`);
  });
  await using driver = new Driver({
    ...context,
    args: args.aimedAt({ command: [...command] as [string, ...string[]] }),
  });
  try {
    const start = performance.now();
    await driver.launch({ token: "", log });
    showStarted(context, socket, msSince(start));
    const target = args.aimedAt({ options: { socket, suite: "core" } });
    await Promise.race([
      checkConformance({ ...context, args: target }),
      driver.ended().then((error) => Promise.reject(error)),
    ]);
    await Promise.race([aborted(signal), driver.ended().then((error) => Promise.reject(error))]);
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof OutputClosed || error instanceof UsageError) throw error;
    const failure = failureOf(error, "fluxwire dev");
    if (output.isJson) output.json({ event: "failed", error: failure });
    else output.failure(failure);
    await aborted(signal);
  }
}

function showStarted({ output }: Context, socket: string, ms: number): void {
  if (output.isJson) return output.json({ event: "started", socket, ms });
  output.line(`${output.paint("started", "green")}  in ${msText(ms)}; try: fluxwire probe repl --socket ${socket}`);
}
