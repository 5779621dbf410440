import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { connect, ConnectionError } from "@fluxwire/transport";
import type { DriverResponseEnvelope, Limits } from "@fluxwire/wire";
import { openClient } from "@fluxwire/wire/client";
import { createLog, serve, type Serving } from "@fluxwire/sdk";
import { driver } from "../../examples/minimal/main.ts";
import { RawHost } from "../../packages/wire/testing/raw_host.ts";
import { freshSocket } from "../e2e/running_driver.ts";

const UNKNOWN_SESSION = "00112233-4455-6677-8899-aabbccddeeff";

/** A driver on a real socket of this process, and its log. */
class Bench implements AsyncDisposable {
  readonly socket = freshSocket();
  readonly #lines: string[] = [];
  readonly #waiting: (() => void)[] = [];
  #serving: Serving | undefined;

  async start(limits: Partial<Limits> = {}): Promise<void> {
    const log = createLog("debug", (line) => {
      this.#lines.push(line.trimEnd());
      this.#waiting.splice(0).forEach((wake) => wake());
    });
    this.#serving = await serve(driver, { socket: this.socket, limits, log });
  }

  async host(): Promise<RawHost> {
    return new RawHost(await connect(this.socket), "0.7.1");
  }

  /** A host after Hello. */
  async greeted(): Promise<RawHost> {
    const host = await this.host();
    strictEqual((await host.ask(host.hello())).body.type, "Hello");
    return host;
  }

  /** The driver's reason for closing a connection, from its log. */
  async reason(): Promise<string> {
    return JSON.parse(/reason=(".*")$/.exec(await this.line(/client disconnected reason="/))![1]!);
  }

  /** The first matching line of the driver's log, when it appears. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const line = this.#lines.find((one) => pattern.test(one));
      if (line !== undefined) return line;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Checks that the next connection is served as before. */
  async servesTheNext(): Promise<void> {
    const client = await openClient(await connect(this.socket));
    await client.ping();
    client.close();
    await client.closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#serving?.close();
  }
}

async function withDriver(test: (bench: Bench) => Promise<void>, limits?: Partial<Limits>): Promise<void> {
  await using bench = new Bench();
  await bench.start(limits);
  await test(bench);
  await bench.servesTheNext();
}

function header(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length, true);
  return bytes;
}

function errorOf({ body }: DriverResponseEnvelope): string {
  if (body.type !== "Error") throw new Error(`Expected an error, found ${body.type}`);
  return `${body.code}: ${body.message}`;
}

/** Bytes after a Hello that cannot be answered, and the reason in the driver's log. */
const CLOSING: readonly [string, Uint8Array, RegExp][] = [
  [
    "a frame longer than 16 MiB",
    header(16_777_217),
    /^Cannot read frame: length 16777217 exceeds maxFrameBytes 16777216/,
  ],
  [
    "a frame that announces 4 GiB",
    header(0xffff_ffff),
    /^Cannot read frame: length 4294967295 exceeds maxFrameBytes 16777216/,
  ],
  ["a frame of zero length", header(0), /^Cannot read frame: /],
  [
    "garbage",
    new Uint8Array([3, 0, 0, 0, 0xff, 0xff, 0xff]),
    /^Cannot read request header: expected a u16, found: .* at byte 0$/,
  ],
  [
    "half a header of a message",
    new Uint8Array([3, 0, 0, 0, 1, 2, 3]),
    /^Cannot read request header: expected an option tag, found the end of the frame after 0 bytes, at byte 3$/,
  ],
];

for (const [what, bytes, reason] of CLOSING) {
  Deno.test(`${what} closes the connection with this reason, and the next one is served`, () =>
    withDriver(async (bench) => {
      const host = await bench.greeted();
      await host.transport.write(bytes);
      strictEqual(await host.receive(), null);
      match(await bench.reason(), reason);
      host.transport.close();
    }));
}

Deno.test("a frame cut short by the peer's end is reported, and the next connection is served", () =>
  withDriver(async (bench) => {
    const host = await bench.greeted();
    await host.transport.write(new Uint8Array([16, 0, 0, 0, 1, 2]));
    host.transport.close();
    match(await bench.reason(), /2 of 16/);
  }));

Deno.test("a frame that never finishes ends at frameTimeoutMs, and the next connection is served", () =>
  withDriver(async (bench) => {
    const host = await bench.greeted();
    await host.transport.write(new Uint8Array([16, 0, 0, 0, 1, 2]));
    strictEqual(await host.receive(), null);
    match(await bench.reason(), /frameTimeoutMs 20/);
    host.transport.close();
  }, { frameTimeoutMs: 20 }));

Deno.test("a wrong codec in mid-connection closes it, and the next one is served", () =>
  withDriver(async (bench) => {
    const host = await bench.greeted();
    await host.send(new RawHost(host.transport, "0.6").payload({ body: { type: "Ping" } }));
    strictEqual(await host.receive(), null);
    match(
      await bench.reason(),
      /^Cannot read request: the frame is bincode, but this connection has used postcard since its first frame/,
    );
    host.transport.close();
  }));

Deno.test("a silent peer is closed at handshakeTimeoutMs, and the next connection is served", () =>
  withDriver(async (bench) => {
    const host = await bench.host();
    strictEqual(await host.receive(), null);
    strictEqual(await bench.reason(), "Cannot wait for Hello: none came within handshakeTimeoutMs 500");
    host.transport.close();
  }, { handshakeTimeoutMs: 500 }));

Deno.test("peers that close at once disturb no other", () =>
  withDriver(async (bench) => {
    for (let i = 0; i < 100; i++) (await bench.host()).transport.close();
  }));

/** Requests after a Hello that are answered on the same connection. */
const ANSWERED: readonly [string, (host: RawHost) => Uint8Array, RegExp][] = [
  [
    "an unknown variant",
    (host) => host.payload({ body: { type: "Ping" } }).with(-1, 56),
    /^UnsupportedMethod: Operation not supported: Planets has no such method$/,
  ],
  [
    "an unknown session",
    (host) => host.payload({ sessionId: UNKNOWN_SESSION, body: { type: "Schema" } }),
    new RegExp(`^SessionNotFound: Session ${UNKNOWN_SESSION} not found$`),
  ],
  [
    "text that is not UTF-8",
    (host) =>
      host.payload({ body: { type: "OpenSession", profileJson: "x" } }).map((byte) => byte === 120 ? 0xff : byte),
    /^InvalidRequest: Cannot decode request in layout 0.7.1: expected text, found: Tried to parse invalid utf-8, at byte 6 in body.profileJson$/,
  ],
  [
    "a body with a JSON value",
    () => Uint8Array.fromHex("010205011000112233445566778899aabbccddeeff001a0174000102"),
    /^InvalidRequest: Cannot decode request in layout 0.7.1: a JSON value has no readable form on the wire \(H4\), at /,
  ],
];

for (const [what, payload, text] of ANSWERED) {
  Deno.test(`${what} is answered, and the connection goes on`, () =>
    withDriver(async (bench) => {
      const host = await bench.greeted();
      await host.send(payload(host));
      const answer = await host.ask({ requestId: 99n, body: { type: "Ping" } });
      match(errorOf(answer), text);
      strictEqual((await host.receive())?.at(-1), 3);
      host.transport.close();
    }));
}

Deno.test("a second Hello is answered, and the connection goes on", () =>
  withDriver(async (bench) => {
    const host = await bench.greeted();
    strictEqual((await host.ask(host.hello())).body.type, "Hello");
    strictEqual((await host.ask({ body: { type: "Ping" } })).body.type, "Pong");
    host.transport.close();
  }));

Deno.test("a connection over maxConnections is refused with the reason, and one that leaves makes room", () =>
  withDriver(async (bench) => {
    const host = await bench.greeted();
    const second = await bench.host();
    const text = "Transport: Cannot accept connection: maxConnections 1 are open; close one, or raise the limit";
    strictEqual(errorOf(await second.ask(second.hello())), text);
    strictEqual(await second.receive(), null);
    second.transport.close();
    host.transport.close();
    await bench.line(/client disconnected reason=null$/);
  }, { maxConnections: 1 }));

Deno.test("a used socket and a socket without a listener are reported", async () => {
  await withDriver(async (bench) => {
    await rejects(serve(driver, { socket: bench.socket }), (error: unknown) => {
      deepStrictEqual(error instanceof ConnectionError && error.code, "SocketInUse");
      match(
        (error as Error).message,
        /^Cannot listen on socket ".*": the name is in use; stop the program that has it, or choose another name$/,
      );
      return true;
    });
  });
  await rejects(connect(freshSocket()), (error: unknown) => {
    deepStrictEqual(error instanceof ConnectionError && error.code, "SocketUnreachable");
    match((error as Error).message, /^Cannot connect to socket ".*": nothing listens there; /);
    return true;
  });
});
