import { deepEqual, equal, match, ok } from "node:assert/strict";
import { PROBE } from "../../packages/cli/parts/probe.ts";
import { pageOf, RunningConsole } from "../../packages/cli/console/testing/running_console.ts";
import { createService, Host } from "@fluxwire/host";
import { ForeignTable } from "./foreign_table.ts";
import { ForeignListener, hasSecondUser } from "./foreign_user.ts";
import { shortRecording } from "./recorded_session.ts";
import { freshSocket, pathOf, RunningDriver } from "./running_driver.ts";
import { HostFolder } from "./running_host.ts";
import { fluxwire, probe } from "./run_probe.ts";

/** What verbs need besides a target, given a folder for what they write. */
const ARGUMENTS: Readonly<Record<string, (folder: string) => readonly string[]>> = {
  query: () => ["SELECT 1"],
  browse: () => ["stars"],
  insert: () => ["stars", "id=1"],
  update: () => ["stars", "id=1", "--key", "id=1"],
  delete: () => ["stars", "--key", "id=1"],
  call: () => ["ping"],
  record: (folder) => ["--listen", freshSocket(), "--out", `${folder}/recording.jsonl`],
  replay: (folder) => [shortRecording(folder)],
  watch: () => ["--count", "1"],
};
/** Tested by themselves: the histogram of the first comes from npm (`deno task test:bench`); the other runs until it is ended. */
const ELSEWHERE: readonly string[] = ["bench", "inspect"];
const TOKEN = { DBFLUX_DRIVER_IPC_TOKEN: "the-token-of-this-test" };

/** Who else listens: a second user where one can be made, and everywhere a fake table of processes. */
const FOREIGNERS: Readonly<Record<string, (socketId: string) => Promise<ForeignTable | ForeignListener>>> = {
  "a fake process table": (socketId) => ForeignTable.start(socketId),
  ...hasSecondUser() ? { "a second user": (socketId: string) => ForeignListener.start(socketId) } : {},
};

for (const [name, start] of Object.entries(FOREIGNERS)) {
  Deno.test(`no verb sends a token to a listener of another user: ${name}`, async () => {
    const verbs = PROBE.verbs.filter((verb) => verb.takesTarget && !ELSEWHERE.includes(verb.name));
    const folder = Deno.makeTempDirSync();
    const socket = freshSocket();
    await using foreigner = await start(socket);
    const env = { ...TOKEN, ...foreigner.env };
    for (const { name: verb } of verbs) {
      const args = [verb, ...ARGUMENTS[verb]?.(folder) ?? [], "--socket", socket, "--json", "--timeout", "60000"];
      const { code, stdout } = await probe(args, { env, stdin: "SELECT 1\n" });
      equal(code, 3, `${verb}: ${stdout}`);
      match(stdout, /Cannot send a token or secret to socket .* by --any-owner/, verb);
    }
    equal(await foreigner.heard(), 0);
    Deno.removeSync(folder, { recursive: true });
  });

  Deno.test(`a console sends no token and no secret to a listener of another user: ${name}`, async () => {
    const socket = freshSocket();
    await using foreigner = await start(socket);
    await using running = RunningConsole.startIn({ ...TOKEN, ...foreigner.env }, "--socket", socket);
    const ask = await pageOf(await running.next());
    for (const [operation, input] of [["hello", {}], ["open", { values: { password: "the password" } }]] as const) {
      const { error } = await (await ask(`sources/driver/${operation}`, input)).json();
      equal(error.code, "SocketForeign", `${operation}: ${JSON.stringify(error)}`);
    }
    equal(await foreigner.heard(), 0);
  });

  Deno.test(`doctor finds a listener of another user, and tells it nothing: ${name}`, async () => {
    const socket = freshSocket();
    await using foreigner = await start(socket);
    const args = ["doctor", "--socket", socket, "--json"];
    const { code, stdout } = await fluxwire(args, { env: { ...TOKEN, ...foreigner.env } });
    equal(code, 8);
    const findings: { id: string; subject: string | null }[] = JSON.parse(stdout).findings;
    deepEqual(findings.filter(({ subject }) => subject === socket).map(({ id }) => id).at(-1), "driver-foreign");
    equal(await foreigner.heard(), 0);
  });

  Deno.test(`a host tells nothing to another user's listener on the name of a service: ${name}`, async () => {
    const socket = freshSocket();
    await using foreigner = await start(socket);
    await using folder = new HostFolder([createService({ socketId: socket, restart: "temporary" })]);
    const host = folder.run([], { ...TOKEN, ...foreigner.env });
    await host.lines.until(({ event }) => event === "ended");
    const { json } = await folder.askJson("status");
    match(JSON.stringify(json), /another|is open in process|belongs to user|no process of your user/);
    equal(await foreigner.heard(), 0);
  });
}

Deno.test("the values of a session go to no other process, even without a token", async () => {
  const socket = freshSocket();
  await using driver = new RunningDriver({ socket, module: pathOf("packages/mock-driver/main.ts") });
  await driver.line(/listening/i);
  await using table = await ForeignTable.start(freshSocket());
  const env = { ...table.env, DBFLUX_DRIVER_IPC_TOKEN: "" };
  equal((await probe(["ping", "--socket", driver.socket], { env })).code, 0);
  const opened = await probe(["open", "--socket", driver.socket, "--json"], { env });
  equal(opened.code, 3, opened.stdout);
  equal(JSON.parse(opened.stdout).error.code, "SocketForeign");
  const allowed = await probe(["open", "--socket", driver.socket, "--any-owner"], { env });
  equal(allowed.code, 0, allowed.stderr);
});

Deno.test("a driver that was started on a name of random bits is not looked up", async () => {
  await using table = await ForeignTable.start(freshSocket());
  const { code, stderr } = await probe(["open"], { env: { ...table.env, ...TOKEN } });
  equal(code, 0, stderr);
});

Deno.test("a driver that was started on a name of its own is looked up: another program may have taken the name", async () => {
  const socket = freshSocket();
  const args = ["run", "--no-prompt", "--allow-net", "--allow-env=FLUXWIRE_LIFELINE"];
  const service = createService({
    socketId: socket,
    command: Deno.execPath(),
    args: [...args, pathOf("packages/mock-driver/main.ts"), "--socket", socket],
  });
  await using host = new Host([service]);
  await host.start();
  const client = await host.connect(socket);
  ok(client.hello.serverName.length > 0);
  client.close();
});

Deno.test({
  name:
    "conformance over many connections looks once through the files of all processes, while the same socket listens",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const folder = Deno.makeTempDirSync();
    await using driver = new RunningDriver({ module: pathOf("packages/mock-driver/main.ts") });
    await driver.line(/listening/i);
    Deno.writeTextFileSync(`${folder}/ls`, `#!/bin/sh\necho look >> ${folder}/looks\nexec /bin/ls "$@"\n`);
    Deno.chmodSync(`${folder}/ls`, 0o700);
    const args = ["conformance", "--only", "sockets.many-empty-connections", "--socket", driver.socket];
    const { code, stdout } = await probe(args, { env: { PATH: `${folder}:${Deno.env.get("PATH")}` } });
    equal(code, 0, stdout);
    const looks = Deno.readTextFileSync(`${folder}/looks`).trimEnd().split("\n").length;
    ok(looks < 5, `${looks} looks`);
    Deno.removeSync(folder, { recursive: true });
  },
});
