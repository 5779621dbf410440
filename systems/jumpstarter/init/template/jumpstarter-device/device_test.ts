import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { serve } from "@fluxwire/jumpstarter";
import { device } from "./device.ts";

/** A relay in memory, on a port of its own. */
function relay(): AsyncDisposable & { url: string; on: boolean } {
  const state = { on: false };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    if (request.method === "PUT") state.on = (await request.json()).on;
    return Response.json(state);
  });
  return Object.assign(state, {
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  });
}

Deno.test("on and off switch the relay, and read shows it", async () => {
  await using double = relay();
  await using bench = await serve(device, { url: double.url });
  const { root } = bench.exporter;
  await root.call("on");
  strictEqual(double.on, true);
  deepStrictEqual(await Array.fromAsync(root.stream("read")), [{ voltage: 5, current: 1 }]);
  await root.call("off");
  strictEqual(double.on, false);
});

Deno.test("a call fails with a text while the relay is away", async () => {
  const double = relay();
  await using bench = await serve(device, { url: double.url });
  await double[Symbol.asyncDispose]();
  await rejects(bench.exporter.root.call("on"), { name: "CallError" });
});
