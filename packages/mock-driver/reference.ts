/**
 * The mock driver without options, as a program: it loads a fifth of what the options need. The probe starts it so.
 *
 * @module
 */
import { ConnectionError, LIFELINE_VARIABLE, lifelineEnd, listen, type Listener } from "@fluxwire/transport";
import { escapeWithinLines } from "@fluxwire/transport/internal";
import { type Peer, Server } from "@fluxwire/wire/server";
import { MockPeer, type Sessions } from "./behaviour.ts";
import { parseCommandLine } from "./command_line.ts";
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

/** Runs as the reference does; the result is the exit code. */
export async function runReference(socket: string): Promise<number> {
  const listener = await listenOn(socket);
  if (listener === null) return 1;
  const serving = serveMock(listener);
  const hasLifeline = environment(LIFELINE_VARIABLE) === "stdin";
  await (hasLifeline ? Promise.race([serving, lifelineEnd()]) : serving);
  return 0;
}

/** Listens, or logs why it cannot. */
export async function listenOn(socket: string): Promise<Listener | null> {
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

/** Writes text, in which no character steers a terminal. */
export function print(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  stream.writeSync(new TextEncoder().encode(escapeWithinLines(text)));
}

if (import.meta.main) {
  const command = parseCommandLine(Deno.args);
  if (!("socket" in command)) throw new TypeError("Cannot start the reference: give --socket NAME alone");
  Deno.exit(await runReference(command.socket));
}
