import { deepEqual, equal, rejects } from "node:assert/strict";
import { connect, GrpcError, implement, type RequestedCall, serve } from "../mod.ts";
import { ECHO } from "../testing/echo.ts";

/** A server on a port of its own, with what its calls had. */
async function started(authorize: (call: RequestedCall) => void, errors: unknown[] = []) {
  const server = await serve({
    address: "127.0.0.1:0",
    services: [implement(ECHO, { say: (text) => text })],
    authorize,
    onError: (error) => errors.push(error),
  });
  const channel = await connect(server.address!, { metadata: { key: "value" } });
  return {
    client: channel.client(ECHO),
    async [Symbol.asyncDispose]() {
      await channel.close();
      await server.stop();
    },
  };
}

Deno.test("authorize sees each call before its method, and answers it with what it throws", async () => {
  const seen: [string, unknown][] = [];
  await using one = await started(({ method, metadata }) => {
    seen.push([method, metadata.get("key")]);
    if (seen.length > 1) throw new GrpcError("UNAUTHENTICATED", "no");
  });
  equal(await one.client.say("hello"), "hello");
  await rejects(one.client.say("hello"), { code: "UNAUTHENTICATED", details: "no" });
  // No handler has it.
  await rejects(one.client.chat([]).next(), { code: "UNAUTHENTICATED", details: "no" });
  deepEqual(seen, [["/test.Echo/Say", "value"], ["/test.Echo/Say", "value"], ["/test.Echo/Chat", "value"]]);
});

Deno.test("an error of another class in authorize is UNKNOWN to the client, and the server's own affair", async () => {
  const errors: unknown[] = [], secret = new TypeError("secret");
  await using one = await started(() => {
    throw secret;
  }, errors);
  await rejects(
    one.client.say("hello"),
    (error: GrpcError) => !error.message.includes("secret") && error.code === "UNKNOWN",
  );
  deepEqual(errors, [secret]);
});
