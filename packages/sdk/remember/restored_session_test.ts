import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type Layout, LAYOUTS } from "@fluxwire/wire";
import { profileJson, sessionRequest } from "@fluxwire/wire/client";
import { defineDriver, type Driver } from "../driver.ts";
import { DriverError } from "../errors.ts";
import { field } from "../field.ts";
import { form } from "../form.ts";
import { createLog } from "../log.ts";
import { ServedDriver, TRANSPORTS } from "../testing/mod.ts";

/** The configuration of a connection that DBFlux has restored. */
const BLANK = { SQLite: { path: "", connection_id: null } };

/** A driver whose sessions return the values they were opened with. */
function driverOf(remember: boolean, limit: Record<string, unknown> = {}): Driver {
  return defineDriver({
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
