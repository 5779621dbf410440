import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { ServerProcess } from "../e2e/many/server_process.ts";

const FLUXWIRE = fileURLToPath(new URL("../../../packages/cli/main.ts", import.meta.url));

const CONFIG = `[server]
mount-address = "127.0.0.1:0"

[drivers]
event = "memory"
model = "memory"
secure = "my-store"
error = "my-store"

[driver-secure-storage]
path = "store.sqlite"
`;

Deno.test("fluxwire init makes a storage that passes its suites, and serves a model server where it was moved", async () => {
  const parent = Deno.makeTempDirSync({ prefix: "models-init-" });
  try {
    const run = async (cwd: string, ...args: string[]) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd, stdin: "null" }).output();
      return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
    };
    const made = await run(parent, "run", "-A", FLUXWIRE, "init", "my-store", "--template", "storage");
    match(made.text, /^Made my-store with deno.json, README.md, main.ts, main_test.ts, plugin, storage.ts\.\n/);
    Deno.mkdirSync(`${parent}/plugins`);
    const folder = `${parent}/plugins/my-store`;
    Deno.renameSync(`${parent}/my-store`, folder);
    strictEqual(Deno.statSync(`${folder}/plugin`).mode! & 0o777, 0o755);
    const tested = await run(folder, "task", "test");
    strictEqual(tested.code, 0, tested.text);
    match(tested.text, /11 passed/);
    const checked = await run(folder, "task", "check");
    strictEqual(checked.code, 0, checked.text);

    Deno.writeTextFileSync(`${parent}/config.toml`, CONFIG);
    const server = new ServerProcess(parent);
    try {
      await server.start();
      const send = async (path: string, body: unknown) => {
        const headers = { "content-type": "application/json" };
        const answer = await fetch(`${server.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
        return [answer.status, await answer.text()] as const;
      };
      const name = { type: "String", personal: true };
      deepStrictEqual((await send("/models", { id: "customer", idKind: "any", fields: { name } }))[0], 201);
      const [status, text] = await send("/models/customer/instances", { id: "c1", name: "Ada King" });
      deepStrictEqual(status, 201, text);
    } finally {
      await server.kill();
    }
    using database = new DatabaseSync(`${folder}/store.sqlite`);
    const secrets = database.prepare("SELECT name, CAST(value AS TEXT) AS value FROM secret").all();
    strictEqual(secrets.some(({ name }) => String(name).includes("customer")), true, JSON.stringify(secrets));
  } finally {
    Deno.removeSync(parent, { recursive: true });
  }
});
