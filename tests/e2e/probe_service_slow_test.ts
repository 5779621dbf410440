import { deepEqual, equal, match, ok } from "node:assert/strict";
import { addService, createDatabase } from "../../packages/host/config/testing/dbflux_database.ts";
import { Folder } from "../../packages/host/config/testing/folder.ts";
import { probe, probeJson } from "./run_probe.ts";
import { DRIVER_PERMISSIONS, freshSocket, pathOf, RunningDriver } from "./running_driver.ts";

const MINIMAL = pathOf("examples/minimal/main.ts");

/** A service that starts the example driver. */
function exampleService(socketId: string): { socket_id: string; command: string; args: string[] } {
  const args = ["run", "--no-prompt", ...DRIVER_PERMISSIONS, MINIMAL, "--socket", socketId];
  return { socket_id: socketId, command: Deno.execPath(), args };
}

/** The environment of a user with the given home and no other folders. */
function homeOf(folder: Folder): Record<string, string> {
  return { HOME: folder.path, XDG_CONFIG_HOME: "", XDG_DATA_HOME: "" };
}

Deno.test("probe --service starts a service of config.json, connects to it, and stops it", async () => {
  using folder = new Folder();
  const socketId = freshSocket();
  const config = folder.write("services.json", {
    rpc_services: [{ socket_id: "broken", args: 1 }, {
      ...exampleService(socketId),
      fluxwire: { stop: { stdin_grace_ms: 60_000 } },
    }],
  });
  const target = ["--service", socketId, "--config", config];
  const { code, json } = await probeJson(["query", "SELECT 1", "--value", "star=Sol", ...target]);
  equal(code, 0, JSON.stringify(json));
  equal(json.rows.length, 3);
  const tour = await probe(target);
  equal(tour.code, 0, tour.stdout);
  match(tour.stdout, new RegExp(`^ok +launch .*configured service on socket ${socketId}$`, "m"));
  match(tour.stdout, /^ok +stop .*ended after stdin$/m);
  ok(!tour.stdout.includes(MINIMAL));
});

Deno.test("probe --service finds the database in the user's folders, and leaves no trace there", async () => {
  using folder = new Folder();
  const { socket_id: socketId, command, args } = exampleService(freshSocket());
  Deno.mkdirSync(folder.join(".local/share/dbflux"), { recursive: true });
  using database = createDatabase(folder.join(".local/share/dbflux/dbflux.db"));
  addService(database, { socketId, command, args });
  const data = () =>
    [...Deno.readDirSync(folder.join(".local/share/dbflux"))].map(({ name }) => {
      const path = folder.join(".local/share/dbflux", name);
      return [name, Deno.statSync(path).mtime!.getTime(), Deno.readFileSync(path).toHex()];
    });
  const before = data();
  equal(before.length, 3);
  const { code, json } = await probeJson(["ping", "--service", socketId], { env: homeOf(folder) });
  equal(code, 0, JSON.stringify(json));
  equal(json.ok, true);
  deepEqual(data(), before);
});

Deno.test("probe --service gives the driver the service's environment and start-up time", async () => {
  using folder = new Folder();
  const service = (socketId: string, code: string, more: object) => ({
    socket_id: socketId,
    command: Deno.execPath(),
    args: ["eval", code],
    ...more,
  });
  const [failing, silent] = [freshSocket(), freshSocket()];
  const config = folder.write("services.json", {
    services: [
      service(failing, "console.error(Deno.env.get('GREETING')); Deno.exit(3)", { env: { GREETING: "hello" } }),
      service(silent, "setInterval(() => {}, 1000)", { startup_timeout_ms: 321 }),
    ],
  });
  const ended = await probeJson(["hello", "--service", failing, "--config", config]);
  equal(ended.code, 2);
  match(ended.json.error.message, /hello$/);
  const late = await probeJson(["hello", "--service", silent, "--config", config]);
  equal(late.code, 2);
  equal(late.json.error.code, "NotReady");
  match(late.json.error.message, /within 321 ms/);
});

Deno.test("probe --service uses a driver that already listens, and leaves it running", async () => {
  using folder = new Folder();
  await using driver = new RunningDriver({ module: MINIMAL });
  await driver.line(/listening/i);
  const config = folder.write("services.json", {
    services: [{ socket_id: driver.socket, command: "/nonexistent/driver", enabled: false }],
  });
  const target = ["--service", driver.socket, "--config", config];
  const tour = await probe(target);
  equal(tour.code, 0, tour.stdout);
  match(tour.stdout, new RegExp(`^ok +launch .*running driver on socket ${driver.socket}$`, "m"));
  match(tour.stdout, /^skip +stop .*it was not started here$/m);
  equal((await probe(["hello", "--socket", driver.socket])).code, 0);
});

Deno.test("probe --service exits with 1 for an unknown service, and names the known ones", async () => {
  using folder = new Folder();
  const config = folder.write("services.json", {
    services: [{ socket_id: "planets.sock", command: "x" }, { socket_id: "notes.sock", command: "y" }],
  });
  const args = ["ping", "--service", "planet.sock", "--config", config];
  const { code, json } = await probeJson(args);
  equal(code, 1);
  deepEqual(json, {
    error: {
      code: "UnknownService",
      message: `Unknown service "planet.sock": known are planets.sock, notes.sock, of ${config}`,
      hint: "correct the configuration, or name another file by --config",
    },
  });
  const human = await probe(args);
  equal(human.code, 1);
  equal(human.stdout, "");
  match(human.stderr, /^error\[UnknownService\]: Unknown service "planet\.sock": /);
});

Deno.test("probe --service exits with 1 for an invalid service, and shows no secret", async () => {
  using folder = new Folder();
  const config = folder.write("services.json", {
    services: [
      { socket_id: "a.sock", args: ["run", 5], env: { TOKEN: ["s3cret"] } },
      { socket_id: "sso", command: "sso", fluxwire: { kind: "auth_provider" } },
    ],
  });
  const run = (id: string, file: string) => probeJson(["hello", "--service", id, "--config", file]);
  const broken = await run("a.sock", config);
  equal(broken.code, 1);
  equal(broken.json.error.code, "SettingType");
  equal(
    broken.json.error.message,
    `Cannot use service "a.sock": ${config}: services[0].args[1]: expected text, found number; ` +
      `${config}: services[0].env.TOKEN: expected text, found list`,
  );
  const provider = await run("sso", config);
  equal(provider.code, 1);
  equal(provider.json.error.code, "ServiceUnusable");
  const missing = await run("a.sock", folder.join("none.json"));
  equal(missing.code, 1);
  equal(missing.json.error.code, "ConfigUnreadable");
  const nowhere = await probeJson(["hello", "--service", "a.sock"], { env: homeOf(folder) });
  equal(nowhere.code, 1);
  equal(nowhere.json.error.code, "ConfigNotFound");
});

Deno.test("probe --service exits with 2 if there is nothing to start and nothing listens", async () => {
  using folder = new Folder();
  const config = folder.write("services.json", { services: [{ socket_id: freshSocket(), command: "" }] });
  const { socket_id } = JSON.parse(Deno.readTextFileSync(config)).services[0];
  const { code, json } = await probeJson(["hello", "--service", socket_id, "--config", config]);
  equal(code, 2);
  equal(json.error.code, "NotRunning");
});

Deno.test("probe refuses --service together with another target, and --config without it", async () => {
  for (
    const [args, message] of [
      [["--service", "a", "--socket", "b"], "Cannot use --service a with --socket b: give one of them"],
      [["--service", "a", "--", "driver"], "Cannot use --service a with a command: give one of them"],
      [["--config", "c"], "Cannot use --config c alone: name one of its services by --service"],
    ] as const
  ) {
    const { code, json } = await probeJson(["hello", ...args]);
    equal(code, 1);
    deepEqual(json, { error: { code: "Usage", message, hint: "see fluxwire probe hello --help" } });
  }
});
