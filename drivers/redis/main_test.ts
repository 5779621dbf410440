import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { RedisServer, type ServerOptions } from "./testing/redis_server.ts";
import { valuesFor } from "./testing/served.ts";

/** The flags of the README's command. */
async function documentedFlags(): Promise<string[]> {
  const readme = await Deno.readTextFile(new URL("README.md", import.meta.url));
  const command = /^deno run (.*) main\.ts --socket /m.exec(readme)?.[1];
  ok(command !== undefined, "the README has no command");
  return command.split(" ");
}

async function withProgram(
  flags: readonly string[],
  options: ServerOptions,
  use: (server: RedisServer, socket: string) => Promise<void>,
): Promise<void> {
  await using server = await RedisServer.start(options);
  const socket = `fluxwire-redis-${crypto.randomUUID()}`;
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, "main.ts", "--socket", socket],
    cwd: new URL(".", import.meta.url),
    // The driver ends with its lifeline, even if the tests are killed.
    env: { FLUXWIRE_LIFELINE: "stdin" },
    stdin: "piped",
    stderr: "piped",
  }).spawn();
  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let output = "";
  while (!output.includes(" INFO listening ")) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the driver did not start:\n${output}`);
    output += value;
  }
  await reader.cancel();
  await use(server, socket);
  child.kill("SIGTERM");
}

for (const [name, tls] of [["a Unix socket and TCP", false], ["TLS", true]] as const) {
  Deno.test(`the program works over ${name} with the permissions of its README`, async () => {
    await withProgram(await documentedFlags(), { tls }, async (server, socket) => {
      const client = await openClient(await connect(socket));
      const tlsValues = { host: "localhost", socket_path: "", tls: "true", tls_ca: server.authorityPath };
      for (
        const values of tls
          ? [valuesFor(server, tlsValues)]
          : [valuesFor(server), { ...valuesFor(server), socket_path: "" }]
      ) {
        const session = await client.open(values);
        deepStrictEqual((await session.execute({ sql: "PING" })).rows, [["PONG"]]);
      }
      client.close();
      await client.closed;
    });
  });
}

Deno.test("a Unix socket without permissions names the flags", async () => {
  const flags = ["--no-prompt", "--allow-net", "--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE"];
  await withProgram(flags, {}, async (server, socket) => {
    const client = await openClient(await connect(socket));
    await rejects(client.open(valuesFor(server)), {
      code: "Transport",
      message: /: Requires read access to .*--allow-read flag; give the driver that permission$/,
    });
    client.close();
    await client.closed;
  });
});
