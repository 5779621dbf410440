import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ConnectionError, type Listener, ManualClock, memoryPair, type Transport } from "@fluxwire/transport";
import { RawHost } from "../testing/raw_host.ts";
import type { Peer, PeerHandler } from "./peer.ts";
import { Server } from "./server.ts";

/** A listener that returns the connections, failures and end that a test queues. */
class ScriptedListener implements Listener {
  readonly #steps: (Transport | Error | null)[];

  constructor(steps: (Transport | Error | null)[]) {
    this.#steps = steps;
  }

  accept(): Promise<Transport | null> {
    const step = this.#steps.shift() ?? null;
    return step instanceof Error ? Promise.reject(step) : Promise.resolve(step);
  }

  close(): void {}
}

/** Answers everything with Pong. */
function pong(peer: Peer): PeerHandler {
  return {
    request: ({ protocolVersion, requestId }) =>
      peer.send({ protocolVersion, requestId, done: true, body: { type: "Pong" } }),
    unreadable: () => {},
    closed: () => {},
  };
}

Deno.test("Server.run() goes on after a connection that could not be accepted", async () => {
  const [near, far] = memoryPair();
  const clock = new ManualClock();
  const failures: string[] = [];
  const failure = new ConnectionError("ConnectionClosed", "Cannot accept on socket: too many open files");
  const server = new Server(new ScriptedListener([failure, near, null]), {
    clock,
    open: pong,
    onAcceptError(error) {
      failures.push(error.message);
      queueMicrotask(() => clock.fire());
    },
  });
  const finished = server.run();
  const host = new RawHost(far, "0.7.1");
  strictEqual((await host.ask({ body: { type: "Ping" } })).body.type, "Pong");
  far.close();
  await finished;
  deepStrictEqual(failures, [failure.message]);
});
