import { deepEqual, equal, match } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { implement, serve } from "../mod.ts";
import { ECHO, ECHO_HANDLERS } from "../testing/echo.ts";
import { frame, message, RawPeer, uint32 } from "../testing/raw_peer.ts";
import { withRawPeer } from "../testing/served.ts";
import { HTTP2_CODES } from "./error_code.ts";
import { FLAG, FRAME, PREFACE } from "./frame_type.ts";
import { SETTING } from "./peer_settings.ts";

const SAY = "/test.Echo/Say";
const CHAT = "/test.Echo/Chat";
const END = FLAG.endStream;

Deno.test("a server announces its limits in SETTINGS, and answers SETTINGS and PING", () =>
  withRawPeer(async (peer) => {
    const settings = await peer.nextOf(FRAME.settings);
    deepEqual([...settings.payload], [
      ...[0, SETTING.maxConcurrentStreams, ...uint32(256)],
      ...[0, SETTING.initialWindowSize, ...uint32(262_144)],
      ...[0, SETTING.maxHeaderListSize, ...uint32(16_384)],
    ]);
    equal((await peer.nextOf(FRAME.settings)).flags, FLAG.ack);
    await peer.send(frame(FRAME.ping, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]));
    const pong = await peer.nextOf(FRAME.ping);
    deepEqual([pong.flags, ...pong.payload], [FLAG.ack, 1, 2, 3, 4, 5, 6, 7, 8]);
  }));

Deno.test("padding, priority, CONTINUATION and unknown frames change nothing in a call", () =>
  withRawPeer(async (peer) => {
    const block = peer.block([
      { name: ":method", value: "POST" },
      { name: ":scheme", value: "http" },
      { name: ":path", value: SAY },
      { name: "content-type", value: "application/grpc+proto" },
    ]);
    const head = [3, ...uint32(0), 16, ...block.subarray(0, 5), 0, 0, 0];
    await peer.send(
      frame(FRAME.priority, 0, 7, [...uint32(0), 1]),
      frame(FRAME.headers, FLAG.padded | FLAG.priority, 1, head),
      frame(FRAME.continuation, 0, 1, block.subarray(5, 9)),
      frame(FRAME.continuation, FLAG.endHeaders, 1, block.subarray(9)),
      frame(0xee, 0xff, 1, [1, 2, 3]),
      frame(FRAME.data, FLAG.padded | END, 1, [2, ...message("hello"), 0, 0]),
    );
    deepEqual(await peer.nextFields(), { ":status": "200", "content-type": "application/grpc" });
    deepEqual([...(await peer.nextOf(FRAME.data)).payload], message("hello"));
    deepEqual(await peer.nextFields(), { "grpc-status": "0" });
  }));

Deno.test("DATA goes out in frames of the peer's size, within its windows", () =>
  withRawPeer(async (peer) => {
    const text = "x".repeat(100_000);
    await peer.request(1, SAY, false);
    const bytes = Uint8Array.from(message(text));
    for (let at = 0; at < bytes.length; at += 16_384) {
      await peer.send(frame(FRAME.data, 0, 1, bytes.subarray(at, at + 16_384)));
    }
    await peer.send(frame(FRAME.data, END, 1));
    const sizes: number[] = [];
    while (sizes.reduce((sum, size) => sum + size, 0) < 65_535) {
      sizes.push((await peer.nextOf(FRAME.data)).payload.length);
    }
    deepEqual(sizes, [16_384, 16_384, 16_384, 16_383]);
    await peer.send(frame(FRAME.windowUpdate, 0, 0, uint32(1_000_000)), frame(FRAME.windowUpdate, 0, 1, uint32(10)));
    equal((await peer.nextOf(FRAME.data)).payload.length, 10);
    await peer.send(frame(FRAME.windowUpdate, 0, 1, uint32(100_000)));
    let rest = 100_005 - 65_545;
    while (rest > 0) rest -= (await peer.nextOf(FRAME.data)).payload.length;
    deepEqual(await peer.nextFields(), { "grpc-status": "0" });
  }));

Deno.test("windows are given back as the handler takes messages, not as they arrive", async () => {
  const begin = Promise.withResolvers<void>();
  await withRawPeer(
    async (peer) => {
      const piece = Uint8Array.from(message("x".repeat(16_379)));
      await peer.request(1, CHAT, false);
      for (let count = 0; count < 16; count++) await peer.send(frame(FRAME.data, 0, 1, piece));
      await peer.send(frame(FRAME.ping, 0, 0, new Uint8Array(8)));
      const updates: number[] = [];
      for (let found = await peer.next(); found!.type !== FRAME.ping; found = await peer.next()) {
        if (found!.type === FRAME.windowUpdate) updates.push(found!.id);
      }
      deepEqual(updates, [0]);
      begin.resolve();
      equal((await peer.nextOf(FRAME.windowUpdate)).id, 1);
    },
    {},
    {
      async *chat(texts) {
        await begin.promise;
        for await (const text of texts) if (text === "") yield text;
      },
    },
  );
});

Deno.test("a connection with more than maxUnreadBytes gets no more window until some are taken", async () => {
  const begin = Promise.withResolvers<void>();
  await withRawPeer(
    async (peer) => {
      const piece = Uint8Array.from(message("x".repeat(16_379)));
      for (let id = 1; id <= 63; id += 2) {
        await peer.request(id, CHAT, false);
        for (let count = 0; count < 2; count++) await peer.send(frame(FRAME.data, 0, id, piece));
      }
      await peer.send(frame(FRAME.ping, 0, 0, new Uint8Array(8)));
      let window = 65_535;
      for (let found = await peer.next(); found!.type !== FRAME.ping; found = await peer.next()) {
        if (found!.type === FRAME.windowUpdate && found!.id === 0) {
          window += new DataView(found!.payload.buffer)
            .getUint32(0);
        }
      }
      equal(window, 1_048_576);
      begin.resolve();
      while ((await peer.nextOf(FRAME.windowUpdate)).id !== 0);
    },
    { limits: { maxUnreadBytes: 100_000 } },
    {
      async *chat(texts) {
        await begin.promise;
        for await (const text of texts) if (text === "") yield text;
      },
    },
  );
});

Deno.test("a peer that sends more than the stream's window is reset", () =>
  withRawPeer(
    async (peer) => {
      await peer.request(1, CHAT, false);
      const piece = Uint8Array.from(message("x".repeat(16_379)));
      for (let count = 0; count < 17; count++) await peer.send(frame(FRAME.data, 0, 1, piece));
      await peer.expectReset(1, HTTP2_CODES.FLOW_CONTROL_ERROR);
    },
    {},
    { chat: () => new ReadableStream() },
  ));

Deno.test("a peer that has not yet seen a smaller window may use the usual one", () =>
  withRawPeer(
    async (peer) => {
      const piece = Uint8Array.from(message("x".repeat(16_379)));
      await peer.request(1, CHAT, false);
      for (let count = 0; count < 3; count++) await peer.send(frame(FRAME.data, 0, 1, piece));
      await peer.send(frame(FRAME.settings, FLAG.ack, 0));
      await peer.request(3, CHAT, false);
      await peer.send(frame(FRAME.data, 0, 3, piece));
      await peer.expectReset(3, HTTP2_CODES.FLOW_CONTROL_ERROR);
    },
    { limits: { streamWindowBytes: 10_000 } },
    { chat: () => new ReadableStream() },
  ));

Deno.test("streams above maxStreams are refused, and the others go on", () =>
  withRawPeer(async (peer) => {
    for (const id of [1, 3, 5]) await peer.request(id, CHAT, false);
    await peer.expectReset(5, HTTP2_CODES.REFUSED_STREAM);
    await peer.send(frame(FRAME.data, END, 1, message("still")));
    deepEqual([...(await peer.nextOf(FRAME.data)).payload], message("still"));
  }, { limits: { maxStreams: 2 } }));

Deno.test("a header list above maxHeaderListBytes ends the call with RESOURCE_EXHAUSTED", () =>
  withRawPeer(async (peer) => {
    await peer.request(1, SAY, true, { "x-large": "x".repeat(16_300) });
    const fields = await peer.nextFields();
    equal(fields["grpc-status"], "8");
    match(fields["grpc-message"]!, /maxHeaderListBytes 16384/);
    await peer.request(3, SAY, false);
    await peer.send(frame(FRAME.data, END, 3, message("next")));
    equal((await peer.nextFields())[":status"], "200");
  }));

Deno.test("CONTINUATION frames above maxContinuations end the connection", () =>
  withRawPeer(async (peer, errors) => {
    await peer.send(frame(FRAME.headers, 0, 1, peer.block([{ name: ":method", value: "POST" }])));
    for (let count = 0; count < 9; count++) await peer.send(frame(FRAME.continuation, 0, 1));
    match(await peer.expectGoaway(HTTP2_CODES.ENHANCE_YOUR_CALM), /exceed maxContinuations 8/);
    equal(errors.length, 1);
  }));

Deno.test("more resets than maxResets end the connection", () =>
  withRawPeer(async (peer) => {
    for (let id = 1; id < 24; id += 2) {
      await peer.request(id, CHAT, false);
      await peer.send(frame(FRAME.rstStream, 0, id, uint32(HTTP2_CODES.CANCEL)));
    }
    match(await peer.expectGoaway(HTTP2_CODES.ENHANCE_YOUR_CALM), /exceed maxResets 10/);
  }, { limits: { maxResets: 10, resetsPerSecond: 0 } }));

Deno.test("streams that the server resets for the peer's faults count as resets", () =>
  withRawPeer(async (peer) => {
    for (let id = 1; id < 24; id += 2) {
      await peer.request(id, CHAT, false);
      await peer.send(frame(FRAME.windowUpdate, 0, id, uint32(0)));
    }
    await peer.expectGoaway(HTTP2_CODES.ENHANCE_YOUR_CALM);
  }, { limits: { maxResets: 10, resetsPerSecond: 0 } }));

Deno.test("a message above maxReceiveBytes ends its call with RESOURCE_EXHAUSTED, before it has come", () =>
  withRawPeer(async (peer) => {
    await peer.request(1, SAY, false);
    await peer.send(frame(FRAME.data, 0, 1, [0, ...uint32(1_001)]));
    const fields = await peer.nextFields();
    deepEqual([fields["grpc-status"], fields["grpc-message"]], [
      "8",
      "message of 1001 bytes exceeds the limit of 1000 received bytes",
    ]);
    await peer.expectReset(1, HTTP2_CODES.NO_ERROR);
  }, { limits: { maxReceiveBytes: 1_000 } }));

Deno.test("a peer without SETTINGS is closed after handshakeTimeoutMs", async () => {
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const server = await serve({ services: [], clock, onError: (error) => errors.push(error) });
  const peer = new RawPeer();
  server.handle(peer.other);
  await peer.send(PREFACE);
  await peer.nextOf(FRAME.settings);
  clock.advance(5_000);
  match(await peer.expectGoaway(HTTP2_CODES.SETTINGS_TIMEOUT), /handshakeTimeoutMs 5000/);
  await server.stop();
  equal((errors[0] as Error).message, "Cannot start HTTP/2: no SETTINGS of the peer within handshakeTimeoutMs 5000");
});

Deno.test("a connection without a stream is closed after idleTimeoutMs, silently", async () => {
  const clock = new ManualClock();
  const server = await serve({
    services: [implement(ECHO, ECHO_HANDLERS)],
    clock,
    limits: { idleTimeoutMs: 1_000 },
    onError: (error) => {
      throw error;
    },
  });
  const peer = new RawPeer();
  server.handle(peer.other);
  await peer.begin();
  await peer.request(1, CHAT, false);
  await peer.nextFields();
  clock.advance(10_000);
  await peer.send(frame(FRAME.data, END, 1));
  await peer.nextFields();
  clock.advance(999);
  await peer.send(frame(FRAME.ping, 0, 0, new Uint8Array(8)));
  await peer.nextOf(FRAME.ping);
  clock.advance(1);
  equal(await peer.next(), null);
  await server.stop();
});

Deno.test("keepalive asks a silent peer, and gives up one that does not answer", async () => {
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const keepalive = { everyMs: 1_000, timeoutMs: 100 };
  const server = await serve({ services: [], clock, keepalive, onError: (error) => errors.push(error) });
  const peer = new RawPeer();
  server.handle(peer.other);
  await peer.begin();
  await peer.nextOf(FRAME.settings);
  await peer.nextOf(FRAME.settings);
  clock.advance(1_000);
  clock.advance(1_000);
  const ping = await peer.nextOf(FRAME.ping);
  equal(ping.flags, 0);
  clock.advance(100);
  equal(await peer.next(), null);
  await server.stop();
  match(String(errors[0]), /no answer to PING within 100 ms/);
});

Deno.test("a stop refuses new streams, lets the open ones end, and sends no GOAWAY", async () => {
  const server = await serve({ services: [implement(ECHO, ECHO_HANDLERS)] });
  const peer = new RawPeer();
  server.handle(peer.other);
  await peer.begin();
  await peer.request(1, CHAT, false);
  await peer.nextFields();
  const stopped = server.stop(60_000);
  await peer.request(3, SAY, true);
  await peer.expectReset(3, HTTP2_CODES.REFUSED_STREAM);
  await peer.send(frame(FRAME.data, END, 1, message("last")));
  const types: number[] = [];
  for (let found = await peer.next(); found !== null; found = await peer.next()) types.push(found.type);
  deepEqual(types, [FRAME.data, FRAME.headers]);
  await stopped;
});

Deno.test("control frames above maxControlFrames that the peer does not read end the connection", async () => {
  const failed = Promise.withResolvers<unknown>();
  const server = await serve({ services: [], onError: failed.resolve });
  const closed = Promise.withResolvers<null>();
  const chunks = [PREFACE, frame(FRAME.settings, 0, 0), ...Array.from({ length: 20 }, () => pings(100))];
  server.handle({
    read: () => chunks.length > 0 ? Promise.resolve(chunks.shift()!) : closed.promise,
    write: () => closed.promise.then(() => {}),
    close: () => closed.resolve(null),
  });
  match(String(await failed.promise), /exceed maxControlFrames 1000/);
  await server.stop();
});

function pings(count: number): Uint8Array {
  const one = frame(FRAME.ping, 0, 0, new Uint8Array(8));
  return Uint8Array.from(Array.from({ length: count }, () => [...one]).flat());
}
