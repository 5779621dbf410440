import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { HostPlace, processesWith, untilGone } from "./host_process.ts";

const HUB = "11111111-1111-1111-1111-111111111111";

function entry(instance_id: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  const device_id = `22222222-2222-2222-2222-${instance_id.padStart(12, "0").replace(/[^0-9a-f]/g, "0")}`;
  return { instance_id, device_id, driver_id: "com.example.lamp", driver_type: "DEVICE", binary: "lamp", ...change };
}

Deno.test("the host launches a driver as the contract says: arguments, folder, environment, configuration", async () => {
  await using place = new HostPlace();
  place.driver(
    "lamp",
    `printf '%s\\n' "args $*" "cwd $(pwd)" "addr $NX_HOST_GRPC_ADDR" "ids $NX_DEVICE_ID $NX_INSTANCE_ID" \\
  "token $(printf %s "$NX_LAUNCH_TOKEN" | wc -c)" "own $OWN $CORE_GRPC_ADDR" "lifeline $FLUXWIRE_LIFELINE" \\
  "mode $(stat -c %a config.json) $(stat -c %a .)" "path $PATH"
cat config.json; echo; exec sleep 1000`,
  );
  const config = '{ "n": 1.50,  "big":9007199254740993 }';
  const lamp = JSON.stringify(entry("lamp-1", { fluxwire: { env: { OWN: "mine" }, args: ["-v"] } })).slice(0, -1);
  Deno.writeTextFileSync(`${place.folder}/instances.json`, `{"instances":[${lamp},"config":${config}}]}`);
  const host = place.start(place.flags, { CORE_GRPC_ADDR: "core:1" });
  await host.line("big");
  const said = host.lines.filter((line) => line.includes(" lamp-1 stdout: ")).map((line) =>
    line.split(" stdout: ")[1]!
  );
  const work = `${place.folder}/run/lamp-1`;
  deepStrictEqual(said.slice(0, 8), [
    `args -device_id ${entry("lamp-1").device_id} -config ${work}/config.json -v`,
    `cwd ${work}`,
    `addr unix:///${place.socket}`,
    `ids ${entry("lamp-1").device_id} lamp-1`,
    "token 43",
    "own mine core:1",
    "lifeline stdin",
    "mode 600 755",
  ]);
  ok(said[8]!.startsWith(`path ${Deno.execPath().replace(/\/[^/]*$/, "")}:`), said[8]);
  strictEqual(said[9], config);
  strictEqual(Deno.lstatSync(place.socket).mode! & 0o777, 0o600);
  await host.line("Ready as process");
  strictEqual(await host.end("SIGTERM"), 0);
  deepStrictEqual(processesWith(place.folder), []);
  deepStrictEqual(
    [...Deno.readDirSync(place.folder)].map(({ name }) => name).filter((name) => name === "host.sock"),
    [],
  );
});

Deno.test("the host says all problems of a file at once, exits with 1, and makes nothing", async () => {
  await using place = new HostPlace();
  place.instances([entry("lamp-1", { driver_type: "LAMP" }), entry("lamp-1", { binary: "../x" })]);
  const { code, stdout, stderr } = await place.run(place.flags);
  strictEqual(code, 1);
  strictEqual(stdout, "");
  deepStrictEqual(stderr.trimEnd().split("\n"), [
    'instances.json:7:22: lamp-1: driver_type: "LAMP" must be one of DEVICE, HUB, CHILD, UI',
    "instances.json:11:22: lamp-1: instance_id: is that of an earlier entry; each needs its own",
    "instances.json:12:20: warning: lamp-1: device_id: is that of lamp-1 too",
    'instances.json:15:17: lamp-1: binary: "../x" must be a file within the drivers\' folder',
  ]);
  deepStrictEqual([...Deno.readDirSync(place.folder)].map(({ name }) => name), ["instances.json"]);
  strictEqual((await place.run(["-instances", "instances.json", "-check"])).code, 1);
  deepStrictEqual(await place.run([]), {
    code: 1,
    stdout: "",
    stderr: "error[Usage]: missing -instances (see fluxwire nx --help)\n",
  });
  const missing = await place.run(["-instances", "none.json"]);
  deepStrictEqual([missing.code, missing.stderr], [1, "none.json:1:1: is not there\n"]);
});

Deno.test("-check warns of programs that are missing, and exits with 0", async () => {
  await using place = new HostPlace();
  place.instances([entry("lamp-1")]);
  const { code, stdout } = await place.run(["-instances=instances.json", "--check", "-publisher=noop"]);
  strictEqual(code, 0);
  match(stdout, /: warning: lamp-1: binary: .*\/drivers\/lamp is not there\ninstances.json: 1 instance, no errors\n$/);
});

Deno.test("each instance whose program is missing says so, and the host runs on", async () => {
  await using place = new HostPlace();
  place.instances([entry("lamp-1", { binary: "zigbee-hub-driver" })]);
  const host = place.start();
  match(await host.line("starting it again"), /WARN lamp-1 host: Cannot start .*zigbee-hub-driver: there is no file/);
  const { code, value } = await place.json("status", "lamp-1");
  strictEqual(code, 0);
  const { services: [lamp] } = value as { services: { state: string; health: { status: string } }[] };
  // Three seconds later it is given up.
  match(lamp!.state, /^(waiting|starting|given-up)$/);
  strictEqual(lamp!.health.status, "DOWN");
  strictEqual(await host.end("SIGINT"), 0);
});

Deno.test("a second host on the socket is refused with exit code 2, and the first is undisturbed", async () => {
  await using place = new HostPlace();
  place.driver("lamp", "exec sleep 1000");
  place.instances([entry("lamp-1")]);
  const host = place.start();
  await host.line("Ready as process");
  const second = await place.run([
    ...place.flags.slice(0, 4),
    "-out_dir",
    "other",
    "-control",
    `${place.folder}/c/2.sock`,
  ]);
  const hint = "(see what it runs by deno task nx status)";
  deepStrictEqual([second.code, second.stderr], [
    2,
    `error[HostRunning]: Cannot run a driver host on ${place.socket}: another one listens there ${hint}\n`,
  ]);
  const elsewhere = ["-internal_grpc_sock", `${place.folder}/2.sock`, "-control", `${place.folder}/c/2.sock`];
  const third = await place.run([...place.flags.slice(0, 2), ...elsewhere]);
  deepStrictEqual([third.code, third.stderr], [
    2,
    `error[HostRunning]: Cannot run a driver host in ${place.folder}/run: another one does; give another -out_dir ${hint}\n`,
  ]);
  strictEqual((await place.ask("status")).code, 0);
  strictEqual(processesWith(`${place.folder}/run/lamp-1`).length, 1);
});

Deno.test("a socket without a program behind it is taken over, and another file is left alone", async () => {
  await using place = new HostPlace();
  place.driver("lamp", "exec sleep 1000");
  place.instances([entry("lamp-1")]);
  Deno.writeTextFileSync(place.socket, "precious");
  const refused = await place.run(place.flags);
  deepStrictEqual([refused.code, Deno.readTextFileSync(place.socket)], [2, "precious"]);
  deepStrictEqual([...Deno.readDirSync(place.folder)].map(({ name }) => name).sort(), [
    "drivers",
    "host.sock",
    "instances.json",
  ]);
  Deno.removeSync(place.socket);
  const leave = `Deno.listen({ transport: "unix", path: Deno.args[0] }); Deno.kill(Deno.pid, "SIGKILL");`;
  await new Deno.Command(Deno.execPath(), { args: ["eval", leave, place.socket] }).output();
  ok(Deno.lstatSync(place.socket).isSocket);
  await place.start().line("Ready as process");
});

Deno.test("a socket's path that no driver could connect to is refused, and nothing is made", async () => {
  await using place = new HostPlace();
  place.instances([entry("lamp-1")]);
  const folder = place.folder + "/" + "f".repeat(107 - 12 - place.folder.length);
  for (const path of [`${place.folder}/${"s".repeat(107 - place.folder.length)}`, `${folder}ff/s`]) {
    const { code, stderr } = await place.run([...place.flags, "-internal_grpc_sock", path]);
    match(
      stderr,
      /^error\[FolderUnusable\]: Cannot run .*: the path is too long for a socket; give a shorter -internal_/,
    );
    strictEqual(code, 2);
  }
  deepStrictEqual([...Deno.readDirSync(place.folder)].map(({ name }) => name), ["instances.json"]);
});

Deno.test("nothing is left after the host is killed: no driver, no grandchild, no socket", async () => {
  await using place = new HostPlace();
  place.driver("lamp", "trap '' TERM; sh -c 'trap \"\" TERM; sleep 1000' & setsid sleep 1000 & echo up; wait");
  place.instances([entry("lamp-1", { driver_type: "HUB", device_id: HUB }), entry("lamp-2")]);
  const host = place.start();
  await host.line("lamp-1 stdout: up");
  await host.line("lamp-2 stdout: up");
  await host.line("lamp-2 host: Ready");
  await host.end("SIGKILL");
  // Two seconds on a machine that is not busy.
  await untilGone(place.folder, 60_000);
  const deadline = performance.now() + 60_000;
  while ([...Deno.readDirSync(place.folder)].some(({ name }) => name === "host.sock")) {
    ok(performance.now() < deadline, "the socket is left");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
});

Deno.test("a program that leaves the drivers' folder by a link is given up at once", async () => {
  await using place = new HostPlace();
  place.driver("unused", "");
  Deno.symlinkSync("/bin/sleep", `${place.folder}/drivers/lamp`);
  place.instances([entry("lamp-1")]);
  const host = place.start();
  match(await host.line("not started again"), /lamp-1 host: Cannot start .*: it is a link to .*, which is not within/);
});

Deno.test("no log shows the launch token, or what config has under names of secrets", async () => {
  await using place = new HostPlace();
  place.driver("lamp", 'echo "token $NX_LAUNCH_TOKEN, $(cat config.json)"; printf unfinished; exec sleep 1000');
  place.instances([entry("lamp-1", { config: { api_key: "very-secret", ip: "10.0.0.1" } })]);
  const host = place.start();
  const line = await host.line("lamp-1 stdout: token");
  match(line, /stdout: token \[masked\], /);
  await host.line("lamp-1 stdout: unfinished");
  ok(host.lines.some((line) => line.includes("10.0.0.1")));
  ok(!host.lines.some((line) => line.includes("very-secret")));
  ok(!(await place.ask("logs", "lamp-1")).stdout.includes("very-secret"));
});
