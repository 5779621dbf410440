import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { bytes, call, CallError, defineDevice, Misfit, serve, stream, t } from "./mod.ts";

const probe = defineDevice({
  name: "probe",
  config: { factor: t.default(t.integer(), 2) },
  open: ({ factor }) => ({
    methods: {
      times: call([t.integer().as("number"), t.optional(t.integer())], (number, more = 1) => number * factor * more),
      nothing: call([], () => {}),
      upTo: stream([t.integer()], function* (end) {
        for (let number = 0; number < end; number++) yield { number };
      }),
      echo: bytes(() => new TransformStream<Uint8Array, Uint8Array>()),
    },
  }),
});

Deno.test("serve() gives the typed client of a device over a real socket, and leaves nothing", async () => {
  let socket = "";
  {
    await using bench = await serve(probe, { factor: 3 });
    socket = bench.socket;
    const product: number = await bench.client.times(2);
    strictEqual(product, 6);
    strictEqual(await bench.client.times(2, 2), 12);
    const nothing: null = await bench.client.nothing();
    strictEqual(nothing, null);
    const numbers: { number: number }[] = await Array.fromAsync(bench.client.upTo(2));
    deepStrictEqual(numbers, [{ number: 0 }, { number: 1 }]);
    await using echo = await bench.client.echo();
    await echo.writable.getWriter().write(Uint8Array.of(1, 2));
    deepStrictEqual((await echo.readable.getReader().read()).value, Uint8Array.of(1, 2));
  }
  await rejects(Deno.stat(socket.replace(/\/socket$/, "")), Deno.errors.NotFound);
});

Deno.test("serve() refuses wrong arguments where they are compiled, and in the call", async () => {
  await using bench = await serve(probe);
  // @ts-expect-error A number is wanted.
  await rejects(bench.client.times("2"), CallError);
  // @ts-expect-error Two arguments at most.
  await rejects(bench.client.times(1, 2, 3), /times: takes 1 to 2 arguments, got 3/);
});

Deno.test("serve() adds helpers for clients to the methods of the device", async () => {
  await using bench = await serve(probe, {}, {
    helpers: (client) => ({ twice: (number: number) => client.times(number) }),
  });
  const product: number = await bench.client.twice(4);
  strictEqual(product, 8);
  strictEqual(await bench.client.times(1), 2);
});

Deno.test("serve() refuses a configuration that does not fit", async () => {
  await rejects(serve(probe, { factor: "2" }), Misfit);
});
