/**
 * A driver that behaves like DBFlux's own example, byte for byte, in every layout. For trying and testing hosts.
 *
 * Needs `--allow-net`. It is started with `--socket NAME` and serves until it is killed. With
 * `--allow-env=FLUXWIRE_LIFELINE` it also ends with the lifeline of a Fluxwire host.
 *
 * @example
 * ```sh
 * deno run --allow-net jsr:@fluxwire/mock-driver --socket mock.sock
 * ```
 *
 * @module
 */
import { ConnectionError, LIFELINE_VARIABLE, lifelineEnd, listen, type Listener } from "@fluxwire/transport";
import { escapeWithinLines } from "@fluxwire/transport/internal";
import { type Peer, Server } from "@fluxwire/wire/server";
import { MockPeer, type Sessions } from "./behaviour.ts";
import { type MockOptions, parseCommandLine } from "./command_line.ts";
import { environment } from "./environment.ts";
import { STDERR_LOG } from "./log.ts";

/** The reference has no time limits, no limit of connections, and none before Hello. */
const LIMITS = {
  handshakeTimeoutMs: Infinity,
  maxConnections: Infinity,
  maxStrangers: Infinity,
  maxHelloBytes: Infinity,
};

/** Serves the mock driver on a listener until it is closed; log lines go to stderr. */
export async function serveMock(listener: Listener): Promise<void> {
  const sessions: Sessions = new Set();
  const onAcceptError = (error: Error): void => STDERR_LOG.warn(`Accept failed: ${error.message}`);
  const open = (peer: Peer): MockPeer => new MockPeer(peer, sessions, STDERR_LOG);
  await new Server(listener, { limits: LIMITS, open, onAcceptError }).run();
}

async function main(args: readonly string[]): Promise<number> {
  const command = parseCommandLine(args);
  if ("stdout" in command) {
    print(Deno.stdout, command.stdout);
    return command.code;
  }
  if ("stderr" in command) {
    print(Deno.stderr, command.stderr);
    return command.code;
  }
  if ("show" in command) {
    const { rendered } = await import("./show.ts");
    print(Deno.stdout, rendered(command.show));
    return 0;
  }
  const { socket, ...options } = command;
  return Object.keys(options).length === 0 ? await runReference(socket) : await runWith(socket, options);
}

/** Runs as the reference does. */
async function runReference(socket: string): Promise<number> {
  const listener = await listenOn(socket);
  if (listener === null) return 1;
  const serving = serveMock(listener);
  const hasLifeline = environment(LIFELINE_VARIABLE) === "stdin";
  await (hasLifeline ? Promise.race([serving, lifelineEnd()]) : serving);
  return 0;
}

/** Runs the mock driver with options. */
async function runWith(socket: string, options: MockOptions): Promise<number> {
  const { mockOf, OptionsError } = await import("./run.ts");
  try {
    const mock = mockOf(options);
    if (!await mock.prepare()) return 0;
    const listener = await listenOn(socket);
    if (listener === null) return 1;
    await mock.serve(listener, serveMock);
    return 0;
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error;
    print(Deno.stderr, `Error: ${error.message}\n`);
    return 1;
  }
}

/** Listens, or logs why it cannot. */
async function listenOn(socket: string): Promise<Listener | null> {
  try {
    const listener = await listen(socket);
    STDERR_LOG.info(`Custom driver listening on socket: ${socket}`);
    STDERR_LOG.info("Press Ctrl+C to stop");
    return listener;
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const what = error.code === "SocketNameInvalid" ? "Invalid socket name" : "Failed to bind socket";
    print(Deno.stderr, `${what}: ${error.message}\n`);
    return null;
  }
}

function print(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  stream.writeSync(new TextEncoder().encode(escapeWithinLines(text)));
}

if (import.meta.main) Deno.exit(await main(Deno.args));
