import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { PASSWORD, PostgresServer } from "./testing/postgres_server.ts";

/** The permissions that the README names. */
const PERMISSIONS = [
  "--allow-net",
  "--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE,PG*",
  "--allow-read",
  "--allow-write",
];

const MAIN = new URL("./main.ts", import.meta.url).pathname;

/** A driver in a separate process. */
class Program implements AsyncDisposable {
  readonly socket = `fluxwire-test-${crypto.randomUUID()}`;
  readonly #child: Deno.ChildProcess;
  readonly #log: Promise<void>;
  readonly #listening = Promise.withResolvers<void>();

  constructor(permissions: readonly string[]) {
    const args = ["run", "--no-prompt", ...permissions, MAIN, "--socket", this.socket];
    // The driver ends with its lifeline, even if the tests are killed.
    const env = { FLUXWIRE_LIFELINE: "stdin" };
    const command = new Deno.Command(Deno.execPath(), { args, env, stdin: "piped", stdout: "null", stderr: "piped" });
    this.#child = command.spawn();
    this.#log = this.#follow();
  }

  get listening(): Promise<void> {
    return this.#listening.promise;
  }

  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await this.#child.status;
    await this.#log;
  }

  async #follow(): Promise<void> {
    let text = "";
    for await (const chunk of this.#child.stderr.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes(" INFO listening ")) this.#listening.resolve();
    }
    this.#listening.reject(new Error(`The driver ended before it listened:\n${text}`));
  }
}

async function open(program: Program, values: Record<string, string>) {
  const client = await openClient(await connect(program.socket));
  return { client, session: await client.open({ password: PASSWORD, ...values }) };
}

Deno.test("the program names the permission that its library lacks", async () => {
  await using program = new Program(["--allow-net", "--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE"]);
  await program.listening;
  await rejects(open(program, {}), /: Requires env access to "PG\w+", .*; give the driver that permission$/);
});

Deno.test("the program works with --allow-net and --allow-env over TCP", async () => {
  await using server = await PostgresServer.start();
  await using program = new Program(PERMISSIONS.slice(0, 2));
  await program.listening;
  const { client, session } = await open(program, { host: "127.0.0.1", port: String(server.port) });
  deepStrictEqual((await session.execute({ sql: "SELECT 1" })).rows, [[1n]]);
  client.close();
  await client.closed;
});

Deno.test("a killed program leaves no statement at the server, over a Unix socket too", async () => {
  await using server = await PostgresServer.start();
  await using program = new Program(PERMISSIONS);
  await using watching = new Program(PERMISSIONS);
  await Promise.all([program.listening, watching.listening]);
  const values = { host: server.folder, port: String(server.port) };
  const doomed = await open(program, values);
  const watcher = await open(watching, values);
  const count = async (): Promise<unknown> => {
    const sql =
      "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%sleep(1000)' AND pid <> pg_backend_pid()";
    return (await watcher.session.execute({ sql })).rows[0]![0];
  };
  const sleeping = doomed.session.execute({ sql: "SELECT pg_sleep(1000)" }).then(() => "finished", () => "lost");
  while (await count() !== 1n);
  await program.kill();
  strictEqual(await sleeping, "lost");
  while (await count() !== 0n);
  watcher.client.close();
  await Promise.all([watcher.client.closed, doomed.client.closed]);
});
