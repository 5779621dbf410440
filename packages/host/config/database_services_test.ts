import { deepEqual } from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { createService } from "../service.ts";
import type { Entries } from "./entry.ts";
import { problemText } from "./problem.ts";
import { readDatabaseServices } from "./database_services.ts";
import { addService, createDatabase, type ServiceRow } from "./testing/dbflux_database.ts";

/** What is read of a database with these services, changed by the SQL. */
function read(release: "0.4" | "0.5", rows: readonly ServiceRow[], sql = ""): Entries {
  using database = createDatabase(":memory:", release);
  for (const row of rows) addService(database, row);
  database.exec(sql);
  return readDatabaseServices(database.serialize(), "d");
}

function problems({ problems }: Entries): string[] {
  return problems.map((problem) => `${problem.code} ${problemText(problem).slice(3)}`);
}

Deno.test("readDatabaseServices() reads the tables of 0.5 and later", () => {
  const found = read("0.5", [
    {
      socketId: "planets.sock",
      command: "/usr/bin/deno",
      startupTimeoutMs: 9000,
      args: ["run", "main.ts", ""],
      env: { TOKEN: "t", B: "" },
    },
    { socketId: "sso", kind: "auth_provider", command: "sso", enabled: 0 },
    { socketId: "other", kind: "oracle", command: "x", enabled: 7 },
    { socketId: "adopted.sock" },
  ]);
  deepEqual(problems(found), []);
  deepEqual(found.entries.map(({ place, service }) => [place, service]), [
    ['cfg_services["adopted.sock"]', createService({ socketId: "adopted.sock" })],
    ['cfg_services["other"]', createService({ socketId: "other", command: "x" })],
    [
      'cfg_services["planets.sock"]',
      createService({
        socketId: "planets.sock",
        command: "/usr/bin/deno",
        startupTimeoutMs: 9000,
        args: ["run", "main.ts", ""],
        env: { B: "", TOKEN: "t" },
      }),
    ],
    ['cfg_services["sso"]', createService({ socketId: "sso", kind: "auth_provider", command: "sso", enabled: false })],
  ]);
});

Deno.test("readDatabaseServices() knows 0.4 by its columns, where a missing command is the driver host", () => {
  const { entries, problems } = read("0.4", [{ socketId: "my driver" }]);
  deepEqual(problems, []);
  deepEqual(entries[0]!.service, createService({ socketId: "my driver", command: "dbflux-driver-host" }));
});

Deno.test("readDatabaseServices() reads the arguments by their position", () => {
  const rows = [{ socketId: "a", command: "x", args: ["0", "1", "2"] }];
  const { entries } = read("0.5", rows, "UPDATE cfg_service_args SET position = 9 WHERE value = '1'");
  deepEqual(entries[0]!.service!.args, ["0", "2", "1"]);
});

Deno.test("readDatabaseServices() reports every problem with table, row and column, and no variable's value", () => {
  const found = read("0.5", [
    { socketId: "good.sock", command: "x" },
    { socketId: "my driver", command: "x" },
    {
      socketId: "a",
      startupTimeoutMs: "soon",
      args: [new Uint8Array([1])],
      env: { KEY: new TextEncoder().encode("k") },
    },
    { socketId: "b", startupTimeoutMs: 2n ** 62n, command: "x", env: { "K=s3cret": "v" } },
    { socketId: "c", args: ["--socket", "c"] },
  ], "INSERT INTO cfg_services (socket_id, command) VALUES (NULL, 'x')");
  deepEqual(problems(found), [
    "SettingMissing cfg_services[NULL].socket_id: it must be given",
    'SettingType cfg_service_args["a", 0].value: expected text, found bytes',
    'SettingType cfg_service_env["a", "KEY"].value: expected text, found bytes',
    'SettingType cfg_services["a"].startup_timeout_ms: expected number, found text',
    'SettingValue cfg_service_env["b"].key: the name of a variable is empty, or has = or NUL in it',
    'SettingValue cfg_services["b"].startup_timeout_ms: expected a whole number from 1 to 2147483647, found 4611686018427387904',
    'SettingValue cfg_services["c"].command: arguments without a command are for dbflux-driver-host, and --driver is missing',
    'SettingValue cfg_services["my driver"].socket_id: DBFlux takes only letters, numbers, ".", "_" and "-"; choose another name',
  ]);
  deepEqual(found.entries.filter(({ service }) => service !== null).map(({ socketId }) => socketId), ["good.sock"]);
});

Deno.test("readDatabaseServices() refuses what is no database of DBFlux", () => {
  using other = new DatabaseSync(":memory:");
  other.exec("CREATE TABLE cfg_services (socket_id)");
  deepEqual(problems(readDatabaseServices(other.serialize(), "d")), [
    "ConfigMalformed it has no table cfg_service_args, cfg_service_env; is it a database of DBFlux?",
  ]);
  const damaged = new Uint8Array(8192);
  damaged.set(new TextEncoder().encode("SQLite format 3\0"));
  deepEqual(problems(readDatabaseServices(damaged, "d")), [
    "ConfigMalformed SQLite cannot read it: file is not a database",
  ]);
});

Deno.test("readDatabaseServices() reads 1000 services and no more", () => {
  const rows = Array.from({ length: 1001 }, (_, index) => ({ socketId: `s${index}`, command: "x" }));
  deepEqual(problems(read("0.5", rows)), ["SettingValue cfg_services: it has more than 1000 rows; remove some"]);
  const { entries } = read("0.5", rows.slice(1));
  deepEqual(entries.length, 1000);
});
