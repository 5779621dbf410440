import { deepEqual, equal } from "node:assert/strict";
import { findConfiguration, readConfiguration } from "./configuration.ts";
import type { UserEnvironment } from "./folders.ts";
import { type ConfigProblem, problemText } from "./problem.ts";
import { addService, createDatabase, type ServiceRow } from "./testing/dbflux_database.ts";
import { Folder } from "./testing/folder.ts";

function environmentOf(folder: Folder): UserEnvironment {
  return { os: "linux", variable: (name) => name === "HOME" ? folder.path : undefined };
}

function writeDatabase(path: string, rows: readonly ServiceRow[]): void {
  Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  using database = createDatabase(path);
  for (const row of rows) addService(database, row);
}

Deno.test("readConfiguration() recognises JSON and databases by content, not by the name of the file", async () => {
  using folder = new Folder();
  const json = folder.write("a.db", { services: [{ socket_id: "a.sock", command: "x" }] });
  const database = folder.join("b.json");
  writeDatabase(database, [{ socketId: "b.sock", command: "y" }]);
  const before = folder.state();
  const fromJson = await readConfiguration(json), fromDatabase = await readConfiguration(database);
  deepEqual(folder.state(), before);
  deepEqual(fromJson.files, [json]);
  deepEqual(fromJson.services.map(({ service: { command }, file, place }) => [command, file, place]), [
    ["x", json, "services[0]"],
  ]);
  deepEqual(fromDatabase.services.map(({ service: { command }, file, place }) => [command, file, place]), [
    ["y", database, 'cfg_services["b.sock"]'],
  ]);
  deepEqual([fromJson.problems, fromDatabase.problems], [[], []]);
});

Deno.test("readConfiguration() gives a file that cannot be read, or is neither, as a problem", async () => {
  using folder = new Folder();
  const problem = async (path: string) => {
    const { services, problems: [problem] } = await readConfiguration(path);
    deepEqual(services, []);
    return [problem!.code, problemText(problem!)];
  };
  const missing = folder.join("missing.json");
  deepEqual(await problem(missing), ["ConfigUnreadable", `${missing}: there is no such file`]);
  deepEqual(await problem(folder.path), ["ConfigUnreadable", `${folder.path}: it is no regular file`]);
  deepEqual(await problem(""), ["ConfigUnreadable", "the name of the file is empty"]);
  const bytes = folder.join("bytes");
  Deno.writeFileSync(bytes, new Uint8Array([0xff, 0xfe]));
  deepEqual(await problem(bytes), ["ConfigMalformed", `${bytes}: it is neither a SQLite database nor text in UTF-8`]);
  const empty = folder.write("empty", "");
  deepEqual((await problem(empty))[0], "ConfigMalformed");
  const long = folder.write("long", "");
  Deno.truncateSync(long, 16 * 1024 * 1024 + 1);
  deepEqual(await problem(long), [
    "ConfigMalformed",
    `${long}: it is no database, and as JSON longer than 16777216 bytes`,
  ]);
});

/** The problems of a file, read by a program with these permissions only. */
async function problemsWith(permissions: readonly string[], path: string): Promise<ConfigProblem[]> {
  const code = `import { readConfiguration } from ${JSON.stringify(import.meta.resolve("./configuration.ts"))};
    console.log(JSON.stringify((await readConfiguration(${JSON.stringify(path)})).problems));`;
  const args = ["run", "--no-prompt", ...permissions, "-"];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped", stderr: "inherit" }).spawn();
  await new Blob([code]).stream().pipeTo(child.stdin);
  return JSON.parse(new TextDecoder().decode((await child.output()).stdout));
}

Deno.test("readConfiguration() needs permission for the files alone, and says which it lacks", async () => {
  using folder = new Folder();
  const json = folder.write("config.json", { services: [] });
  const database = folder.join("a.db");
  writeDatabase(database, []);
  const beside = [`${database}-wal`, `${database}-journal`];
  deepEqual(await problemsWith([`--allow-read=${json}`], json), []);
  deepEqual(await problemsWith([`--allow-read=${[database, ...beside].join(",")}`], database), []);
  const cases: [string[], string, string][] = [
    [[], json, json],
    [[`--allow-read=${database}`], database, beside[0]!],
  ];
  for (const [permissions, path, missing] of cases) {
    const [problem] = await problemsWith(permissions, path);
    equal(problem!.code, "ConfigUnreadable");
    equal(problem!.reason, `permission is missing; run Deno with --allow-read=${missing}`);
  }
});

Deno.test("findConfiguration() finds nothing in an empty home", async () => {
  using folder = new Folder();
  deepEqual(await findConfiguration(environmentOf(folder)), { files: [], services: [], problems: [] });
});

Deno.test("findConfiguration() joins the files of a user; an earlier file hides a later one's service", async () => {
  using folder = new Folder();
  const json = folder.write(".config/dbflux/config.json", {
    rpc_services: [{ socket_id: "a.sock", command: "json" }, { socket_id: "broken.sock", args: 1 }],
  });
  const stable = folder.join(".local/share/dbflux/dbflux.db");
  const nightly = folder.join(".local/share/dbflux/dbflux-nightly.db");
  writeDatabase(stable, ["a.sock", "b.sock", "broken.sock"].map((socketId) => ({ socketId, command: "stable" })));
  writeDatabase(nightly, ["b.sock", "c.sock"].map((socketId) => ({ socketId, command: "nightly" })));
  const { files, services, problems } = await findConfiguration(environmentOf(folder));
  deepEqual(files, [json, stable, nightly]);
  deepEqual(services.map(({ service: { socketId, command } }) => `${socketId} ${command}`), [
    "a.sock json",
    "b.sock stable",
    "c.sock nightly",
  ]);
  deepEqual(problems.map(({ socketId, place }) => [socketId, place]), [["broken.sock", "rpc_services[1].args"]]);
});

Deno.test("findConfiguration() passes over the nightly database where nightly builds share the stable one", async () => {
  using folder = new Folder();
  const nightly = folder.join(".local/share/dbflux/dbflux-nightly.db");
  writeDatabase(nightly, [{ socketId: "c.sock", command: "nightly" }]);
  deepEqual((await findConfiguration(environmentOf(folder))).files, [nightly]);
  folder.write(".local/share/dbflux/use-stable-db", "");
  deepEqual((await findConfiguration(environmentOf(folder))).files, []);
});
