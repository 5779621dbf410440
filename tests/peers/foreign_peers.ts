import { connect, serve } from "@fluxwire/grpc";
import { equal } from "node:assert/strict";
import { isLong } from "../long/is_long.ts";
import { ran } from "./built.ts";
import { languages, startServer } from "./foreign.ts";
import { runCase } from "./interop/client_cases.ts";
import { TEST_HANDLERS } from "./interop/handlers.ts";

const NAMES = [
  "empty_unary",
  "large_unary",
  "client_streaming",
  "server_streaming",
  "cancel_after_begin",
  "cancel_after_first_response",
];
/** Clients that close in good order, each after that many calls. */
const CLIENTS = 20, CALLS = 300;
const ROUNDS = isLong ? 20 : 1;

const errors: unknown[] = [];
const folder = await Deno.makeTempDir();
const server = await serve({
  address: `unix:${folder}/interop.sock`,
  services: [TEST_HANDLERS],
  onError: (error) => errors.push(error),
});

for (const language of await languages()) {
  const { name, program, env, client } = language;
  const foreign = await startServer(language);
  for (const test of NAMES) {
    Deno.test(`${test}: ${name}'s client and our server over a Unix socket`, async () => {
      const { code, text } = await ran(program, [client, server.address!, test], env);
      equal(code, 0, text);
    });

    Deno.test(`${test}: our client and ${name}'s server over TCP`, async () => {
      const channel = await connect(foreign.address);
      try {
        await runCase(test, channel);
      } finally {
        await channel.close();
      }
    });
  }

  Deno.test(`${CLIENTS} clients of ${name} call ${CALLS} times and close, and our server lives`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const runs = Array.from(
        { length: CLIENTS },
        () => ran(program, [client, server.address!, "calls", `${CALLS}`], env),
      );
      for (const { code, text } of await Promise.all(runs)) equal(code, 0, text);
    }
    const { code } = await ran(program, [client, server.address!, "empty_unary"], env);
    equal(code, 0);
  });

  Deno.test.afterAll(foreign.stop);
}

Deno.test("no client of another library breaks a connection of our server", () => {
  equal(errors.length, 0, String(errors[0]));
});

Deno.test.afterAll(async () => {
  await server.stop();
  await Deno.remove(folder, { recursive: true });
});
