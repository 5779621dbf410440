import assert from "node:assert/strict";
import { connectPipe, listenPipe } from "./pipe.ts";
import type { SocketAddress } from "./socket_name.ts";

/** The adapter's code is the same over a Unix socket, which this can run everywhere but on Windows. */
function freshAddress(): SocketAddress {
  return { kind: "pipe", path: `\0fluxwire-${crypto.randomUUID()}` };
}

Deno.test("connectPipe() tells that nothing listens", async () => {
  await assert.rejects(connectPipe("a", freshAddress()), {
    name: "ConnectionError",
    code: "SocketUnreachable",
    message: `Cannot connect to socket "a": nothing listens there; start the program that should`,
  });
});

Deno.test("connectPipe() rejects with the reason of its signal", async () => {
  const address = freshAddress();
  const listener = await listenPipe("a", address);
  const reason = new Error("changed my mind");
  await assert.rejects(connectPipe("a", address, { signal: AbortSignal.abort(reason) }), reason);
  const controller = new AbortController();
  const connecting = connectPipe("a", address, { signal: controller.signal });
  controller.abort(reason);
  await assert.rejects(connecting, reason);
  listener.close();
});

Deno.test("listenPipe() refuses a name in use", async () => {
  const address = freshAddress();
  const listener = await listenPipe("a", address);
  await assert.rejects(listenPipe("a", address), {
    name: "ConnectionError",
    code: "SocketInUse",
    message: `Cannot listen on socket "a": the name is in use; stop the program that has it, or choose another name`,
  });
  listener.close();
});

Deno.test("Listener.close() (pipe) ends a waiting accept with null and lets accepted connections live", async () => {
  const address = freshAddress();
  const listener = await listenPipe("a", address);
  const host = await connectPipe("a", address);
  const driver = await listener.accept();
  const accepting = listener.accept();
  listener.close();
  listener.close();
  assert.equal(await accepting, null);
  await driver?.write(Uint8Array.of(1));
  assert.deepEqual(await host.read(), Uint8Array.of(1));
  driver?.close();
  host.close();
});

Deno.test("Transport.read() (pipe) gives plain arrays, whose slice is a copy", async () => {
  const address = freshAddress();
  const listener = await listenPipe("a", address);
  const host = await connectPipe("a", address);
  const driver = await listener.accept();
  await host.write(Uint8Array.of(1, 2));
  assert.equal((await driver?.read())?.constructor, Uint8Array);
  for (const end of [host, driver, listener]) end?.close();
});
