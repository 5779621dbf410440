import { deepEqual, equal, match, ok } from "node:assert/strict";
import { isAlive, MOCK, scriptOf, serviceOf, WILLFUL } from "./host_services.ts";
import { probe } from "./run_probe.ts";
import { HOST_COMMAND, hostCommand, HostFolder, RunningHost } from "./running_host.ts";

/** How long a driver may outlive its host before it counts as left, in milliseconds: a guard for busy machines. */
const LEFT_MS = 60_000;

Deno.test("probe host reports what is wrong with a command line, and exits with 1", async () => {
  await using folder = new HostFolder([]);
  const cases: [string[], string][] = [
    [[], "Missing verb of host: give one of run, status, restart, stop, logs, help, version"],
    [["stauts"], "Unknown verb of host: stauts; did you mean status?"],
    [["restart"], "Missing ID: name the service to restart"],
    [["run", "extra"], "Cannot use argument extra: run takes none"],
    [["status", "--control", "host.sock"], "Cannot use --control host.sock: it must be an absolute path"],
    [
      ["status", "--control", `/${"x".repeat(200)}`],
      `Cannot use control socket /${"x".repeat(200)}: it is too long for a socket; give a shorter one by --control`,
    ],
    [["status", "--format", "xml"], "Cannot use --format xml: choose one of table, json, prometheus"],
    [["status", "--json", "--format", "table"], "Cannot use --json with --format table: give one of them"],
    [["logs", "-n", "many"], "Cannot use --lines many: it must be a number from 0 to 10000"],
    [["run", "--no-token", "--token-env", "X"], "Cannot use --no-token with --token-env X: give one of them"],
    [["logs", "-n"], "Missing value of --lines: give --lines N"],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await hostCommand(args, folder.path);
    equal(code, 1, message);
    const verb = args[0] === undefined || args[0] === "stauts" ? "" : ` ${args[0]}`;
    const hint = `see fluxwire host${verb} --help`;
    if (args.includes("--json")) {
      deepEqual(JSON.parse(stdout), { error: { code: "Usage", message, hint } });
    } else equal(stderr, `error[Usage]: ${message} (${hint})\n`);
  }
});

Deno.test("probe host and each of its verbs explain themselves", async () => {
  await using folder = new HostFolder([]);
  const host = await hostCommand(["--help"], folder.path);
  equal(host.code, 0);
  for (const verb of ["run", "status", "restart", "stop", "logs"]) {
    match(host.stdout, new RegExp(`^  ${verb} +\\S`, "m"));
    const help = await hostCommand([verb, "--help"], folder.path);
    equal(help.code, 0);
    ok(help.stdout.includes(`Usage: fluxwire host ${verb} `), help.stdout);
    for (const flag of ["--control PATH", "--json", "--timeout MS"]) ok(help.stdout.includes(`  ${flag} `), flag);
  }
});

Deno.test("probe host exits with 2 if no host runs, and with 1 without a configuration", async () => {
  await using folder = new HostFolder([]);
  for (const verb of ["status", "stop", "logs"]) {
    const { code, json } = await folder.askJson(verb);
    equal(code, 2, verb);
    equal(json.error.code, "HostNotRunning");
    ok(json.error.message.includes(folder.control));
  }
  const { code, stdout } = await hostCommand(["run", "--json", "--config", "/nonexistent/config.json"], folder.path);
  equal(code, 1);
  equal(JSON.parse(stdout).error.code, "ConfigUnreadable");
  const none = await hostCommand(["run", "--json"], folder.path);
  deepEqual([none.code, JSON.parse(none.stdout).error.code], [1, "ConfigNotFound"]);
});

Deno.test("probe host uses the user's own folders by default", async () => {
  const service = serviceOf(MOCK);
  await using folder = new HostFolder([service]);
  Deno.mkdirSync(`${folder.path}/config/dbflux`, { recursive: true });
  Deno.renameSync(folder.config, `${folder.path}/config/dbflux/config.json`);
  await using host = new RunningHost([], folder.path);
  equal((await host.event("running"))["control"], `${folder.path}/runtime/fluxwire/host.sock`);
  await host.event("ready", service.socketId);
  equal((await hostCommand(["stop"], folder.path)).code, 0);
  equal((await host.status).code, 0);
});

Deno.test("probe host run without --allow-write names the missing permission", async () => {
  await using folder = new HostFolder([serviceOf(MOCK)]);
  const args = ["run", "--config", folder.config, "--control", folder.control, "--no-log-files"];
  const { code, stderr } = await hostCommand(args, folder.path, { without: "--allow-write" });
  equal(code, 1);
  match(stderr, /^error\[PermissionMissing\]: .*--allow-write/);
});

Deno.test("probe host runs services, shows them, restarts and stops them", async () => {
  const [one, two, off] = [serviceOf(MOCK), serviceOf(MOCK), serviceOf(MOCK, { enabled: false })];
  const broken = scriptOf("echo no database >&2; exit 3", { restart: "temporary" });
  await using folder = new HostFolder([one, two, off, broken]);
  const host = folder.run();
  const running = await host.event("running");
  deepEqual([running["control"], running["logs"], running["pid"]], [folder.control, folder.logs, host.pid]);
  const ready = await host.event("ready", one.socketId);
  deepEqual(Object.keys(ready), ["at", "service", "event", "cause", "retryInMs", "pid", "restarts"]);
  await host.event("ready", two.socketId);
  match((await host.event("ended", broken.socketId))["cause"], /exit code 3 .*no database$/);

  const { code, json: status } = await folder.askJson("status");
  equal(code, 0);
  deepEqual(Object.keys(status), ["version", "pid", "startedAt", "memoryBytes", "services"]);
  // deno-lint-ignore no-explicit-any
  deepEqual(status.services.map(({ id, state, pid }: any) => [id, state, pid !== null]), [
    [one.socketId, "ready", true],
    [two.socketId, "ready", true],
    [off.socketId, "disabled", false],
    [broken.socketId, "ended", false],
  ]);
  deepEqual(Object.keys(status.services[0]), [
    ...["id", "kind", "state", "since", "retryAt", "adopted", "pid", "driver", "silent", "restarts", "tap"],
    ...["connections", "sessions", "inFlight", "calls", "receivedBytes", "sentBytes", "memoryBytes", "cpuMs", "limits"],
    ...["watchFailure", "logFailure", "lastError", "failures"],
  ]);
  const table = await folder.ask("status");
  match(table.stdout, /^SERVICE +STATE +PID +RESTARTS/m);
  match(table.stdout, new RegExp(`^${broken.socketId}: last error at .* no database$`, "m"));
  const metrics = await folder.ask("status", one.socketId, "--format", "prometheus");
  match(metrics.stdout, new RegExp(`^fluxwire_service_up\\{service="${one.socketId}"\\} 1$`, "m"));

  deepEqual(await folder.askJson("restart", one.socketId), { code: 0, json: { restarted: one.socketId } });
  equal((await folder.askJson("status", one.socketId)).json.services[0].restarts, 1);
  const failed = await folder.askJson("restart", broken.socketId);
  deepEqual([failed.code, failed.json.error.code], [2, "ServiceNotReady"]);
  for (const args of [["restart", "nope"], ["stop", "nope"], ["logs", "nope"], ["status", "nope"]]) {
    const unknown = await folder.askJson(...args);
    deepEqual([unknown.code, unknown.json.error.code], [1, "UnknownService"]);
  }

  deepEqual(await folder.askJson("stop", one.socketId), { code: 0, json: { stopped: one.socketId } });
  equal((await folder.askJson("status", one.socketId)).json.services[0].state, "stopped");
  const pid = status.services[1].pid;
  ok(isAlive(pid));
  deepEqual(await folder.askJson("stop"), { code: 0, json: { stopped: "host" } });
  ok(!isAlive(pid));
  await host.event("stopped");
  equal((await host.status).code, 0);
  equal((await folder.ask("status")).code, 2);
});

Deno.test("probe host run ends in order on SIGTERM and SIGINT, with exit code 0", async () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const service = serviceOf(MOCK);
    await using folder = new HostFolder([service]);
    const host = folder.run();
    const { pid } = await host.event("ready", service.socketId);
    host.kill(signal);
    await host.event("stopped", service.socketId);
    deepEqual(await host.status, { success: true, code: 0, signal: null });
    ok(!isAlive(pid));
    deepEqual([...Deno.readDirSync(`${folder.path}/run`)], []);
  }
});

Deno.test("probe host run goes on, and ends, if its output is not read", async () => {
  const service = serviceOf(MOCK);
  await using folder = new HostFolder([service]);
  const { services } = JSON.parse(Deno.readTextFileSync(folder.config));
  const problems = Array.from({ length: 999 }, (_, i) => ({ socket_id: `${i}-${"x".repeat(60)}`, command: 1 }));
  Deno.writeTextFileSync(folder.config, JSON.stringify({ services: [...services, ...problems] }));
  // That is more than a pipe holds, and the other end of this one is not read.
  const host = new Deno.Command(Deno.execPath(), {
    args: [...HOST_COMMAND, "run", "--config", folder.config, "--control", folder.control, "--no-log-files"],
    stdin: "null",
    stdout: "piped",
    signal: AbortSignal.timeout(120_000),
  }).spawn();
  const givenUpMs = performance.now() + 60_000;
  while (!(await folder.ask("status", "--timeout", "5000")).stdout.includes(" ready ")) {
    ok(performance.now() < givenUpMs, "the host has not become ready");
  }
  host.kill("SIGTERM");
  deepEqual(await host.status, { success: true, code: 0, signal: null });
  await host.stdout.cancel();
});

Deno.test("probe host run refuses a second host, and takes over from a killed one", async () => {
  const service = serviceOf(MOCK);
  await using folder = new HostFolder([service]);
  const first = folder.run();
  const { pid } = await first.event("ready", service.socketId);
  const second = await folder.askJson("run", "--config", folder.config);
  deepEqual([second.code, second.json.error.code], [2, "HostRunning"]);
  first.kill("SIGKILL");
  const killedMs = performance.now();
  await first.status;
  while (isAlive(pid) && performance.now() - killedMs < LEFT_MS) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  ok(!isAlive(pid), "a driver has outlived its host");
  ok(Deno.lstatSync(folder.control).isSocket);
  const third = folder.run();
  const ready = await third.event("ready", service.socketId);
  ok(ready["pid"] !== null && ready["pid"] !== pid);
  equal((await folder.ask("status")).code, 0);
});

Deno.test("probe host run gives drivers the shared token, or none, or one of their own", async () => {
  const [shared, none, own] = Array.from({ length: 3 }, () => serviceOf(WILLFUL));
  const cases = [
    { service: shared!, args: [], host: "secret", client: "secret", code: 0 },
    { service: shared!, args: [], host: "secret", client: "wrong", code: 3 },
    { service: none!, args: ["--no-token"], host: "", client: "whatever", code: 0 },
    { service: own!, args: [], host: "", client: "wrong", code: 3 },
  ];
  for (const { service, args, host, client, code } of cases) {
    await using folder = new HostFolder([service]);
    await folder.run(args, { DBFLUX_DRIVER_IPC_TOKEN: host }).event("ready", service.socketId);
    const hello = await probe(["hello", "--socket", service.socketId], { env: { DBFLUX_DRIVER_IPC_TOKEN: client } });
    equal(hello.code, code, `${args} ${host} ${client}: ${hello.stderr}`);
    await folder.ask("stop");
  }
});

Deno.test("probe host logs shows the last lines, follows, and ends with the host", async () => {
  const service = scriptOf('echo "WARN one" >&2; echo two; exec "$0" "$@"');
  await using folder = new HostFolder([service]);
  const host = folder.run();
  await host.event("ready", service.socketId);
  await using following = new RunningHost(["--control", folder.control, "--follow"], folder.path, { verb: "logs" });
  const line = (text: string) => following.lines.until((line) => line["text"] === text);
  const { time: _, ...warning } = await line("WARN one");
  deepEqual(warning, { service: service.socketId, stream: "stderr", level: "warn", text: "WARN one" });
  equal((await line("two"))["stream"], "stdout");
  await line("Starting");

  const last = await folder.ask("logs", service.socketId, "-n", "1");
  equal(last.code, 0);
  equal(last.stdout.trimEnd().split("\n").length, 1);
  equal((await folder.ask("logs", "-n", "0")).stdout, "");

  await folder.ask("stop");
  await line("Stopping");
  equal((await following.status).code, 0);
  // Its log is whole once the host has ended, not when it has answered.
  equal((await host.status).code, 0);
  const file = Deno.readTextFileSync(`${folder.logs}/${service.socketId}.log`);
  match(file, /^\S+ stderr WARN one$/m);
  match(file, /^\S+ host INFO Stopped$/m);
  equal(Deno.lstatSync(folder.logs).mode! & 0o777, 0o700);
});
