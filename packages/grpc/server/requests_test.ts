import { ManualClock } from "@fluxwire/transport";
import { deepEqual, equal, match, rejects, throws } from "node:assert/strict";
import { type CallContext, type GrpcError, implement, serve } from "../mod.ts";
import { HTTP2_CODES } from "../http2/error_code.ts";
import { FLAG, FRAME } from "../http2/frame_type.ts";
import { ECHO } from "../testing/echo.ts";
import { frame, message, RawPeer, uint32 } from "../testing/raw_peer.ts";
import { withRawPeer } from "../testing/served.ts";

const SAY = "/test.Echo/Say";
const CHAT = "/test.Echo/Chat";
const END = FLAG.endStream;

/** Status and text of a call that was answered in trailers only. */
async function status(peer: RawPeer): Promise<[string, string]> {
  const fields = await peer.nextFields();
  equal(fields[":status"], "200");
  return [fields["grpc-status"]!, fields["grpc-message"] ?? ""];
}

Deno.test("a request of another content type gets HTTP 415 with a text, another method 405", () =>
  withRawPeer(async (peer) => {
    await peer.request(1, SAY, true, { "content-type": "application/json" });
    deepEqual(await peer.nextFields(), { ":status": "415", "content-type": "text/plain; charset=utf-8" });
    const text = await peer.nextOf(FRAME.data);
    match(new TextDecoder().decode(text.payload), /^This is a gRPC server/);
    equal(text.flags, END);
    await peer.request(3, SAY, true, { ":method": "GET" });
    equal((await peer.nextFields())[":status"], "405");
  }));

Deno.test("an unknown method is UNIMPLEMENTED at once, and a request that goes on is stopped", () =>
  withRawPeer(async (peer) => {
    await peer.request(1, "/test.Echo/Other", false);
    deepEqual(await status(peer), ["12", "no method is called /test.Echo/Other"]);
    await peer.expectReset(1, HTTP2_CODES.NO_ERROR);
    await peer.send(frame(FRAME.data, END, 1, message("late")), frame(FRAME.ping, 0, 0, new Uint8Array(8)));
    equal((await peer.nextOf(FRAME.ping)).flags, FLAG.ack);
  }));

const REFUSED: readonly (readonly [title: string, data: number[], status: string, text: RegExp])[] = [
  ["no message", [], "13", /no message instead of 1/],
  ["two messages", [...message("one"), ...message("two")], "13", /2 messages instead of 1/],
  ["a message that is cut", message("hello").slice(0, 7), "13", /ends within a message/],
  ["a compressed message", [1, ...uint32(1), 0], "12", /compressed/],
  ["an unknown flag", [7, ...uint32(1), 0], "13", /unknown flag 7/],
];
for (const [title, data, code, text] of REFUSED) {
  Deno.test(`a unary request with ${title} is refused, and the connection lives`, () =>
    withRawPeer(async (peer) => {
      await peer.request(1, SAY, false);
      await peer.send(frame(FRAME.data, END, 1, data));
      const [actual, details] = await status(peer);
      equal(actual, code);
      match(details, text);
      await peer.request(3, SAY, false);
      await peer.send(frame(FRAME.data, END, 3, message("next")));
      equal((await peer.nextFields())[":status"], "200");
    }));
}

Deno.test("a malformed grpc-timeout is INTERNAL", () =>
  withRawPeer(async (peer) => {
    await peer.request(1, CHAT, false, { "grpc-timeout": "soon" });
    deepEqual(await status(peer), ["13", 'malformed grpc-timeout "soon"']);
  }));

Deno.test("any authority is taken, also a percent-encoded path", () =>
  withRawPeer(async (peer) => {
    for (const [at, authority] of ["%2Ftmp%2Fhost.sock", "%%%", "a b/c?d#e"].entries()) {
      await peer.request(2 * at + 1, SAY, false, { ":authority": authority });
      await peer.send(frame(FRAME.data, END, 2 * at + 1, message("hi")));
      deepEqual([...(await peer.nextOf(FRAME.data)).payload], message("hi"));
    }
  }));

Deno.test("a deadline that passes ends the call with DEADLINE_EXCEEDED and aborts the handler", async () => {
  const clock = new ManualClock(1_000);
  const contexts: CallContext[] = [];
  const service = implement(ECHO, {
    say(_, context) {
      contexts.push(context);
      return new Promise(() => {});
    },
  });
  const server = await serve({ services: [service], clock });
  const peer = new RawPeer();
  server.handle(peer.other, "tunnel");
  await peer.begin();
  await peer.request(1, SAY, false, { "grpc-timeout": "250m" });
  await peer.send(frame(FRAME.data, END, 1, message("wait")), frame(FRAME.ping, 0, 0, new Uint8Array(8)));
  await peer.nextOf(FRAME.ping);
  const [{ deadline, signal, method, peer: address }] = contexts as [CallContext];
  deepEqual([deadline, method, address, signal.aborted], [1_250, SAY, "tunnel", false]);
  clock.advance(250);
  deepEqual(await status(peer), ["4", "the deadline has passed"]);
  equal((signal.reason as GrpcError).code, "DEADLINE_EXCEEDED");
  await server.stop();
});

Deno.test("a reset aborts the handler's signal with CANCELLED, and nothing more is sent on the stream", async () => {
  const aborted = Promise.withResolvers<GrpcError>();
  await withRawPeer(
    async (peer) => {
      await peer.request(1, CHAT, false);
      await peer.nextFields();
      await peer.send(frame(FRAME.rstStream, 0, 1, uint32(HTTP2_CODES.CANCEL)));
      equal((await aborted.promise).code, "CANCELLED");
      await peer.send(frame(FRAME.ping, 0, 0, new Uint8Array(8)));
      const types: number[] = [];
      for (let found = await peer.next(); found!.type !== FRAME.ping; found = await peer.next()) {
        types.push(found!.type);
      }
      deepEqual(types, []);
    },
    {},
    {
      async *chat(_, context) {
        context.sendHeaders();
        await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
        aborted.resolve(context.signal.reason);
        yield "late";
      },
    },
  );
});

Deno.test("an error that is no GrpcError is UNKNOWN without its text, and reported", () =>
  withRawPeer(
    async (peer, errors) => {
      await peer.request(1, SAY, false);
      await peer.send(frame(FRAME.data, END, 1, message("hi")));
      deepEqual(await status(peer), ["2", "the handler failed; the server's log has the error"]);
      deepEqual(errors.map(String), ["Error: password is 1234"]);
    },
    {},
    {
      say() {
        throw new Error("password is 1234");
      },
    },
  ));

Deno.test("headers go at once when asked for, once, and trailers with the status", () =>
  withRawPeer(
    async (peer) => {
      await peer.request(1, CHAT, false);
      deepEqual(await peer.nextFields(), { ":status": "200", "content-type": "application/grpc" });
      await peer.send(frame(FRAME.data, END, 1));
      deepEqual(await peer.nextFields(), { "grpc-status": "0", "x-late": "too", "x-bytes-bin": "/w" });
    },
    {},
    {
      chat(_, context) {
        context.sendHeaders();
        throws(() => context.sendHeaders({ "x-again": "1" }), TypeError);
        context.setTrailers({ "x-late": "too", "x-bytes-bin": Uint8Array.of(255) });
        return new ReadableStream({ start: (controller) => controller.close() });
      },
    },
  ));

Deno.test("serve() refuses two services with one method, and a handler of no method", async () => {
  const service = implement(ECHO, { say: (text) => text });
  await rejects(serve({ services: [service, service] }), /Cannot serve \/test.Echo\/Say: two services have it/);
  const handlers = { shout: (text: string) => text };
  await rejects(serve({ services: [{ definition: ECHO, handlers }] }), /it has no method called shout/);
});

Deno.test("serve() takes an instance of a class, whose handlers have their object", async () => {
  class Service {
    readonly #name = "lamp";
    say(text: string): string {
      return `${this.#name}: ${text}`;
    }
  }
  const server = await serve({ services: [implement(ECHO, new Service())] });
  const peer = new RawPeer();
  server.handle(peer.other);
  await peer.begin();
  await peer.request(1, SAY, false);
  await peer.send(frame(FRAME.data, END, 1, message("on")));
  deepEqual([...(await peer.nextOf(FRAME.data)).payload], message("lamp: on"));
  peer.close();
  await server.stop();
});

Deno.test("a read of requests that a handler has left behind ends nothing but its call", () =>
  withRawPeer(
    async (peer) => {
      await peer.request(1, CHAT, false);
      await peer.nextFields();
      await peer.send(
        frame(FRAME.rstStream, 0, 1, uint32(HTTP2_CODES.CANCEL)),
        frame(FRAME.ping, 0, 0, new Uint8Array(8)),
      );
      await peer.nextOf(FRAME.ping);
    },
    {},
    {
      chat(texts, context) {
        texts.next();
        context.sendHeaders();
        return new ReadableStream();
      },
    },
  ));
