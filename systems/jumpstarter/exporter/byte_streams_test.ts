import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { defineDevice, type Device } from "../device/define_device.ts";
import { bytes } from "../device/method.ts";
import { FrameType } from "../generated/jumpstarter/v1/router_pb.ts";
import { prober, type Seen } from "./testing/devices.ts";
import { Bench, failure, type RawStream } from "./testing/raw_client.ts";

/** A device that connects to a TCP port. */
function tcp(port: number): Device {
  return defineDevice({
    name: "tcp",
    open: () => ({ methods: { connect: bytes(() => Deno.connect({ port })) } }),
  }) as Device;
}

async function echoes(stream: RawStream): Promise<void> {
  stream.send(["DATA", "ping"], ["GOAWAY"]);
  deepStrictEqual(await stream.next(), ["DATA", "ping"]);
  deepStrictEqual(await stream.next(), ["GOAWAY"]);
  stream.end();
  strictEqual(await stream.next(), null);
}

Deno.test("B1 the JSON's keys may come in any order, with spaces", async () => {
  await using bench = await Bench.of({ prober: prober() });
  await echoes(bench.stream(`{ "method" : "connect",  "uuid":"${bench.uuid("prober")}", "kind": "driver" }`));
});

Deno.test("B2 missing or bad metadata and unknown nodes are UNKNOWN", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const none = `{"kind":"driver","uuid":"${crypto.randomUUID()}","method":"connect"}`;
  for (const request of [undefined, "{", "1", '{"kind":"driver"}', '{"kind":"other","uuid":""}', none]) {
    strictEqual((await failure(bench.stream(request).next())).code, "UNKNOWN", request);
  }
  const error = await failure(bench.bytes("prober", "other").next());
  strictEqual(error.message, "NOT_FOUND: method other not found on driver");
});

Deno.test("B3 headers come before any frame of the client", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const stream = bench.bytes("prober");
  await stream.answers.headers;
  await echoes(stream);
});

Deno.test("B4 a failed opening is a status without headers", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const stream = bench.bytes("prober", "refuses");
  await rejects(stream.answers.headers, { message: "UNAVAILABLE: the port is closed" });
  strictEqual((await failure(stream.next())).message, "UNAVAILABLE: the port is closed");
});

Deno.test("B5 payloads are at most 64 KiB and never empty", async () => {
  const device = defineDevice({
    name: "sender",
    open: () => ({
      methods: {
        connect: bytes(() => ({
          readable: ReadableStream.from([new Uint8Array(0), new Uint8Array(150_000), new Uint8Array(0)]),
          writable: new WritableStream(),
        })),
      },
    }),
  }) as Device;
  await using bench = await Bench.of({ device });
  const { answers, end } = bench.bytes("device");
  const lengths: number[] = [];
  for await (const { frameType, payload } of answers) {
    if (frameType === FrameType.GOAWAY) end();
    else lengths.push(payload.length);
  }
  deepStrictEqual(lengths, [65_536, 65_536, 18_928]);
});

Deno.test("B6 a client's GOAWAY ends its direction only", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  await using bench = await Bench.of({ tcp: tcp(listener.addr.port) });
  const stream = bench.bytes("tcp");
  using peer = await listener.accept();
  stream.send(["DATA", "last"], ["GOAWAY"]);
  strictEqual(await untilEnd(peer), "last");
  await peer.write(new TextEncoder().encode("after"));
  deepStrictEqual(await stream.next(), ["DATA", "after"]);
  await peer.closeWrite();
  deepStrictEqual(await stream.next(), ["GOAWAY"]);
});

Deno.test("B7 PING is ignored, and RST_STREAM aborts", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const stream = bench.bytes("prober");
  stream.send(["PING"], ["PING", "x"], ["DATA", "a"]);
  deepStrictEqual(await stream.next(), ["DATA", "a"]);
  stream.send(["RST_STREAM"]);
  match((await failure(stream.next())).message, /aborted/);
});

Deno.test("B8 a half-close without GOAWAY ends the client's direction", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const stream = bench.bytes("prober");
  stream.send(["DATA", "a"]);
  stream.end();
  deepStrictEqual(await stream.next(), ["DATA", "a"]);
  deepStrictEqual(await stream.next(), ["GOAWAY"]);
  strictEqual(await stream.next(), null);
});

Deno.test("B9 the exporter's end is one GOAWAY, and the call ends when the client has ended too", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  await using bench = await Bench.of({ tcp: tcp(listener.addr.port) });
  const stream = bench.bytes("tcp");
  using peer = await listener.accept();
  await peer.closeWrite();
  deepStrictEqual(await stream.next(), ["GOAWAY"]);
  stream.send(["DATA", "still read"], ["GOAWAY"]);
  strictEqual(await untilEnd(peer), "still read");
  stream.end();
  strictEqual(await stream.next(), null);
});

Deno.test("B10 a TCP peer sees the client's end, and its answer comes back", async () => {
  using listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  await using bench = await Bench.of({ tcp: tcp(listener.addr.port) });
  const stream = bench.bytes("tcp");
  using peer = await listener.accept();
  stream.send(["DATA", "question"]);
  stream.end();
  const question = await untilEnd(peer);
  await peer.write(new TextEncoder().encode(`${question}: answer`));
  await peer.closeWrite();
  deepStrictEqual(await stream.next(), ["DATA", "question: answer"]);
  deepStrictEqual(await stream.next(), ["GOAWAY"]);
  strictEqual(await stream.next(), null);
});

Deno.test("B11 a write that never finishes blocks no cancel", async () => {
  const seen: Seen = { ended: Promise.withResolvers(), taken: 0 };
  await using bench = await Bench.of({ prober: prober(seen) });
  const stream = bench.bytes("prober", "stalls");
  await stream.answers.headers;
  stream.send(["DATA", "a"], ["DATA", "b"]);
  strictEqual(await bench.call("prober", "same", 1), 1);
  stream.cancel();
  strictEqual((await failure(stream.next())).code, "CANCELLED");
});

Deno.test("B11 a write that never finishes blocks not the end of the session", async () => {
  const bench = await Bench.of({ prober: prober() });
  const stream = bench.bytes("prober", "stalls");
  await stream.answers.headers;
  stream.send(["DATA", "a"]);
  const rest = failure(stream.next());
  await bench[Symbol.asyncDispose]();
  await rest;
});

Deno.test("many streams of one device run side by side", async () => {
  await using bench = await Bench.of({ prober: prober() });
  await Promise.all(Array.from({ length: 50 }, () => echoes(bench.bytes("prober"))));
  ok(true);
});

async function untilEnd(conn: Deno.Conn): Promise<string> {
  const buffer = new Uint8Array(64);
  let text = "";
  for (;;) {
    const count = await conn.read(buffer);
    if (count === null) return text;
    text += new TextDecoder().decode(buffer.subarray(0, count));
  }
}
