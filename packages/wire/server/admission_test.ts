import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { encodeFrame, type Listener, ManualClock, memoryPair, type Transport } from "@fluxwire/transport";
import type { Limits } from "../limits.ts";
import { RawHost } from "../testing/raw_host.ts";
import { PLACE_REST_MS, STRANGER_GRACE_MS } from "./admission.ts";
import type { Peer, PeerHandler } from "./peer.ts";
import { Server } from "./server.ts";

/** A server that takes every Hello, and the connections to it that a test makes. */
class Door implements Listener, AsyncDisposable {
  readonly clock = new ManualClock();
  readonly ends: (string | null)[] = [];
  readonly server: Server;
  readonly #waiting: Transport[] = [];
  readonly #running: Promise<void>;
  #isClosed = false;
  #next = Promise.withResolvers<Transport | null>();

  constructor(limits: Partial<Limits>) {
    this.server = new Server(this, { limits, clock: this.clock, open: (peer) => this.#handler(peer) });
    this.#running = this.server.run();
  }

  /** Knocks; gives the connection before it is accepted. */
  knock(): RawHost {
    const [near, far] = memoryPair();
    this.#waiting.push(near);
    this.#next.resolve(null);
    return new RawHost(far, "0.7.1");
  }

  async accept(): Promise<Transport | null> {
    while (this.#waiting.length === 0) {
      if (this.#isClosed) return null;
      this.#next = Promise.withResolvers();
      await this.#next.promise;
    }
    return this.#waiting.shift()!;
  }

  close(): void {
    this.#isClosed = true;
    this.#next.resolve(null);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
    await this.#running;
  }

  #handler(peer: Peer): PeerHandler {
    return {
      request: ({ protocolVersion, requestId, body }) => {
        const refusal = body.type === "Hello" ? peer.introduced() : null;
        if (refusal === null) {
          return peer.send({ protocolVersion, requestId, done: true, body: { type: "Pong" } });
        }
        const { code, message, retriable } = refusal;
        peer.send({ protocolVersion, requestId, done: true, body: { type: "Error", code, message, retriable } });
      },
      unreadable: () => {},
      closed: (reason) => void this.ends.push(reason?.message ?? null),
    };
  }
}

/** Connects, and waits until it is a stranger inside. */
async function stranger(door: Door): Promise<RawHost> {
  const host = door.knock();
  await host.ask({ body: { type: "Ping" } });
  return host;
}

Deno.test("one stranger too many replaces the one that was silent longest, after its grace", async () => {
  await using door = new Door({ maxStrangers: 2 });
  const first = await stranger(door), second = await stranger(door);
  door.clock.advance(STRANGER_GRACE_MS);
  await first.ask({ body: { type: "Ping" } });
  const third = door.knock();
  const answer = third.ask(third.hello());
  door.clock.advance(STRANGER_GRACE_MS);
  strictEqual(await second.receive(), null);
  strictEqual((await answer).body.type, "Pong");
  strictEqual((await first.ask({ body: { type: "Ping" } })).body.type, "Pong");
  const text = "Cannot wait for Hello: maxStrangers 2 connections have not said it, and this one was silent longest; " +
    "raise maxStrangers if that many hosts connect at once";
  deepStrictEqual([door.ends, door.server.strangers, door.server.connections], [[text], 1, 1]);
});

Deno.test("strangers take no place of a host, and hosts beyond maxConnections are refused at Hello", async () => {
  await using door = new Door({ maxStrangers: 3, maxConnections: 1 });
  await stranger(door);
  await stranger(door);
  const host = door.knock();
  strictEqual((await host.ask(host.hello())).body.type, "Pong");
  const late = door.knock();
  const { body } = await late.ask(late.hello());
  const text = "Cannot accept connection: maxConnections 1 are open; close one, or raise the limit";
  deepStrictEqual(body, { type: "Error", code: "Transport", message: text, retriable: true });
  strictEqual((await host.ask({ body: { type: "Ping" } })).body.type, "Pong");
});

Deno.test("strangers that leave and come again wait until their places have rested", async () => {
  await using door = new Door({ maxStrangers: 2 });
  for (let i = 0; i < 2; i++) {
    const one = await stranger(door);
    one.transport.close();
    await one.receive();
  }
  // The server was ready for one more before the last place began to rest.
  const host = door.knock();
  strictEqual((await host.ask(host.hello())).body.type, "Pong");
  await door.clock.timer(PLACE_REST_MS);
  const late = door.knock();
  const answer = late.ask(late.hello());
  strictEqual(door.server.connections, 1);
  door.clock.advance(PLACE_REST_MS);
  strictEqual((await answer).body.type, "Pong");
  strictEqual(door.server.connections, 2);
});

Deno.test("a frame before Hello is bound by maxHelloBytes, and one behind Hello in the same chunk is not", async () => {
  await using door = new Door({ maxHelloBytes: 300 });
  const refused = door.knock();
  await refused.transport.write(Uint8Array.of(45, 1, 0, 0, 1));
  strictEqual(await refused.receive(), null);
  deepStrictEqual(door.ends, ["Cannot read frame: length 301 exceeds maxHelloBytes 300"]);
  const host = door.knock();
  const hello = encodeFrame(host.payload(host.hello()));
  const long = encodeFrame(host.payload({ body: { type: "OpenSession", profileJson: "x".repeat(400) } }));
  await host.transport.write(Uint8Array.of(...hello, ...long));
  ok(await host.receive() !== null && await host.receive() !== null);
});

Deno.test("all frames before Hello together are bound", async () => {
  await using door = new Door({ maxHelloBytes: 100, maxHelloAttempts: 2 });
  const host = door.knock();
  await rejects(async () => {
    for (;;) await host.ask({ body: { type: "Ping" } });
  }, /closed/);
  ok(/^Cannot read frame: 2\d\d bytes came before Hello, more than maxHelloAttempts 2 times/.test(door.ends[0]!));
});
