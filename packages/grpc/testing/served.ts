/**
 * A server in memory with a raw peer, for tests of the rules.
 *
 * @module
 */
import { implement, serve, type ServeOptions } from "../mod.ts";
import { ECHO, ECHO_HANDLERS, type EchoMethods } from "./echo.ts";
import type { Handlers } from "../mod.ts";
import { RawPeer } from "./raw_peer.ts";

/** Gives a test a peer whose connection has begun, and the errors that the server reports. */
export async function withRawPeer(
  test: (peer: RawPeer, errors: unknown[]) => Promise<void>,
  options: Partial<ServeOptions> = {},
  handlers: Handlers<EchoMethods> = ECHO_HANDLERS,
): Promise<void> {
  const errors: unknown[] = [];
  const services = [implement(ECHO, handlers)];
  const server = await serve({ services, onError: (error) => errors.push(error), ...options });
  const peer = new RawPeer();
  try {
    server.handle(peer.other);
    await peer.begin();
    await test(peer, errors);
  } finally {
    peer.close();
    await server.stop();
  }
}
