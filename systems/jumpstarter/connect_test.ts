import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { call, connect, defineDevice, type Device, serve, stream, t } from "./mod.ts";

function counter(version: string) {
  return defineDevice({
    name: "counter",
    version,
    open: () => ({
      methods: {
        next: call([t.integer()], (number) => number + 1),
        upTo: stream([t.integer()], function* (end) {
          for (let number = 0; number < end; number++) yield number;
        }),
      },
    }),
  });
}

function at(socket: string): { address: string; tls: null; passphrase: null } {
  return { address: `unix:${socket}`, tls: null, passphrase: null };
}

Deno.test("connect() gives the typed client of a device by its definition, with helpers", async () => {
  const device = counter("1.0.0");
  await using bench = await serve(device);
  await using remote = await connect(device, {
    endpoint: at(bench.socket),
    path: "",
    helpers: (client) => ({ afterNext: async (number: number) => await client.next(await client.next(number)) }),
  });
  const three: number = await remote.client.afterNext(1);
  strictEqual(three, 3);
  deepStrictEqual(await Array.fromAsync(remote.client.upTo(2)), [0, 1]);
  // @ts-expect-error A number is wanted.
  await rejects(remote.client.next("1"), /expected integer, got string/);
});

Deno.test("connect() warns of another major version, and names both", async () => {
  await using bench = await serve(counter("1.4.0"));
  const warnings: string[] = [];
  for (const version of ["1.0.0", "2.1.0", "next"]) {
    const options = { endpoint: at(bench.socket), path: "", onWarning: (text: string) => warnings.push(text) };
    await using _remote = await connect(counter(version), options);
  }
  deepStrictEqual(warnings, [
    "counter: this client is made for version 2.1.0, and the exporter has 1.4.0: methods may have changed, as the major version differs",
  ]);
});

Deno.test("connect() says which devices there are, and that a device without methods has no client", async () => {
  const empty = defineDevice({ name: "empty", open: () => ({ methods: {} }) }) as Device;
  await using bench = await serve(empty);
  await rejects(connect(empty, { endpoint: at(bench.socket) }), RangeError);
  await rejects(connect(empty, { endpoint: at(bench.socket), path: "" }), /its methods are not reported/);
});
