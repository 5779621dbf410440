/**
 * `fluxwire dev`: keeps a driver running while it is written.
 *
 * @module
 */
import { EXIT, Interrupted, oneLine, OutputClosed, UsageError } from "@fluxwire/command";
import { type Console, serveConsole } from "@fluxwire/console";
import { aborted } from "@fluxwire/transport";
import type { Context } from "../command/context.ts";
import { changesOf, type DriverModule, driverModuleOf } from "../command/driver_module.ts";
import { msSince, msText } from "../command/duration.ts";
import { failureOf } from "../command/failure.ts";
import { VERSION } from "../command/version.ts";
import { DriverSource } from "../console/driver_source.ts";
import { ChecksLog } from "../driver/checks_log.ts";
import { Driver } from "../driver/driver.ts";
import { LiveLog } from "../driver/live_log.ts";
import { freshSocketId } from "../driver/target.ts";
import { run as checkConformance } from "./conformance.ts";

/** Starts the driver, checks it, and does so again after each change of its files, until it is interrupted. */
export async function run(context: Context): Promise<number> {
  const { args, output, signal } = context;
  const module = driverModuleOf(args), socket = args.text("name") ?? freshSocketId();
  using changes = changesOf(module);
  await using page = consoleOf(context, socket);
  try {
    for (;;) {
      const round = new AbortController();
      const change = changes.next(signal).finally(() => round.abort());
      // Its failure is that of the signal, which ends the round too.
      change.catch(() => {});
      await runOnce({ ...context, signal: AbortSignal.any([signal, round.signal]) }, { module, socket, page });
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
async function runOnce(
  context: Context,
  { module, socket, page }: { module: DriverModule; socket: string; page: Console },
): Promise<void> {
  const { args, output, signal } = context;
  const command = [...module.command, "--socket", socket] as const, ofChecks = new ChecksLog();
  const log = new LiveLog((stream, text) => {
    if (output.isJson) output.json({ event: "log", stream, text });
    else if (args.has("verbose") || !ofChecks.holds(text)) {
      output.line(`${output.paint("driver |", "dim")} ${oneLine(text)}`);
    }
  });
  await using driver = new Driver({
    ...context,
    args: args.aimedAt({ command: [...command] as [string, ...string[]] }),
  });
  try {
    const start = performance.now();
    await driver.launch({ token: "", log });
    showStarted(context, { socket, ms: msSince(start), address: page.open() });
    const target = args.aimedAt({ options: { socket, suite: "core" } });
    await Promise.race([
      checkConformance({ ...context, args: target }, ofChecks).then((code) =>
        showHeld(context, ofChecks, code === EXIT.done)
      ),
      driver.ended().then((error) => Promise.reject(error)),
    ]);
    await Promise.race([aborted(signal), driver.ended().then((error) => Promise.reject(error))]);
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof OutputClosed || error instanceof UsageError) throw error;
    showHeld(context, ofChecks, false);
    const failure = failureOf(error, "fluxwire dev");
    const { output: _logged, ...rest } = failure;
    if (output.isJson) output.json({ event: "failed", error: failure });
    else output.failure(rest);
    await aborted(signal);
  }
}

/** Shows what the driver logged of requests that the checks broke on purpose, if a check failed; else how to see it. */
function showHeld({ output }: Context, ofChecks: ChecksLog, isClean: boolean): void {
  if (output.isJson || ofChecks.isEmpty) return;
  if (isClean) {
    return output.line(output.paint("what the driver logs of the checks' broken requests: --verbose", "dim"));
  }
  const { lines, omitted } = ofChecks.failed();
  for (const line of lines) output.line(`${output.paint("checks |", "dim")} ${oneLine(line)}`);
  if (omitted > 0) output.line(output.paint(`checks | and ${omitted} more`, "dim"));
}

/** A console that shows what listens on the socket, whichever start of the driver that is. */
function consoleOf(context: Context, socket: string): Console {
  const driver = new Driver({ ...context, args: context.args.aimedAt({ options: { socket } }) });
  const sources = [new DriverSource("driver", socket, driver)];
  return serveConsole({ sources, version: VERSION, port: 0, isView: false });
}

function showStarted(
  { output }: Context,
  { socket, ms, address }: { socket: string; ms: number; address: string },
): void {
  if (output.isJson) return output.json({ event: "started", socket, ms, console: address });
  output.line(`${output.paint("started", "green")}  in ${msText(ms)}; try: fluxwire probe repl --socket ${socket}`);
  output.line(`${output.paint("console", "green")}  ${address} (opens once, within 10 minutes)`);
}
