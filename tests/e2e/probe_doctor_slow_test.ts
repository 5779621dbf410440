import { deepEqual, equal, match, ok } from "node:assert/strict";
import { addService, createDatabase } from "../../packages/host/config/testing/dbflux_database.ts";
import { Folder } from "../../packages/host/config/testing/folder.ts";
import type { Finding } from "../../packages/cli/doctor/finding.ts";
import { schemaOf, violations } from "../schemas/schema.ts";
import { freshSocket, pathOf, RunningDriver } from "./running_driver.ts";
import { probe, probeJson, type ProbeOptions } from "./run_probe.ts";
import { ScriptedSocket } from "./scripted_socket.ts";

async function doctor(args: readonly string[], options?: ProbeOptions): Promise<{ code: number; findings: Finding[] }> {
  const { code, json } = await probeJson(["doctor", ...args], options);
  deepEqual(violations(json, await schemaOf("doctor")), []);
  equal(json.ok, code === 0, JSON.stringify(json));
  return { code, findings: json.findings };
}

/** The findings about a subject. */
function about(findings: readonly Finding[], subject: string): string[] {
  return findings.filter((finding) => finding.subject === subject).map(({ id, severity }) => `${severity} ${id}`);
}

Deno.test("probe doctor finds nothing wrong with a machine without drivers, and lists what it checked", async () => {
  using home = new Folder();
  const env = { HOME: home.path, XDG_CONFIG_HOME: "", XDG_DATA_HOME: "" };
  const { code, findings } = await doctor([], { env });
  equal(code, 0);
  const ids = findings.map(({ id }) => id);
  for (const id of ["deno-version", "permission", "descriptors", "token", "configuration"]) ok(ids.includes(id), id);
  for (const { severity, remedy } of findings) equal(remedy === null, severity === "ok");
  const human = await probe(["doctor"], { env });
  equal(human.code, 0);
  equal(human.stderr, "");
  match(human.stdout, /^ok {6} deno-version +Deno \d/m);
  match(
    human.stdout,
    /^warning {2}configuration +there is no configuration: none of .*config\.json.*\n +-> add the driver/m,
  );
  match(human.stdout, /\d+ errors?, \d+ warnings?, \d+ notes?\n$/);
});

Deno.test("probe doctor reads both kinds of configuration, and exits with 8 for a service that cannot start", async () => {
  using home = new Folder();
  const [first, second] = [`${freshSocket()}.sock`, `${freshSocket()}.sock`];
  const file = home.write(".config/dbflux/config.json", {
    version: 1,
    services: [{ socket_id: first, command: "/nowhere/driver", args: ["--socket", first] }, { command: "x" }],
  });
  Deno.mkdirSync(home.join(".local/share/dbflux"), { recursive: true });
  const database = createDatabase(home.join(".local/share/dbflux/dbflux.db"));
  addService(database, {
    socketId: second,
    command: "npx",
    args: ["driver", "--socket", second],
    startupTimeoutMs: 10,
  });
  const env = { HOME: home.path, XDG_CONFIG_HOME: "", XDG_DATA_HOME: "" };
  const { code, findings } = await doctor([], { env });
  database.close();
  equal(code, 8);
  deepEqual(about(findings, file), ["warning configuration-ignored", "error configuration-problem"]);
  deepEqual(about(findings, home.join(".local/share/dbflux/dbflux.db")), ["ok configuration"]);
  deepEqual(about(findings, first), ["ok socket-name", "error service-program"]);
  const ofSecond = about(findings, second).filter((id) => !id.endsWith("service-program"));
  deepEqual(ofSecond, [
    "ok socket-name",
    "warning service-wrapper",
    "warning service-relative",
    "warning service-startup-time",
  ]);
});

Deno.test("probe doctor asks listening drivers, with the token, in the release's layout", async () => {
  using home = new Folder();
  const socket = freshSocket();
  const file = home.write("services.json", {
    services: [{ socket_id: socket, command: Deno.execPath(), args: ["run", "-N", "m.ts", socket] }],
  });
  await using driver = new RunningDriver({
    module: pathOf("examples/minimal/main.ts"),
    socket,
    env: { DBFLUX_DRIVER_IPC_TOKEN: "the-token" },
    args: ["--keep-running"],
  });
  await driver.line(/listening/i);
  const args = ["--config", file, "--release", "0.5.6"];
  const refused = await doctor(args);
  ok(about(refused.findings, socket).includes("warning driver-token"), JSON.stringify(refused.findings));
  const { code, findings } = await doctor(args, { env: { DBFLUX_DRIVER_IPC_TOKEN: "the-token" } });
  equal(code, 0, JSON.stringify(findings));
  const answer = findings.find(({ id, subject }) => id === "driver" && subject === socket);
  match(answer!.message, / answers, in layout 0\.5$/);
  equal(JSON.stringify(findings).includes("the-token"), false);
});

Deno.test("probe doctor reports an error for a silent socket, and one without a listener", async () => {
  using home = new Folder();
  const env = { HOME: home.path, XDG_CONFIG_HOME: "", XDG_DATA_HOME: "" };
  await using driver = await ScriptedSocket.open(() => "silence");
  const unused = freshSocket(), tooLong = "x".repeat(120);
  const { code, findings } = await doctor(
    [driver.socket, unused, tooLong].flatMap((socket) => ["--socket", socket]),
    { env },
  );
  equal(code, 8);
  deepEqual(about(findings, driver.socket), ["ok socket-name", "error driver-silent"]);
  deepEqual(about(findings, unused), ["ok socket-name", "error driver-missing"]);
  deepEqual(about(findings, tooLong).filter((id) => id.startsWith("error")), ["error socket-name"]);
});

Deno.test({
  name: "probe doctor finds the socket file of a killed driver",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    using home = new Folder();
    const path = home.join("left.sock");
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        `Deno.listen({ transport: "unix", path: ${JSON.stringify(path)} }); Deno.kill(Deno.pid, "SIGKILL");`,
      ],
    });
    await child.output();
    const { code, findings } = await doctor(["--socket", path, "--config", home.write("c.json", { services: [] })]);
    equal(code, 8);
    const stale = findings.find(({ id }) => id === "socket-stale");
    equal(stale?.remedy, `remove it: rm ${path}`);
  },
});

Deno.test({
  name: "probe doctor finds drivers that were not named, and sends them no token",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    using home = new Folder();
    const socket = `${freshSocket()}.sock`;
    const env = { HOME: home.path, XDG_CONFIG_HOME: "", XDG_DATA_HOME: "", DBFLUX_DRIVER_IPC_TOKEN: "mine" };
    await using _driver = new RunningDriver({
      module: pathOf("examples/minimal/main.ts"),
      socket,
      env: { DBFLUX_DRIVER_IPC_TOKEN: "mine" },
      args: ["--keep-running"],
    });
    await _driver.line(/listening/i);
    const { code, findings } = await doctor([], { env });
    equal(code, 0);
    deepEqual(about(findings, socket), ["warning driver-token"]);
  },
});

Deno.test("probe doctor exits with 8 for a release that never uses drivers, and with 1 for no release", async () => {
  using home = new Folder();
  const config = ["--config", home.write("c.json", { services: [] })];
  const { code, findings } = await doctor([...config, "--release", "0.4.7"]);
  equal(code, 8);
  deepEqual(about(findings, "0.4.7"), ["ok release", "error release-forgets-drivers"]);
  const wrong = await probeJson(["doctor", "--release", "soon"]);
  deepEqual([wrong.code, wrong.json.error.message], [
    1,
    "Cannot use --release soon: write it as 0.7.7 or 0.8.0-dev.0",
  ]);
});
