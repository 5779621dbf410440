import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { type CallOptions, type Channel, connect, GrpcError, implement, MessageQueue, serve } from "./mod.ts";
import { ECHO, ECHO_HANDLERS } from "./testing/echo.ts";

/** Runs a test with a server and a channel on a Unix socket, and stops both. */
async function withEcho(
  test: (channel: Channel) => Promise<void>,
  handlers: Partial<typeof ECHO_HANDLERS> = {},
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const errors: unknown[] = [];
  const server = await serve({
    address: `unix:${folder}/echo.sock`,
    services: [implement(ECHO, { ...ECHO_HANDLERS, ...handlers })],
    onError: (error) => errors.push(error),
  });
  const channel = await connect(server.address!);
  try {
    await test(channel);
  } finally {
    await channel.close();
    await server.stop();
    await Deno.remove(folder, { recursive: true });
  }
  deepEqual(errors, []);
}

Deno.test("a unary call gives the handler's answer", () =>
  withEcho(async (channel) => {
    const echo = channel.client(ECHO);
    equal(await echo.say("hello"), "hello");
    equal(await echo.say(""), "");
    const large = "x".repeat(1_048_576);
    equal(await echo.say(large), large);
  }));

Deno.test("a call that fails rejects with the status, its text and its metadata", () =>
  withEcho(async (channel) => {
    await rejects(channel.client(ECHO).say("fail"), (error: GrpcError) => {
      equal(error.code, "NOT_FOUND");
      equal(error.details, "nothing is there");
      equal(error.metadata.get("x-why"), "asked");
      return error instanceof GrpcError;
    });
  }));

Deno.test("a client stream is taken from any iterable, and answered once", () =>
  withEcho(async (channel) => {
    equal(await channel.client(ECHO).join(["a", "b", "c"]), "a b c");
    equal(await channel.client(ECHO).join([]), "");
    const words = new ReadableStream<string>({
      start(controller) {
        controller.enqueue("web");
        controller.enqueue("stream");
        controller.close();
      },
    });
    equal(await channel.client(ECHO).join(words), "web stream");
  }));

Deno.test("a server stream gives each message, then the status", () =>
  withEcho(async (channel) => {
    deepEqual(await Array.fromAsync(channel.client(ECHO).split("a b c")), ["a", "b", "c"]);
    const received: string[] = [];
    await rejects(async () => {
      for await (const word of channel.client(ECHO).split("a fail c")) received.push(word);
    }, { code: "NOT_FOUND" });
    deepEqual(received, ["a"]);
  }));

Deno.test("a bidirectional stream gives the headers before a message, and answers each", () =>
  withEcho(async (channel) => {
    const queue = new MessageQueue<string>();
    const answers = channel.client(ECHO).chat(queue);
    equal((await answers.headers).get("x-chat"), "open");
    for (const text of ["one", "two"]) {
      queue.send(text);
      deepEqual(await answers.next(), { value: text, done: false });
    }
    queue.end();
    deepEqual(await answers.next(), { value: undefined, done: true });
  }));

Deno.test("calls run side by side on one connection", () =>
  withEcho(async (channel) => {
    const echo = channel.client(ECHO);
    const texts = Array.from({ length: 1_000 }, (_, at) => `call ${at}`);
    deepEqual(await Promise.all(texts.map((text) => echo.say(text))), texts);
  }));

Deno.test("a cancelled call aborts the handler's signal", () =>
  withEcho(async (channel) => {
    const controller = new AbortController();
    const call = channel.client(ECHO).say("wait", { signal: controller.signal });
    controller.abort();
    await rejects(call, { code: "CANCELLED" });
  }, { say: (_, { signal }) => untilAborted(signal) }));

Deno.test("a deadline ends the call on both ends", async () => {
  const aborted = Promise.withResolvers<unknown>();
  await withEcho(async (channel) => {
    const options: CallOptions = { timeoutMs: 20 };
    await rejects(channel.client(ECHO).say("wait", options), { code: "DEADLINE_EXCEEDED" });
    const reason = await aborted.promise;
    ok(reason instanceof GrpcError);
  }, {
    say(_, { signal, deadline }) {
      ok(deadline !== null);
      signal.addEventListener("abort", () => aborted.resolve(signal.reason));
      return untilAborted(signal);
    },
  });
});

Deno.test("a method without a handler answers UNIMPLEMENTED", () =>
  withEcho(async (channel) => {
    await rejects(channel.client(ECHO).say("hello"), { code: "UNIMPLEMENTED" });
    await rejects(channel.client(ECHO).join(["hello"]), { code: "UNIMPLEMENTED" });
  }, { say: undefined, join: undefined }));

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}
