import { ManualClock } from "@fluxwire/transport";
import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { type Channel, connect, type ConnectOptions, GrpcError } from "../mod.ts";
import { HTTP2_CODES } from "../http2/error_code.ts";
import { FLAG, FRAME } from "../http2/frame_type.ts";
import { ECHO } from "../testing/echo.ts";
import { frame, message, RawPeer, uint32 } from "../testing/raw_peer.ts";

const OK_HEADERS = { ":status": "200", "content-type": "application/grpc" };

/** Gives a test a channel to a server by hand. */
async function withServer(
  test: (server: RawPeer, channel: Channel) => Promise<void>,
  options: ConnectOptions = {},
): Promise<void> {
  const server = new RawPeer();
  const connecting = connect(server.other, options);
  await server.skipPreface();
  await server.send(frame(FRAME.settings, 0, 0));
  const channel = await connecting;
  try {
    await test(server, channel);
  } finally {
    server.close();
    await channel.close();
  }
}

/** A frame of header fields. */
function headers(server: RawPeer, id: number, fields: Record<string, string>, isEnd: boolean): Uint8Array {
  const block = server.block(Object.entries(fields).map(([name, value]) => ({ name, value })));
  return frame(FRAME.headers, FLAG.endHeaders | (isEnd ? FLAG.endStream : 0), id, block);
}

/** Expects a call to fail after an answer. */
function failing(
  title: string,
  code: string,
  details: RegExp,
  answer: (server: RawPeer) => Uint8Array[],
): void {
  Deno.test(`a call fails with ${code} after ${title}`, () =>
    withServer(async (server, channel) => {
      const call = channel.client(ECHO).say("hello");
      await server.nextOf(FRAME.data);
      await server.send(...answer(server));
      await rejects(call, (error) => {
        equal(error instanceof GrpcError, true, String(error));
        equal((error as GrpcError).code, code);
        match((error as GrpcError).details, details);
        return true;
      });
    }));
}

Deno.test("a call through a tunnel with TLS of its own says so, and names the server", () =>
  withServer(async (server, channel) => {
    const call = channel.client(ECHO).say("hello");
    const fields = await server.nextFields();
    deepEqual([fields[":scheme"], fields[":authority"]], ["https", "lab.example:8082"]);
    await server.send(headers(server, 1, { ...OK_HEADERS, "grpc-status": "0" }, true));
    await rejects(call);
  }, { scheme: "https", authority: "lab.example:8082" }));

Deno.test("a call sends the fields of gRPC's specification, and takes headers, a message and trailers", () =>
  withServer(async (server, channel) => {
    const seen: unknown[] = [];
    const call = channel.client(ECHO).say("hello", {
      timeoutMs: 10_000,
      metadata: { "x-one": "1", "x-two-bin": Uint8Array.of(255) },
      onHeaders: (metadata) => seen.push(metadata.get("x-early")),
      onTrailers: (metadata) => seen.push(metadata.get("x-late")),
    });
    const { "grpc-timeout": timeout, ...fields } = await server.nextFields();
    match(timeout!, /^10000m$|^9[0-9]{3}m$/);
    deepEqual(fields, {
      ":method": "POST",
      ":scheme": "http",
      ":path": "/test.Echo/Say",
      ":authority": "localhost",
      te: "trailers",
      "content-type": "application/grpc",
      "user-agent": "fluxwire-grpc",
      "x-one": "1",
      "x-two-bin": "/w",
    });
    const data = await server.nextOf(FRAME.data);
    deepEqual([data.flags, ...data.payload], [FLAG.endStream, ...message("hello")]);
    await server.send(
      headers(server, 1, { ":status": "103" }, false),
      headers(server, 1, { ...OK_HEADERS, "x-early": "yes" }, false),
      frame(FRAME.data, 0, 1, message("hel").slice(0, 6)),
      frame(FRAME.data, 0, 1, message("hel").slice(6)),
      headers(server, 1, { "grpc-status": "0", "x-late": "too" }, true),
    );
    equal(await call, "hel");
    deepEqual(seen, ["yes", "too"]);
  }));

failing("a status in trailers only, with an encoded text", "ABORTED", /^50 % – done$/, (server) => [
  headers(server, 1, { ...OK_HEADERS, "grpc-status": "10", "grpc-message": "50 %25 %E2%80%93 done" }, true),
]);
failing("a status that gRPC does not have", "UNKNOWN", /^$/, (server) => [
  headers(server, 1, { ...OK_HEADERS, "grpc-status": "99" }, true),
]);
failing("trailers without a status", "INTERNAL", /without a status/, (server) => [
  headers(server, 1, OK_HEADERS, false),
  headers(server, 1, { "x-late": "too" }, true),
]);
failing("DATA that ends the stream", "INTERNAL", /without a status/, (server) => [
  headers(server, 1, OK_HEADERS, false),
  frame(FRAME.data, FLAG.endStream, 1, message("hello")),
]);
failing("an answer without a message", "INTERNAL", /no message instead of 1/, (server) => [
  headers(server, 1, OK_HEADERS, false),
  headers(server, 1, { "grpc-status": "0" }, true),
]);
failing("an answer of two messages", "INTERNAL", /2 messages instead of 1/, (server) => [
  headers(server, 1, OK_HEADERS, false),
  frame(FRAME.data, 0, 1, [...message("one"), ...message("two")]),
  headers(server, 1, { "grpc-status": "0" }, true),
]);
failing("an answer that ends within a message", "INTERNAL", /within a message/, (server) => [
  headers(server, 1, OK_HEADERS, false),
  frame(FRAME.data, 0, 1, message("hello").slice(0, 7)),
  headers(server, 1, { "grpc-status": "0" }, true),
]);
failing("a compressed message", "UNIMPLEMENTED", /compressed/, (server) => [
  headers(server, 1, OK_HEADERS, false),
  frame(FRAME.data, 0, 1, [1, ...uint32(1), 0]),
]);
failing("a page of HTTP", "UNAVAILABLE", /HTTP 503/, (server) => [
  headers(server, 1, { ":status": "503", "content-type": "text/html" }, false),
  frame(FRAME.data, FLAG.endStream, 1, [60, 104, 116, 109, 108, 62]),
]);
failing("another content type", "UNKNOWN", /text\/html/, (server) => [
  headers(server, 1, { ":status": "200", "content-type": "text/html" }, false),
  frame(FRAME.data, FLAG.endStream, 1, [60, 104, 116, 109, 108, 62]),
]);
failing("headers twice", "INTERNAL", /out of order/, (server) => [
  headers(server, 1, OK_HEADERS, false),
  headers(server, 1, OK_HEADERS, false),
]);
failing("a header list above the limit", "RESOURCE_EXHAUSTED", /maxHeaderListBytes/, (server) => [
  headers(server, 1, { ...OK_HEADERS, "x-large": "x".repeat(16_300) }, false),
]);
for (
  const [code, status] of [
    ["REFUSED_STREAM", "UNAVAILABLE"],
    ["CANCEL", "CANCELLED"],
    ["ENHANCE_YOUR_CALM", "RESOURCE_EXHAUSTED"],
    ["INADEQUATE_SECURITY", "PERMISSION_DENIED"],
    ["PROTOCOL_ERROR", "INTERNAL"],
  ] as const
) {
  failing(
    `a reset with ${code}`,
    status,
    new RegExp(code),
    () => [frame(FRAME.rstStream, 0, 1, uint32(HTTP2_CODES[code]))],
  );
}
failing("a push", "UNAVAILABLE", /PUSH_PROMISE/, () => [frame(FRAME.pushPromise, 4, 1, uint32(2))]);

Deno.test("GOAWAY fails the calls that the server has not seen, lets others end, and takes no more", () =>
  withServer(async (server, channel) => {
    const seen = channel.client(ECHO).say("seen");
    const unseen = channel.client(ECHO).say("unseen");
    await server.nextOf(FRAME.data);
    await server.nextOf(FRAME.data);
    await server.send(frame(FRAME.goaway, 0, 0, [...uint32(1), ...uint32(HTTP2_CODES.NO_ERROR)]));
    await rejects(unseen, { code: "UNAVAILABLE" });
    await rejects(channel.client(ECHO).say("late"), { code: "UNAVAILABLE" });
    await server.send(
      headers(server, 1, OK_HEADERS, false),
      frame(FRAME.data, 0, 1, message("done")),
      headers(server, 1, { "grpc-status": "0" }, true),
    );
    equal(await seen, "done");
    match(String(await channel.closed), /GOAWAY, NO_ERROR/);
  }));

Deno.test("an answer that comes before the requests end stops them", () =>
  withServer(async (server, channel) => {
    let isStopped = false;
    const call = channel.client(ECHO).join(async function* () {
      try {
        for (;;) {
          yield "more";
          await new Promise((resolve) => setTimeout(resolve));
        }
      } finally {
        isStopped = true;
      }
    }());
    await server.nextOf(FRAME.data);
    await server.send(headers(server, 1, { ...OK_HEADERS, "grpc-status": "5" }, true));
    await rejects(call, { code: "NOT_FOUND" });
    await server.expectReset(1, HTTP2_CODES.NO_ERROR);
    await new Promise((resolve) => setTimeout(resolve));
    equal(isStopped, true);
  }));

Deno.test("a caller that reads no further, and one that aborts, reset the stream with CANCEL", () =>
  withServer(async (server, channel) => {
    const answers = channel.client(ECHO).split("a b");
    await server.send(headers(server, 1, OK_HEADERS, false), frame(FRAME.data, 0, 1, message("a")));
    for await (const word of answers) {
      equal(word, "a");
      break;
    }
    await server.expectReset(1, HTTP2_CODES.CANCEL);
    const controller = new AbortController();
    const call = channel.client(ECHO).say("hello", { signal: controller.signal });
    controller.abort(new Error("enough"));
    await rejects(
      call,
      (error: GrpcError) => error.code === "CANCELLED" && (error.cause as Error).message === "enough",
    );
    await server.expectReset(3, HTTP2_CODES.CANCEL);
  }));

Deno.test("what a caller's functions throw ends its call, and not the connection", () =>
  withServer(async (server, channel) => {
    const echo = channel.client(ECHO);
    const onHeaders = () => {
      throw new Error("mine");
    };
    const calls = [echo.say("one", { onHeaders }), echo.say("two", { onTrailers: onHeaders })];
    const refused = calls.map((call) =>
      rejects(call, (error: GrpcError) => error.code === "CANCELLED" && (error.cause as Error).message === "mine")
    );
    for (const id of [1, 3]) {
      await server.send(
        headers(server, id, OK_HEADERS, false),
        frame(FRAME.data, 0, id, message("answer")),
        headers(server, id, { "grpc-status": "0" }, true),
      );
    }
    await Promise.all(refused);
    const third = echo.say("three");
    await server.send(headers(server, 5, { ...OK_HEADERS, "grpc-status": "5" }, true));
    await rejects(third, { code: "NOT_FOUND" });
  }));

Deno.test("keepalive asks a silent server, and ends the channel if it does not answer", async () => {
  const clock = new ManualClock();
  const server = new RawPeer();
  const connecting = connect(server.other, { clock, keepalive: { everyMs: 1_000, timeoutMs: 100 } });
  await server.skipPreface();
  await server.send(frame(FRAME.settings, 0, 0));
  const channel = await connecting;
  const refused = rejects(channel.client(ECHO).say("hello"), { code: "UNAVAILABLE" });
  clock.advance(2_000);
  await server.nextOf(FRAME.ping);
  await server.send(frame(FRAME.ping, FLAG.ack, 0, new Uint8Array(8)), frame(FRAME.ping, 0, 0, new Uint8Array(8)));
  await server.nextOf(FRAME.ping);
  clock.advance(100);
  equal(channel.isOpen, true);
  clock.advance(1_000);
  await server.nextOf(FRAME.ping);
  clock.advance(100);
  await refused;
  match(String(await channel.closed), /no answer to PING within 100 ms, after 1000 ms without a byte/);
});
