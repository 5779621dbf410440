import { deepStrictEqual, match, notStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { ExporterStatus } from "../generated/jumpstarter/v1/common_pb.ts";
import { DriverCallRequestSchema } from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { create } from "../protobuf.ts";
import { EXPORTER } from "../wire/services.ts";
import { toValue } from "../wire/value.ts";
import { prober, type Seen } from "./testing/devices.ts";
import { Bench, failure } from "./testing/raw_client.ts";

async function all(items: AsyncIterable<unknown>): Promise<unknown[]> {
  return await Array.fromAsync(items);
}

Deno.test("C1 arguments are positional, and each response has a fresh uuid", async () => {
  await using bench = await Bench.of({ prober: prober() });
  strictEqual(await bench.call("prober", "execute", "ls", ["-l", "/"]), "ls -l /");
  const request = create(DriverCallRequestSchema, { uuid: bench.uuid("prober"), method: "nothing" });
  const client = bench.channel.client(EXPORTER);
  const first = await client.driverCall(request), second = await client.driverCall(request);
  match(first.uuid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  notStrictEqual(first.uuid, second.uuid);
});

Deno.test("C2 null, booleans, text, lists and objects come back as they are", async () => {
  await using bench = await Bench.of({ prober: prober() });
  for (const value of [null, true, false, "", "grüße 🎛", [], [1, [null, "a"]], {}, { a: { b: [false] }, "": "" }]) {
    deepStrictEqual(await bench.call("prober", "same", value), value);
  }
});

Deno.test("C3 every number is a double", async () => {
  await using bench = await Bench.of({ prober: prober() });
  strictEqual(await bench.call("prober", "same", 9_007_199_254_740_992), 9_007_199_254_740_992);
  strictEqual(await bench.call("prober", "same", 1.5e300), 1.5e300);
  ok(Object.is(await bench.call("prober", "same", -0), -0));
  strictEqual(await bench.call("prober", "same", NaN), null);
});

Deno.test("C4 a method without a result answers null", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const request = create(DriverCallRequestSchema, { uuid: bench.uuid("prober"), method: "nothing" });
  const { result } = await bench.channel.client(EXPORTER).driverCall(request);
  strictEqual(result?.kind.case, "nullValue");
});

Deno.test("C5 toValue() refuses half of a surrogate pair, and bytes, with their place", () => {
  const thrown = (value: unknown): string => {
    try {
      toValue(value);
    } catch (error) {
      return (error as Error).message;
    }
    return "nothing";
  };
  strictEqual(thrown({ a: ["\ud800"] }), "result.a[0]: text with half of a surrogate pair");
  match(thrown(new Uint8Array(2)), /^result: bytes cannot be sent as a value/);
});

Deno.test("C5 a value comes back as deep as Python's library reads it, and a deeper one is refused with its place", async () => {
  await using bench = await Bench.of({ prober: prober() });
  for (const [wrap, deepest] of [[(v: unknown) => [v], 49], [(v: unknown) => ({ v }), 33]] as const) {
    let value: unknown = true;
    for (let depth = 0; depth < deepest; depth++) value = wrap(value);
    deepStrictEqual(await bench.call("prober", "same", value), value);
    throws(() => toValue(wrap(value)), {
      name: "TypeError",
      message: /^result[[.].+: nested too deep; at most 49 lists/,
    });
  }
});

Deno.test("C6 an unknown uuid is UNKNOWN, and so is text that is not a uuid", async () => {
  await using bench = await Bench.of({ prober: prober() });
  strictEqual((await failure(bench.callOf(crypto.randomUUID(), "same", 1))).code, "UNKNOWN");
  strictEqual((await failure(bench.callOf("no uuid", "same", 1))).code, "UNKNOWN");
});

Deno.test("C7 a method that does not exist is NOT_FOUND", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const error = await failure(bench.call("prober", "close"));
  strictEqual(error.message, "NOT_FOUND: method close not found on driver");
  const streaming = await failure(all(bench.items("prober", "toString")));
  strictEqual(streaming.message, "NOT_FOUND: method toString not found on driver");
});

Deno.test("C8 a method of another kind is NOT_FOUND, with the marker of the kind that was asked for", async () => {
  await using bench = await Bench.of({ prober: prober() });
  strictEqual(
    (await failure(bench.call("prober", "count"))).message,
    "NOT_FOUND: method count missing marker marker_drivercall",
  );
  strictEqual(
    (await failure(all(bench.items("prober", "same")))).message,
    "NOT_FOUND: method same missing marker marker_streamingdrivercall",
  );
  strictEqual(
    (await failure(bench.bytes("prober", "same").next())).message,
    "NOT_FOUND: method same missing marker marker_streamcall",
  );
});

Deno.test("C9 a bad argument is INVALID_ARGUMENT, with its place", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const failed = async (...args: unknown[]) => (await failure(bench.call("prober", "execute", ...args))).message;
  strictEqual(
    await failed("ls", [5]),
    "INVALID_ARGUMENT: execute: argument 2 (args[0]): expected string, got number",
  );
  strictEqual(await failed("ls"), "INVALID_ARGUMENT: execute: argument 2 (args): expected list, got nothing");
  strictEqual(await failed("ls", [], 3), "INVALID_ARGUMENT: execute: takes 2 arguments, got 3");
  strictEqual((await failure(bench.call("prober", "fail", "InvalidArgument", "no"))).message, "INVALID_ARGUMENT: no");
  strictEqual(
    (await failure(bench.call("prober", "big", 1.5))).message,
    "INVALID_ARGUMENT: big: argument 1: expected integer, got 1.5",
  );
});

Deno.test("C10 what a device does not do is UNIMPLEMENTED", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const error = await failure(bench.call("prober", "fail", "NotImplemented", "no rescue"));
  strictEqual(error.message, "UNIMPLEMENTED: no rescue");
});

Deno.test("C11 a time-out of a device is DEADLINE_EXCEEDED", async () => {
  await using bench = await Bench.of({ prober: prober() });
  for (const kind of ["Timeout", "TimedOut"]) {
    strictEqual((await failure(bench.call("prober", "fail", kind, "late"))).message, "DEADLINE_EXCEEDED: late");
  }
});

Deno.test("C12 anything else that a method throws is UNKNOWN, with the message", async () => {
  await using bench = await Bench.of({ prober: prober() });
  strictEqual(
    (await failure(bench.call("prober", "fail", "Error", "it broke: 50 %"))).message,
    "UNKNOWN: it broke: 50 %",
  );
});

Deno.test("C12 a message of a megabyte comes cut, and the connection goes on", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const { message } = await failure(bench.call("prober", "fail", "Error", "m".repeat(1_000_000)));
  match(message, /^UNKNOWN: m{4093}\.\.\.$/);
  strictEqual(await bench.call("prober", "same", 1), 1);
});

Deno.test("C13 a failed connection is UNAVAILABLE, and a failed device INTERNAL", async () => {
  await using bench = await Bench.of({ prober: prober() });
  strictEqual((await failure(bench.call("prober", "fail", "Refused", "no"))).message, "UNAVAILABLE: no");
  strictEqual((await failure(bench.call("prober", "fail", "DeviceFailed", "hot"))).message, "INTERNAL: hot");
});

Deno.test("C14 while there is no session a call is FAILED_PRECONDITION, in hooks it is answered", async () => {
  await using bench = await Bench.of({ prober: prober() });
  bench.session.status.change(ExporterStatus.AVAILABLE, "");
  const text = "FAILED_PRECONDITION: Exporter not ready for driver calls (status: AVAILABLE)";
  strictEqual((await failure(bench.call("prober", "same", 1))).message, text);
  strictEqual((await failure(all(bench.items("prober", "count", 1)))).message, text);
  bench.session.status.change(ExporterStatus.BEFORE_LEASE_HOOK, "");
  strictEqual(await bench.call("prober", "same", 1), 1);
});

Deno.test("C15 the failure of a streaming method comes behind its items", async () => {
  await using bench = await Bench.of({ prober: prober() });
  deepStrictEqual(await all(bench.items("prober", "count", 3)), [1, 2, 3]);
  const got: unknown[] = [];
  const error = await failure((async () => {
    for await (const item of bench.items("prober", "breaks")) got.push(item);
  })());
  deepStrictEqual(got, [1]);
  strictEqual(error.message, "INVALID_ARGUMENT: no further");
});

Deno.test("C16 a client that leaves ends a generator that waits", async () => {
  const seen: Seen = { ended: Promise.withResolvers(), taken: 0 };
  await using bench = await Bench.of({ prober: prober(seen) });
  for await (const item of bench.items("prober", "forever")) {
    strictEqual(item, 0);
    break;
  }
  await seen.ended.promise;
});

Deno.test("C16 a generator has ended before the next call of the client that left is answered", async () => {
  const seen: Seen = { ended: Promise.withResolvers(), taken: 0 };
  let hasEnded = false;
  seen.ended.promise.then(() => hasEnded = true);
  await using bench = await Bench.of({ prober: prober(seen) });
  const items = bench.items("prober", "forever");
  await items.next();
  strictEqual(hasEnded, false);
  await items.return(undefined);
  strictEqual(await bench.call("prober", "same", 1), 1);
  strictEqual(hasEnded, true);
});

Deno.test("C16 a client whose connection ends ends a generator that waits", async () => {
  const seen: Seen = { ended: Promise.withResolvers(), taken: 0 };
  await using bench = await Bench.of({ prober: prober(seen) });
  const items = bench.items("prober", "forever");
  await items.next();
  const rest = failure(items.next());
  await bench.channel.close();
  await seen.ended.promise;
  await rest;
});

Deno.test("C17 a client that stops reading holds the generator", async () => {
  const seen: Seen = { ended: Promise.withResolvers(), taken: 0 };
  await using bench = await Bench.of({ prober: prober(seen) });
  const items = bench.items("prober", "large");
  await items.next();
  let before = -1;
  while (before !== seen.taken) {
    before = seen.taken;
    // Each call passes through the same connection: what could be sent before it was sent.
    for (let i = 0; i < 20; i++) await bench.call("prober", "same", i);
  }
  ok(seen.taken < 200, `${seen.taken} items of 64 KiB were made`);
  await items.return(undefined);
  await seen.ended.promise;
});

Deno.test("C18 a result of more than 4 MiB is RESOURCE_EXHAUSTED, and the connection goes on", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const error = await failure(bench.call("prober", "big", 4_194_304));
  match(error.message, /^RESOURCE_EXHAUSTED: Cannot send a result of 41943\d\d bytes: clients take at most 4194304; /);
  strictEqual(String(await bench.call("prober", "big", 4_000_000)).length, 4_000_000);
});

Deno.test("a request may be larger than a result", async () => {
  await using bench = await Bench.of({ prober: prober() });
  const args = [toValue("x".repeat(8_000_000)), toValue([])];
  const request = create(DriverCallRequestSchema, { uuid: bench.uuid("prober"), method: "execute", args });
  match(
    (await failure(bench.channel.client(EXPORTER).driverCall(request))).message,
    /^RESOURCE_EXHAUSTED: Cannot send a result/,
  );
});
