import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { PluginFolder, REFERENCE_COMMAND } from "../plugins/testing/plugin_folder.ts";
import { ServerProcess } from "./many/server_process.ts";

const ROLES = ["secure", "event", "model", "error"];

function config(kind: string, settings: string, more = ""): string {
  const drivers = ROLES.map((role) => `${role} = "${kind}"`);
  const sections = ROLES.map((role) => `[driver-${role}-storage]\n${settings}`);
  return ['[server]\nmount-address = "127.0.0.1:0"', "[drivers]", ...drivers, more, ...sections].join("\n");
}

async function send(url: string, path: string, body: unknown): Promise<Response> {
  const headers = { "content-type": "application/json", "idempotency-key": JSON.stringify(body) };
  const request = () => fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  // A driver that is started again answers nothing for a while: the key makes the repeated request the same one.
  for (;;) {
    const answer = await request();
    if (answer.status < 500) return answer;
    await answer.body?.cancel();
  }
}

async function titles(url: string): Promise<string[]> {
  for (;;) {
    const answer = await fetch(`${url}/models/post/instances?sort=title`), body = await answer.json();
    if (answer.status === 200) return body.items.map(({ data }: { data: { title: string } }) => data.title);
    equal(answer.status, 503);
  }
}

Deno.test("a server whose four storages are one plugin goes on when that is killed, and after its own restart", async () => {
  await using folder = new PluginFolder();
  const command = REFERENCE_COMMAND.map((one) => `'${one}'`).join(" ");
  await folder.script(
    "plugins/reference/plugin",
    `[ "$1" = --info ] || echo $$ >> '${folder.path}/pids'\nexec ${command} "$@"`,
  );
  const settings = `path = "${folder.path}/kept"`;
  await Deno.writeTextFile(`${folder.path}/config.toml`, config("reference", settings));
  const server = new ServerProcess(folder.path);
  await server.start();
  equal((await send(server.url, "/models", { id: "post", fields: { title: { type: "String" } } })).status, 201);
  const pids = async () => (await Deno.readTextFile(`${folder.path}/pids`)).trim().split("\n").map(Number);
  equal((await pids()).length, 1);
  const wanted: string[] = [];
  for (let round = 0; round < 2; round++) {
    const writes = Array.from({ length: 8 }, (_, at) => `${round}-${at}`);
    const sending = writes.map((title) => send(server.url, "/models/post/instances", { title }));
    Deno.kill((await pids()).at(-1)!, "SIGKILL");
    for (const answer of await Promise.all(sending)) equal(answer.status, 201);
    wanted.push(...writes);
    deepStrictEqual(await titles(server.url), wanted);
  }
  const { code, log } = await server.stop();
  equal(code, 0, log);
  match(log, /starting it again/);
  ok(!/Plugin skipped/.test(log), log);
  await server.start();
  deepStrictEqual(await titles(server.url), wanted);
  equal((await server.stop()).code, 0);
});

for (const encoding of ["json", "protobuf"]) {
  Deno.test(`a server uses a driver at an address for its four storages, by the kind http in ${encoding}`, async () => {
    await using folder = new PluginFolder();
    const [command, ...args] = REFERENCE_COMMAND;
    await using driver = new Deno.Command(command!, {
      args: [...args, "--listen", "127.0.0.1:0"],
      env: { APIPLANT_TOKEN: "correct horse" },
      stdin: "null",
      stdout: "piped",
    }).spawn();
    const lines = driver.stdout.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
    const url = /^listening on (\S+)/.exec((await lines.next()).value!)![1]!;
    const settings = `url = "${url}"\ntoken = "$DRIVER_TOKEN"\nencoding = "${encoding}"`;
    await Deno.writeTextFile(`${folder.path}/config.toml`, config("http", settings.replace("$DRIVER_TOKEN", "wrong")));
    const server = new ServerProcess(folder.path);
    await server.start().then(
      () => ok(false, "it must not start"),
      ({ message }) => match(message, /refuses the token/),
    );
    await server.kill();
    const right = settings.replace("$DRIVER_TOKEN", "correct horse");
    await Deno.writeTextFile(`${folder.path}/config.toml`, config("http", right));
    await server.start();
    equal((await send(server.url, "/models", { id: "post", fields: { title: { type: "String" } } })).status, 201);
    equal((await send(server.url, "/models/post/instances", { title: "a" })).status, 201);
    deepStrictEqual(await titles(server.url), ["a"]);
    const { code, log } = await server.stop();
    equal(code, 0, log);
    ok(!log.includes("correct horse"), log);
    driver.kill("SIGTERM");
    equal((await driver.status).code, 0);
  });
}
