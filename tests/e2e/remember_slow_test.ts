import { match, ok, rejects, strictEqual } from "node:assert/strict";
import { openClient, profileJson, sessionRequest } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { DRIVER_PERMISSIONS, pathOf, RunningDriver, type StartOptions } from "./running_driver.ts";

const layout = "0.7.1";

/** SQLite's driver as DBFlux starts it: with a token, and without the lifeline of a Fluxwire host. */
function start(options: Omit<StartOptions, "module">): RunningDriver {
  const permissions = [...DRIVER_PERMISSIONS, `--allow-run=${Deno.execPath()}`, ...options.permissions ?? []];
  const env = { DBFLUX_DRIVER_IPC_TOKEN: "token", ...options.env };
  return new RunningDriver({ module: pathOf("drivers/sqlite/main.ts"), ...options, permissions, env });
}

/** Opens a connection with form values, or as DBFlux restores it, and closes it. */
async function open(driver: RunningDriver, id: string, values?: Record<string, string>): Promise<void> {
  await driver.line(/ INFO listening /);
  await using client = await openClient(await connect(driver.socket), { token: "token", layout });
  const { hello } = client;
  const request = values === undefined
    ? { profileJson: profileJson({ layout, hello, id }, { SQLite: { path: "", connection_id: null } }) }
    : sessionRequest({ layout, hello, id, values });
  await using session = await client.openSession(request);
  await session.execute({ sql: "SELECT 1" });
}

async function inTempDir(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a driver without the permission to remember warns once, names the flag, and works as before", async () => {
  await using driver = start({});
  const id = crypto.randomUUID();
  for (const each of [id, id]) await open(driver, each, { path: ":memory:" });
  await rejects(open(driver, id), { message: /^Expected an External configuration, found SQLite: DBFlux lost/ });
  const warnings = driver.lines.filter((line) => line.includes(" WARN "));
  strictEqual(warnings.length, 1, warnings.join("\n"));
  match(
    warnings[0]!,
    / WARN values of connections are not remembered; add --state FOLDER, and --allow-read=FOLDER --allow-write=FOLDER to deno run$/,
  );
});

Deno.test("the flags in the warning are the remedy", async () => {
  await inTempDir(async (folder) => {
    const state = ["--state", folder], id = crypto.randomUUID();
    await using without = start({ args: state });
    const line = await without.line(/ WARN values of connections are not remembered; add /);
    const [, flags] = / add (--.*) to deno run$/.exec(line)!;
    for (const values of [{ path: ":memory:" }, undefined]) {
      await using driver = start({ args: state, permissions: flags!.split(" ") });
      await open(driver, id, values);
      ok(!driver.lines.some((line) => line.includes(" WARN ")), driver.lines.join("\n"));
    }
  });
});

Deno.test({
  name: "a driver remembers in the system's state folder, if it may",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await inTempDir(async (folder) => {
      const own = `${folder}/fluxwire/drivers/fluxwire-sqlite`, id = crypto.randomUUID();
      const permissions = ["--allow-env=HOME,XDG_STATE_HOME", `--allow-read=${own}`, `--allow-write=${own}`];
      for (const values of [{ path: ":memory:" }, undefined]) {
        await using driver = start({ permissions, env: { XDG_STATE_HOME: folder } });
        await open(driver, id, values);
      }
      strictEqual(Array.from(Deno.readDirSync(own)).length, 1);
    });
  },
});

Deno.test("a driver of a Fluxwire host keeps nothing, and does not warn", async () => {
  await using driver = start({ env: { FLUXWIRE_LIFELINE: "stdin" }, stdin: "piped" });
  await open(driver, crypto.randomUUID(), { path: ":memory:" });
  ok(!driver.lines.some((line) => line.includes("remember")), driver.lines.join("\n"));
});
