import { rejects, strictEqual } from "node:assert/strict";
import { call, defineDevice, type Methods, power, serve, stream } from "../mod.ts";

Deno.test("defineDevice() takes the client class of the interface that it implements", async () => {
  const relay = defineDevice({
    name: "relay",
    implements: power,
    open: () => ({
      methods: {
        on: call([], () => {}),
        off: call([], () => {}),
        read: stream([], function* () {
          yield { voltage: 5, current: 1 };
        }),
        level: call([], () => 3),
      },
    }),
  });
  strictEqual(relay.clientClass, "jumpstarter_driver_power.client.PowerClient");
  await using bench = await serve(relay);
  const level: number = await bench.client.level();
  strictEqual(level, 3);
});

Deno.test("defineDevice() refuses a device without a method of its interface, in the compiler and when it is opened", async () => {
  const half = defineDevice({
    name: "half",
    implements: power,
    // @ts-expect-error The method read is missing, and off is of another kind.
    open: () => ({ methods: { on: call([], () => {}), off: stream([], () => []) } }),
  });
  await rejects(serve(half), {
    name: "TypeError",
    message: "Cannot open half: it does not implement power: off is a stream, not a call; read (stream) is missing",
  });
});

Deno.test("defineDevice() closes a device that lacks a method", async () => {
  let isClosed = false;
  const methods: Methods = {};
  const empty = defineDevice({
    name: "empty",
    implements: power,
    // deno-lint-ignore no-explicit-any
    open: () => ({ methods: methods as any, close: () => void (isClosed = true) }),
  });
  await rejects(serve(empty), TypeError);
  strictEqual(isClosed, true);
});
