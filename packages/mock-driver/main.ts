/**
 * A driver that behaves like DBFlux's own example, byte for byte, in every layout. For trying hosts, and for hosts'
 * tests.
 *
 * Needs `--allow-net`. It is started with `--socket NAME` and serves until it is killed; with
 * `--allow-env=FLUXWIRE_LIFELINE` also until the lifeline ends that a Fluxwire host gave it.
 *
 * @example
 * ```sh
 * deno run --allow-net jsr:@fluxwire/mock-driver --socket mock.sock
 * ```
 *
 * @module
 */
import { ConnectionError } from "jsr:@fluxwire/wire@^0.1.0";
import { LIFELINE_VARIABLE, lifelineEnd, type Peer, Server } from "jsr:@fluxwire/wire@^0.1.0/server";
import { listen, type Listener } from "jsr:@fluxwire/wire@^0.1.0/transport";
import { MockPeer, type Sessions } from "./behaviour.ts";
import { parseCommandLine } from "./command_line.ts";
import { STDERR_LOG } from "./log.ts";

/** The reference waits for ever, and for as many as come. */
const LIMITS = { handshakeTimeoutMs: Infinity, maxConnections: Infinity };

/** Serves the mock driver on a listener until that is closed; log lines go to stderr. */
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
  let listener: Listener;
  try {
    listener = await listen(command.socket);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const what = error.code === "SocketNameInvalid" ? "Invalid socket name" : "Failed to bind socket";
    print(Deno.stderr, `${what}: ${error.message}\n`);
    return 1;
  }
  STDERR_LOG.info(`Custom driver listening on socket: ${command.socket}`);
  STDERR_LOG.info("Press Ctrl+C to stop");
  const serving = serveMock(listener);
  await (hasLifeline() ? Promise.race([serving, lifelineEnd()]) : serving);
  return 0;
}

/** The reference reads no environment, so ours asks only where it may. */
function hasLifeline(): boolean {
  const permission = Deno.permissions.querySync({ name: "env", variable: LIFELINE_VARIABLE });
  return permission.state === "granted" && Deno.env.get(LIFELINE_VARIABLE) === "stdin";
}

function print(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  stream.writeSync(new TextEncoder().encode(text));
}

if (import.meta.main) Deno.exit(await main(Deno.args));
