/**
 * `fluxwire probe record`: records between any host and any driver.
 *
 * @module
 */
import { aborted, ConnectionError, listen } from "@fluxwire/transport";
import { isAccepting } from "@fluxwire/host/internal";
import {
  type CloseEntry,
  type PrivateFile,
  type RecordedCounts,
  RecorderThread,
  Tap,
} from "@fluxwire/testing/recording";
import type { Context } from "../command/context.ts";
import { Driver } from "../driver/driver.ts";
import { EXIT, Interrupted, oneLine, UsageError } from "@fluxwire/command";
import { newFile } from "../command/new_file.ts";
import { requiredText } from "../command/required_text.ts";

const utf8 = new TextEncoder();

/** Records until a signal, or until a driver that was started here ends. */
export async function run(context: Context): Promise<number> {
  const { args, output, signal } = context;
  const name = requiredText(args, "listen", "the socket that hosts connect to");
  const path = requiredText(args, "out", "the file of the recording");
  const isRaw = args.has("raw");
  await using driver = new Driver(context);
  const { socketId } = driver.target;
  if (socketId === name) throw new UsageError(`Cannot use --listen ${name}: it is the driver's own socket`);
  await driver.launch({ token: "" });
  if (!driver.isLaunched && !await isAccepting(socketId)) {
    throw new ConnectionError("SocketUnreachable", `Cannot record socket "${socketId}": nothing listens there`);
  }
  if (!driver.isLaunched) await driver.requireOwnListener();
  const listener = await listen(name);
  using _stop = { [Symbol.dispose]: () => listener.close() };
  using file = newFile(path);
  if (isRaw) output.warn(`${path} will hold every secret as it is sent: token, passwords, results`);
  using recorder = new RecorderThread({
    isRaw,
    startedAt: new Date(),
    write: (lines) => append(file, lines, path),
    onClose: (entry) => output.isJson ? output.json(entry) : output.line(oneLine(closeText(entry))),
  });
  const tap = new Tap({ listener, recorder, dial: (signal) => driver.dial(signal) });
  const running = tap.run();
  if (output.isJson) output.json({ event: "listening", listen: name, socket: socketId, out: path });
  else output.line(oneLine(`Recording to ${path}: let the host connect to ${name}; Ctrl+C ends it`));
  const end = await Promise.race([running, aborted(signal), driver.ended({ isQuoted: isRaw }), recorder.failed]);
  tap.close();
  await running;
  await recorder.end();
  if (output.isJson) output.json({ event: "ended", ...recorder.counts });
  else output.line(countsText(recorder.counts));
  if (end !== undefined && !(end instanceof Interrupted)) throw end;
  return EXIT.done;
}

function append(file: PrivateFile, lines: string, path: string): void {
  try {
    file.write(utf8.encode(lines));
  } catch (cause) {
    throw new UsageError(`Cannot write ${path}: ${(cause as Error).message}; free some space`, { cause });
  }
}

function closeText({ connection, by, reason }: CloseEntry): string {
  return `Connection ${connection} was ended by the ${by}${reason === null ? "" : `: ${reason}`}`;
}

function countsText({ connections, frames, withheld }: RecordedCounts): string {
  return `Recorded ${connections} connections with ${frames} frames, ${withheld} of them withheld`;
}
