import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type Layout, LAYOUTS } from "@fluxwire/wire";
import { profileJson, sessionRequest } from "@fluxwire/wire/client";
import { defineDriver, type Driver } from "../driver.ts";
import { DriverError } from "../errors.ts";
import { field } from "../field.ts";
import { form } from "../form.ts";
import type { BuiltInMappings } from "../from_built_in.ts";
import { createLog } from "../log.ts";
import { ServedDriver, TRANSPORTS } from "../testing/mod.ts";

/** The configuration of a connection that DBFlux has restored. */
const BLANK = { SQLite: { path: "", connection_id: null } };

/** A driver whose sessions return the values they were opened with. */
function driverOf(
  remember: boolean,
  limit: Record<string, unknown> = {},
  fromBuiltIn?: BuiltInMappings<"path" | "port" | "api_key">,
): Driver {
  return defineDriver({
    fromBuiltIn,
    id: "notes",
    name: "Notes",
    version: "1.0.0",
    description: "For tests",
    kind: "SQLite",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "notes",
    remember,
    form: form({
      path: field.text("Path", { required: true }),
      port: field.number("Port", { default: "1", ...limit }),
      password: field.password("Password"),
      api_key: field.password("Key"),
    }),
    open: ({ values, password }) => {
      if (values.path === "broken") throw new DriverError("Driver", "Cannot open it");
      return { listDatabases: () => [{ name: JSON.stringify({ ...values, password }), isCurrent: true }] };
    },
  });
}

/** A state folder, drivers that are restarted on it, and their log lines. */
async function fresh() {
  const stateFolder = await Deno.makeTempDir(), lines: string[] = [], id = crypto.randomUUID();
  const log = createLog("info", (line) => void lines.push(line.trimEnd()));
  /** Starts a driver and opens a session on it. */
  async function open(
    way: { values: Record<string, string> } | { config: object },
    { driver = driverOf(true), layout = "0.7.1" as Layout, over = TRANSPORTS[0] as typeof TRANSPORTS[number] } = {},
  ) {
    await using served = await ServedDriver.start(driver, { over, stateFolder, log });
    const client = await served.connect({ layout }), { hello } = client;
    const request = "values" in way
      ? sessionRequest({ layout, hello, id, values: way.values })
      : { profileJson: profileJson({ layout, hello, id }, way.config), password: "hunter2" };
    const session = await client.openSession(request);
    return JSON.parse((await session.listDatabases())[0]!.name);
  }
  const text = async () => {
    const folder = `${stateFolder}/notes`;
    const [file] = Array.from(Deno.readDirSync(folder));
    return await Deno.readTextFile(`${folder}/${file!.name}`);
  };
  const dispose = () => Deno.remove(stateFolder, { recursive: true });
  return { open, lines, text, stateFolder, [Symbol.asyncDispose]: dispose };
}

for (const layout of LAYOUTS) {
  for (const over of TRANSPORTS) {
    Deno.test(`a restored connection of ${layout} over ${over} has the earlier values, and its password`, async () => {
      await using at = await fresh();
      const values = { path: "/tmp/a", port: "7", password: "hunter2" };
      const opened = { path: "/tmp/a", port: 7, api_key: "", password: "hunter2" };
      deepStrictEqual(await at.open({ values }, { layout, over }), opened);
      deepStrictEqual(at.lines, []);
      deepStrictEqual(await at.open({ config: BLANK }, { layout, over }), opened);
      match(
        at.lines.join("\n"),
        / INFO using remembered values: DBFlux sent none, as it does after a restart profile="/,
      );
      strictEqual(at.lines.length, 1);
      ok(!(await at.text()).includes("hunter2"));
    });
  }
}

const LOST = "DBFlux lost the form's values when it restarted";
const FILL_IN = "edit the connection, fill in its form and save it again";

Deno.test("a restored connection that was never opened says what to do", async () => {
  await using at = await fresh();
  const message = `Expected an External configuration, found SQLite: ${LOST}; ${FILL_IN}`;
  await rejects(at.open({ config: BLANK }), { code: "InvalidRequest", message });
  await rejects(at.open({ values: { path: "broken" } }), { message: "Cannot open it" });
  await rejects(at.open({ config: BLANK }), { code: "InvalidRequest", message });
});

Deno.test("a driver remembers nothing unless it declares remember", async () => {
  await using at = await fresh();
  const driver = driverOf(false);
  await at.open({ values: { path: "/tmp/a" } }, { driver });
  await rejects(at.open({ config: BLANK }, { driver }), {
    message: /^Expected an External configuration, found SQLite/,
  });
  deepStrictEqual(Array.from(Deno.readDirSync(at.stateFolder)), []);
});

Deno.test("values with a secret cannot be restored, and the error names the secret", async () => {
  await using at = await fresh();
  await at.open({ values: { path: "/tmp/a", api_key: "sesame" } });
  ok(!(await at.text()).includes("sesame"));
  await rejects(at.open({ config: BLANK }), {
    code: "InvalidRequest",
    message:
      `Expected an External configuration, found SQLite: ${LOST}, and the driver does not remember secrets such as ` +
      `api_key; ${FILL_IN}`,
  });
  await at.open({ values: { path: "/tmp/a", api_key: "" } });
  strictEqual((await at.open({ config: BLANK })).path, "/tmp/a");
});

Deno.test("remembered values that the form no longer accepts are refused", async () => {
  await using at = await fresh();
  await at.open({ values: { path: "/tmp/a", port: "" } });
  await rejects(at.open({ config: BLANK }, { driver: driverOf(true, { required: true }) }), {
    code: "InvalidRequest",
    message:
      `Invalid form values: port is required; DBFlux sent no values, and the remembered ones are these: ${FILL_IN}`,
  });
});

Deno.test("a restored connection is recognised by its driver, with any built-in configuration", async () => {
  await using at = await fresh();
  await at.open({ values: { path: "/tmp/a" } });
  const restored = await at.open({ config: { Redis: { host: "localhost", port: 6379 } } });
  strictEqual(restored.path, "/tmp/a");
});

Deno.test("a damaged file is treated as missing, and logged without its content", async () => {
  await using at = await fresh();
  await at.open({ values: { path: "/tmp/a" } });
  const [file] = Array.from(Deno.readDirSync(`${at.stateFolder}/notes`));
  await Deno.writeTextFile(`${at.stateFolder}/notes/${file!.name}`, '{"path": oops');
  await rejects(at.open({ config: BLANK }), { message: new RegExp(`${LOST}; ${FILL_IN}$`) });
  match(at.lines.join("\n"), / WARN remembered values cannot be read path="[^"]*\.json" error="it is not JSON"$/);
});

Deno.test("sessions open even if the state folder cannot be written", async () => {
  await using at = await fresh();
  await Deno.writeTextFile(`${at.stateFolder}/notes`, "in the way");
  strictEqual((await at.open({ values: { path: "/tmp/a" } })).path, "/tmp/a");
  match(at.lines.join("\n"), / WARN values cannot be remembered path="/);
});

/** A driver that takes SQLite's configuration, and what of Redis's it can use. */
function mappingDriver(remember = true): Driver {
  return driverOf(remember, {}, {
    SQLite: ({ path }) => ({ path }),
    Redis: ({ host, port }) => {
      if (host === "refused") throw new DriverError("InvalidRequest", "No such host");
      return host === "nothing" ? null : { path: host, port };
    },
  });
}

Deno.test("a built-in configuration with values opens a session of a driver that maps it", async () => {
  await using at = await fresh();
  const driver = mappingDriver();
  const opened = { path: "/tmp/b", port: 1, api_key: "", password: "hunter2" };
  deepStrictEqual(await at.open({ config: { SQLite: { path: "/tmp/b", connection_id: null } } }, { driver }), opened);
  deepStrictEqual(await at.open({ config: BLANK }, { driver }), opened);
});

Deno.test("numbers, booleans and nothing of a built-in configuration become what the form has for them", async () => {
  await using at = await fresh();
  const driver = mappingDriver(false);
  strictEqual((await at.open({ config: { Redis: { host: "h", port: 7 } } }, { driver })).port, 7);
  strictEqual((await at.open({ config: { Redis: { host: "h", port: null } } }, { driver })).port, 1);
  await rejects(at.open({ config: { Redis: { host: "h", port: ["7"] } } }, { driver }), {
    code: "InvalidRequest",
    message: "Cannot use the Redis configuration: expected a text, number or boolean for port, found a list",
  });
  await rejects(at.open({ config: { Redis: { host: "h", port: "x" } } }, { driver }), {
    code: "InvalidRequest",
    message: /^Invalid form values: port [^;]*$/,
  });
  await rejects(at.open({ config: { Redis: { host: "refused" } } }, { driver }), { message: "No such host" });
});

Deno.test("a blank configuration, and one that no mapping takes, is explained or remembered as without mappings", async () => {
  await using at = await fresh();
  const driver = mappingDriver();
  for (const config of [BLANK, { Redis: { host: "nothing" } }, { Postgres: { host: "h" } }]) {
    await rejects(at.open({ config }, { driver }), { message: new RegExp(`${LOST}; ${FILL_IN}$`) });
  }
  await at.open({ values: { path: "/tmp/a" } }, { driver });
  for (const config of [BLANK, { SQLite: { path: "/tmp/b" } }, { Redis: { host: "refused" } }]) {
    strictEqual((await at.open({ config }, { driver })).path, "/tmp/a");
  }
});

Deno.test("a field that a mapping gives and the form does not have is a defect of the driver", async () => {
  await using at = await fresh();
  const mapping = { SQLite: ({ path }: Readonly<Record<string, unknown>>) => ({ file: path }) };
  const driver = driverOf(false, {}, mapping as unknown as BuiltInMappings<"path">);
  await rejects(at.open({ config: { SQLite: { path: "x" } } }, { driver }), { code: "Internal" });
});
