import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import {
  type Channel,
  connect,
  type GrpcError,
  type GrpcLimits,
  type Handlers,
  implement,
  MessageQueue,
  serve,
} from "./mod.ts";
import { FLAG, FRAME } from "./http2/frame_type.ts";
import { ECHO, ECHO_HANDLERS, type EchoMethods } from "./testing/echo.ts";
import { frame, message, RawPeer, requestFields } from "./testing/raw_peer.ts";
import { withRawPeer } from "./testing/served.ts";

const CHUNK = "x".repeat(16_000);
/** What may be under way beside the windows: buffers of both ends and of the system. */
const UNDER_WAY_BYTES = 1_500_000;

async function withChannel(
  test: (channel: Channel) => Promise<void>,
  handlers: Handlers<EchoMethods> = {},
  limits: Partial<GrpcLimits> = {},
): Promise<void> {
  const services = [implement(ECHO, { ...ECHO_HANDLERS, ...handlers })];
  const server = await serve({ address: "127.0.0.1:0", services, limits, onError() {} });
  const channel = await connect(server.address!, { limits });
  try {
    await test(channel);
  } finally {
    await channel.close();
    await server.stop();
  }
}

/** Waits until a count no longer changes, by calls that go both ways. */
async function settled(channel: Channel, count: () => number): Promise<number> {
  for (let last = -1, quiet = 0; quiet < 20; last = count()) {
    await channel.client(ECHO).say("turn");
    quiet = count() === last ? quiet + 1 : 0;
  }
  return count();
}

Deno.test("a reader that takes nothing holds the server's stream by its window, and other calls go on", async () => {
  let sent = 0;
  let hasEnded = false;
  await withChannel(async (channel) => {
    const answers = channel.client(ECHO).split("go");
    equal((await answers.next()).value, CHUNK);
    ok(await settled(channel, () => sent) * CHUNK.length < UNDER_WAY_BYTES);
    await answers.return();
    await settled(channel, () => sent);
    equal(hasEnded, true);
  }, {
    async *split() {
      try {
        for (;; sent++) yield CHUNK;
      } finally {
        hasEnded = true;
      }
    },
  });
});

Deno.test("a handler that takes nothing holds the client's stream by its window", async () => {
  let sent = 0;
  const release = Promise.withResolvers<string>();
  await withChannel(async (channel) => {
    const call = channel.client(ECHO).join(function* () {
      for (; sent < 1_000; sent++) yield CHUNK;
    }());
    ok(await settled(channel, () => sent) * CHUNK.length < UNDER_WAY_BYTES);
    release.resolve("enough");
    equal(await call, "enough");
  }, { join: () => release.promise });
});

Deno.test("a queue that is sent to faster than the peer takes fails with RESOURCE_EXHAUSTED", async () => {
  const release = Promise.withResolvers<string>();
  await withChannel(
    async (channel) => {
      const queue = new MessageQueue<string>();
      const call = channel.client(ECHO).join(queue);
      throws(
        () => {
          for (;;) queue.send(CHUNK);
        },
        (error: GrpcError) => error.code === "RESOURCE_EXHAUSTED" && error.details.includes("maxQueuedBytes is 100000"),
      );
      release.resolve("enough");
      equal(await call, "enough");
      throws(() => queue.send("late"), { code: "CANCELLED" });
    },
    { join: () => release.promise },
    { maxQueuedBytes: 100_000 },
  );
});

Deno.test("a queue keeps to the peer's pace by ready()", () =>
  withChannel(
    async (channel) => {
      const queue = new MessageQueue<string>();
      const call = channel.client(ECHO).join(queue);
      for (let count = 0; count < 200; count++) {
        await queue.ready();
        queue.send(CHUNK);
      }
      queue.end();
      equal((await call).length, 200 * CHUNK.length + 199);
    },
    {},
    { maxReceiveBytes: 1 << 24, maxSendBytes: 1 << 24, maxQueuedBytes: 100_000 },
  ));

Deno.test("a peer that stops reading holds the server's stream, and a stop ends the connection", () => {
  let sent = 0;
  return withRawPeer(
    async (peer) => {
      await peer.request(1, "/test.Echo/Split", false);
      const windows = [0x7f, 0, 0, 0];
      await peer.send(
        frame(FRAME.windowUpdate, 0, 0, windows),
        frame(FRAME.windowUpdate, 0, 1, windows),
        frame(FRAME.data, FLAG.endStream, 1, message("go")),
      );
      await peer.nextOf(FRAME.data);
      for (let last = -1, quiet = 0; quiet < 50; last = sent) {
        await new Promise((resolve) => setTimeout(resolve));
        quiet = sent === last ? quiet + 1 : 0;
      }
      ok(sent * CHUNK.length < 20_000_000);
    },
    {},
    {
      async *split() {
        for (;; sent++) yield CHUNK;
      },
    },
  );
});

Deno.test("a message above maxSendBytes fails with RESOURCE_EXHAUSTED, and nothing of it is sent", () =>
  withChannel(
    async (channel) => {
      const echo = channel.client(ECHO);
      await rejects(echo.say("x".repeat(1_001)), { code: "RESOURCE_EXHAUSTED" });
      await rejects(echo.say("large"), {
        code: "RESOURCE_EXHAUSTED",
        details: /1001 bytes exceeds .* sent bytes/ as never,
      });
      equal(await echo.say("small"), "small");
    },
    { say: (text) => text === "large" ? "x".repeat(1_001) : text },
    { maxSendBytes: 1_000 },
  ));

Deno.test("a message above the client's maxReceiveBytes fails with RESOURCE_EXHAUSTED", async () => {
  const server = await serve({ address: "127.0.0.1:0", services: [implement(ECHO, ECHO_HANDLERS)] });
  const channel = await connect(server.address!, { limits: { maxReceiveBytes: 1_000 } });
  await rejects(channel.client(ECHO).say("x".repeat(1_001)), { code: "RESOURCE_EXHAUSTED" });
  equal(await channel.client(ECHO).say("small"), "small");
  await channel.close();
  await server.stop();
});

Deno.test("calls above the server's streams wait, and those above maxWaitingCalls fail", () => {
  const release = Promise.withResolvers<void>();
  return withChannel(
    async (channel) => {
      const echo = channel.client(ECHO);
      const calls = Array.from({ length: 6 }, (_, at) => echo.say(`${at}`));
      const waitsInVain = echo.say("waits", { timeoutMs: 10 });
      await rejects(waitsInVain, { code: "DEADLINE_EXCEEDED" });
      const last = echo.say("6");
      await rejects(echo.say("7"), { code: "RESOURCE_EXHAUSTED", message: /maxWaitingCalls 5/ as never });
      release.resolve();
      deepEqual(await Promise.all([...calls, last]), ["0", "1", "2", "3", "4", "5", "6"]);
    },
    { say: (text) => release.promise.then(() => text) },
    { maxStreams: 2, maxWaitingCalls: 5 },
  );
});

Deno.test("calls that wait for a stream fail at once when the channel is closed", () =>
  withChannel(async (channel) => {
    const calls = ["runs", "waits"].map((text) => rejects(channel.client(ECHO).say(text), { code: "UNAVAILABLE" }));
    const closed = channel.close();
    await Promise.all(calls);
    await closed;
  }, {
    say: () => new Promise(() => {}),
  }, { maxStreams: 1 }));

Deno.test("a client that vanishes in mid-stream aborts the handler, and its answers end", async () => {
  const aborted = Promise.withResolvers<GrpcError>();
  const errors: unknown[] = [];
  const services = [implement(ECHO, {
    async *chat(texts, { signal }) {
      signal.addEventListener("abort", () => aborted.resolve(signal.reason));
      for await (const text of texts) yield text;
    },
  })];
  const server = await serve({ address: "127.0.0.1:0", services, onError: (error) => errors.push(error) });
  const [hostname, port] = server.address!.split(":");
  const conn = await Deno.connect({ hostname, port: Number(port) });
  const raw = new RawPeer();
  await raw.begin();
  const preface = await raw.other.read();
  await conn.write(preface!);
  await conn.write((await raw.other.read())!);
  await conn.write(frame(FRAME.headers, FLAG.endHeaders, 1, raw.block(requestFields("/test.Echo/Chat"))));
  await conn.write(frame(FRAME.data, 0, 1, message("hello").slice(0, 7)));
  await conn.read(new Uint8Array(100));
  conn.close();
  equal((await aborted.promise).code, "CANCELLED");
  await server.stop();
  match(String(errors[0]), /ConnectionError/);
  equal(errors.length, 1);
});

Deno.test("a server that vanishes in mid-stream fails each call with UNAVAILABLE, once", async () => {
  const [listener, raw] = [Deno.listen({ hostname: "127.0.0.1", port: 0 }), new RawPeer()];
  const accepted = listener.accept();
  const connected = connect(`127.0.0.1:${(listener.addr as Deno.NetAddr).port}`);
  const conn = await accepted;
  await conn.write(frame(FRAME.settings, 0, 0));
  const channel = await connected;
  const answers = channel.client(ECHO).chat(new MessageQueue<string>());
  const call = channel.client(ECHO).say("hello");
  await conn.write(frame(
    FRAME.headers,
    FLAG.endHeaders,
    1,
    raw.block([
      { name: ":status", value: "200" },
      { name: "content-type", value: "application/grpc" },
    ]),
  ));
  await answers.headers;
  conn.close();
  await rejects(answers.next(), { code: "UNAVAILABLE" });
  await rejects(call, { code: "UNAVAILABLE" });
  equal((await channel.closed)?.name, "ConnectionError");
  equal(channel.isOpen, false);
  await rejects(channel.client(ECHO).say("late"), { code: "UNAVAILABLE" });
  listener.close();
});
