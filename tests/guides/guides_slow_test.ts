import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { connect, launch } from "@fluxwire/host";
import { profileJson, sessionRequest } from "@fluxwire/wire/client";
import { MAX_PROFILES } from "../../packages/sdk/remember/value_store.ts";
import { pathOf } from "../e2e/running_driver.ts";
import { codeBlocks } from "./code_blocks.ts";
import { followGuide } from "./followed_guide.ts";

Deno.test("docs/first-driver.md leads from an empty folder to a driver that passes its tests and the probe", async () => {
  const { files, counts } = await followGuide("first-driver.md");
  deepStrictEqual(files, ["folder.ts", "session.ts", "main.ts", "main_test.ts"]);
  deepStrictEqual(counts, { diagram: 1, sh: 7, text: 6, ts: 4 });
});

Deno.test("docs/testing-a-driver.md has tests that pass", async () => {
  const { files, counts } = await followGuide("testing-a-driver.md");
  deepStrictEqual(files, ["main.ts", "main_test.ts", "deadline_test.ts", "admission_test.ts"]);
  deepStrictEqual(counts, { sh: 3, text: 2, ts: 4 });
});

Deno.test("docs/sql-driver.md leads from an empty folder to a driver that passes the suite for SQL databases", async () => {
  const { files, counts } = await followGuide("sql-driver.md");
  deepStrictEqual(files, ["lite.ts", "main.ts", "suite_test.ts"]);
  deepStrictEqual(counts, { sh: 2, text: 1, ts: 3 });
});

Deno.test("docs/register-with-dbflux.md has commands that work", async () => {
  const { counts } = await followGuide("register-with-dbflux.md");
  deepStrictEqual(counts, { sh: 3, json: 1, text: 1 });
});

Deno.test("docs/operate.md runs a host, asks it, and stops it", async () => {
  const { counts } = await followGuide("operate.md");
  deepStrictEqual(counts, { sh: 4, text: 3, ini: 1 });
});

Deno.test("docs/diagnose.md finds the reason why a driver does not show up", async () => {
  const { counts } = await followGuide("diagnose.md");
  deepStrictEqual(counts, { sh: 10, text: 9 });
});

Deno.test("docs/operate.md and the task give a host the same permissions, in all three places", async () => {
  const guide = await Deno.readTextFile(pathOf("docs/operate.md"));
  const { tasks } = JSON.parse(await Deno.readTextFile(pathOf("deno.json")));
  const flags: string = /deno run (.*) packages\/cli\/main\.ts --from "\$INIT_CWD" host$/.exec(tasks.host.command)![1]!;
  for (const place of [`"host": "deno run ${flags} jsr:`, `ExecStart=/usr/bin/deno run ${flags} jsr:`]) {
    ok(guide.includes(place), place);
  }
  const row = guide.split("\n").find((line) => line.startsWith("| `host run` |"));
  const permissions = flags.split(" ").filter((flag) => flag.startsWith("--allow-")).join(" ");
  ok(row?.includes(`\`${permissions}\``), row);
});

/** The values in a row of the settings' table: the texts between backticks. */
function setting(markdown: string, name: string): string[] {
  const row = markdown.split("\n").find((line) => line.startsWith(`| ${name} |`));
  ok(row !== undefined, name);
  return [...row.matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
}

Deno.test("docs/register-with-dbflux.md has settings that start a driver, the same in both places", async () => {
  const guide = await Deno.readTextFile(pathOf("docs/register-with-dbflux.md"));
  const [socketId] = setting(guide, "Socket ID"), [command] = setting(guide, "Command");
  const args = setting(guide, "Arguments, one by one");
  const json = codeBlocks(guide).find(({ language }) => language === "json")!;
  deepStrictEqual(JSON.parse(json.text).services, [{ socket_id: socketId, command, args }]);

  const fresh = `fluxwire-test-${crypto.randomUUID()}`;
  const filled = args.map((arg) =>
    arg.replace(/^.*\/main\.ts$/, pathOf("examples/minimal/main.ts")).replace(socketId!, fresh)
  );
  strictEqual(filled.filter((arg, i) => arg !== args[i]).length, 2);
  await using driver = await launch({ command: Deno.execPath(), args: filled, socketId: fresh });
  await using client = await connect(fresh, { token: driver.token });
  strictEqual(client.hello.driverMetadata.displayName, "Planets");
});

Deno.test("docs/register-with-dbflux.md says first that a restart loses the values of connections", async () => {
  const guide = await Deno.readTextFile(pathOf("docs/register-with-dbflux.md"));
  const [title, , top] = guide.split("\n\n");
  strictEqual(title, "# Register a driver with DBFlux");
  for (const part of [/restart of DBFlux loses/, /form for editing it\nshows the form's defaults/, /remember/]) {
    match(top!.replaceAll("\n> ", "\n"), part);
  }
});

Deno.test("docs/register-with-dbflux.md has arguments that let a driver remember values", async () => {
  const guide = await Deno.readTextFile(pathOf("docs/register-with-dbflux.md"));
  ok(guide.includes(`the ${MAX_PROFILES} connections`));
  const state = await Deno.makeTempDir(), named = "/home/me/.local/state/fluxwire/drivers";
  try {
    const [read, write, folder] = ["`--allow-read=", "`--state="].flatMap((first) => {
      const row = guide.split("\n").find((line) => line.startsWith(`| ${first}`))!;
      return [...row.matchAll(/`(--[^`]+)`/g)].map(([, argument]) => argument!.replace(named, state));
    });
    strictEqual([read, write, folder].filter((argument) => argument?.endsWith(state)).length, 3);
    const socketId = `fluxwire-test-${crypto.randomUUID()}`, id = crypto.randomUUID();
    const permissions = [...setting(guide, "Arguments, one by one").slice(0, 4), `--allow-run=${Deno.execPath()}`];
    const args = [...permissions, read!, write!, pathOf("drivers/sqlite/main.ts"), "--socket", socketId, folder!];
    for (const isRestored of [false, true]) {
      await using driver = await launch({ command: Deno.execPath(), args, socketId });
      await using client = await connect(socketId, { token: driver.token });
      const { hello, layout } = client;
      const request = isRestored
        ? { profileJson: profileJson({ hello, layout, id }, { SQLite: { path: "", connection_id: null } }) }
        : sessionRequest({ hello, layout, id, values: { path: ":memory:" } });
      await using session = await client.openSession(request);
      deepStrictEqual((await session.execute({ sql: "SELECT 1" })).rows, [[1n]]);
    }
  } finally {
    await Deno.remove(state, { recursive: true });
  }
});
