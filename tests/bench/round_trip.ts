/**
 * The compared round trips, each to a program of its own over a socket of its own.
 *
 * @module
 */
import type { Process } from "@fluxwire/supervise";
import { type DriverInstance, launch } from "@fluxwire/host";
import { DEFAULT_LIMITS, encode } from "@fluxwire/wire";
import { connect, encodeFrame, socketAddress } from "@fluxwire/transport";
import { openClient } from "@fluxwire/wire/client";

/** The number of frames in a batch: as many as a driver has in flight by default. */
export const BATCH: number = DEFAULT_LIMITS.maxInFlight;

/** One kind of round trip. */
export interface RoundTrip extends AsyncDisposable {
  /** Makes one round trip. Rejects after {@link close}. */
  once(): Promise<unknown>;
  /** Makes {@link BATCH} round trips at once. */
  batch(): Promise<unknown>;
  /** Ends the connection, and with it a round trip that hangs. */
  close(): void;
}

/** A unique socket name. */
export function freshSocket(): string {
  return `fluxwire-bench-${crypto.randomUUID()}`;
}

/** The address of a program that the bench starts, from its path beside this file. */
export function programUrl(path: string): string {
  return new URL(path, import.meta.url).href;
}

/** The floor: the bytes of a Ping, echoed by a program that does not interpret them. */
export async function rawRoundTrip(signal: AbortSignal): Promise<RoundTrip> {
  await using stack = new AsyncDisposableStack();
  const socketId = freshSocket();
  stack.use(
    await start("../../packages/cli/bench/raw_echo.ts", {
      flags: ["--allow-net"],
      args: [socketId],
      socketId,
      signal,
    }),
  );
  const conn = await Deno.connect({ transport: "unix", path: socketAddress(socketId).path });
  const close = atMostOnce(() => conn.close());
  stack.defer(close);
  const frame = encodeFrame(pingPayload());
  const buffer = new Uint8Array(65_536);
  const frames = new Uint8Array(frame.length * BATCH);
  for (let i = 0; i < BATCH; i++) frames.set(frame, i * frame.length);
  const echo = async (bytes: Uint8Array): Promise<void> => {
    let written = await conn.write(bytes);
    while (written < bytes.length) written += await conn.write(bytes.subarray(written));
    let read = 0;
    while (read < bytes.length) {
      const count = await conn.read(buffer);
      if (count === null) throw new Error("Cannot measure raw echo: the program closed the connection; see its output");
      read += count;
    }
  };
  return endWith(stack.move(), { once: () => echo(frame), batch: () => echo(frames), close });
}

/** The measured SDK driver, and its options. */
const SDK_DRIVER = "programs/sdk_driver.ts";
const SDK_FLAGS: readonly string[] = ["--allow-net", "--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE"];
const SDK_ARGS: readonly string[] = ["--log-level", "error"];

/** Fluxwire's client to a driver of the SDK. */
export function sdkRoundTrip(signal: AbortSignal): Promise<RoundTrip> {
  return pingRoundTrip(SDK_DRIVER, { flags: SDK_FLAGS, args: SDK_ARGS, signal });
}

/** Secrets of a session, by the fields of the measured driver's form. */
export const SECRETS: Readonly<Record<string, string>> = {
  password: "it's hunter2",
  key: "0f3c9a7d51e84b26",
  passphrase: "correct horse battery staple",
  token: "eyJhbGciOiJIUzI1NiJ9.e30.ZRrHA1JJJW8opsbCGfG",
  proxy: "p@ss w\u00f6rd/&%",
};

/** The same, through `probe record`, which has seen these values of the driver's form in a session. */
export async function recordedRoundTrip(
  signal: AbortSignal,
  values: Readonly<Record<string, string>> = {},
): Promise<RoundTrip> {
  await using stack = new AsyncDisposableStack();
  const socketId = freshSocket(), folder = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const driver = [Deno.execPath(), "run", "--no-prompt", ...SDK_FLAGS, programUrl(SDK_DRIVER), ...SDK_ARGS];
  const args = ["probe", "record", "--listen", socketId, "--out", `${folder}/bench.ndjson`, "--", ...driver];
  const flags = ["--allow-net", "--allow-run", "--allow-env", "--allow-read", "--allow-write"];
  const tap = await start("../../packages/cli/main.ts", { flags, args, socketId, signal });
  stack.use(tap);
  return await clientRoundTrip(stack.move(), tap, signal, values);
}

/** Fluxwire's client to the mock driver. */
export function mockRoundTrip(signal: AbortSignal): Promise<RoundTrip> {
  const flags = ["--allow-net", "--allow-env=FLUXWIRE_LIFELINE"];
  return pingRoundTrip("../../packages/mock-driver/main.ts", { flags, args: [], signal });
}

/** The options of a started program. */
interface ProgramOptions {
  flags: readonly string[];
  args: readonly string[];
  signal: AbortSignal;
}

async function pingRoundTrip(path: string, options: ProgramOptions): Promise<RoundTrip> {
  await using stack = new AsyncDisposableStack();
  const { signal } = options;
  const socketId = freshSocket();
  const driver = await start(path, { ...options, args: ["--socket", socketId, ...options.args], socketId });
  stack.use(driver);
  return await clientRoundTrip(stack.move(), driver, signal);
}

/** Pings from Fluxwire's client to a started program. */
async function clientRoundTrip(
  started: AsyncDisposableStack,
  { socketId, token }: DriverInstance<Process>,
  signal: AbortSignal,
  values: Readonly<Record<string, string>> = {},
): Promise<RoundTrip> {
  await using stack = started;
  const client = await openClient(await connect(socketId, { signal }), { token, signal });
  const close = (): void => client.close();
  stack.defer(close);
  if (Object.keys(values).length > 0) await client.open(values, { signal });
  const batch = () => Promise.all(Array.from({ length: BATCH }, () => client.ping()));
  return endWith(stack.move(), { once: () => client.ping(), batch, close });
}

function start(path: string, options: ProgramOptions & { socketId: string }): Promise<DriverInstance<Process>> {
  const { flags, args, socketId, signal } = options;
  const command = ["run", "--no-prompt", ...flags, programUrl(path), ...args];
  return launch({ command: Deno.execPath(), args: command, socketId, signal });
}

function endWith(stack: AsyncDisposableStack, trip: Omit<RoundTrip, keyof AsyncDisposable>): RoundTrip {
  return { ...trip, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

function atMostOnce(step: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    step();
  };
}

/** The bytes of a Ping as the client sends it. */
function pingPayload(): Uint8Array {
  const envelope = { protocolVersion: { major: 1, minor: 2 }, requestId: 1000n, sessionId: null, timeoutMs: null };
  return encode("request", "0.7.1", { ...envelope, body: { type: "Ping" } });
}
