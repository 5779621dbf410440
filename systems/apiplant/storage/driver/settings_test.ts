import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { launch } from "@fluxwire/host";
import type { Settings } from "../../config/config.ts";
import { OwnSettings } from "../../server/own_settings.ts";
import type { DriverLink } from "./link.ts";
import { linkFrom } from "./settings.ts";
import { driverService } from "./testing/drivers.ts";

const open = (settings: Settings) => linkFrom(new OwnSettings("driver-model-storage", settings), "model", () => {});
const { command, args } = driverService("sqlite");
const COMMAND = [command!, ...args.slice(0, -2)];
const VALUES = { path: ":memory:", read_only: false };

/** The answer of a link's database. */
async function answer(link: DriverLink): Promise<unknown> {
  return (await link.run((session) => session.execute({ sql: "SELECT 7" }))).rows[0]![0];
}

Deno.test("linkFrom() starts a command, with and without a place for the name of the socket", async () => {
  for (const words of [COMMAND, [...COMMAND, "--socket", "{socket}"]]) {
    await using link = await open({ command: words, values: VALUES });
    equal(await answer(link), 7n);
    equal(link.label, "of the model storage");
  }
});

Deno.test("linkFrom() uses a service of the host's configuration, and a driver that listens already by its token", async () => {
  const folder = await Deno.makeTempDir();
  const config = `${folder}/config.json`, socketId = `apiplant-test-${crypto.randomUUID()}`;
  const services = [{ socket_id: socketId, command: COMMAND[0], args: [...COMMAND.slice(1), "--socket", socketId] }];
  await Deno.writeTextFile(config, JSON.stringify({ services }));
  {
    await using link = await open({ service: socketId, config, values: VALUES });
    equal(await answer(link), 7n);
  }
  await using running = await launch({ command: COMMAND[0]!, args: services[0]!.args, socketId, token: "planted" });
  await rejects(open({ socket: socketId, token: "wrong", values: VALUES }), { code: "unavailable", message: /token/ });
  {
    await using link = await open({ socket: socketId, token: "planted", values: VALUES });
    equal(await answer(link), 7n);
  }
  equal((await running.connect()).hello.serverName.length > 0, true);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("linkFrom() refuses what names no driver, two, or one that is not known or does not start", async () => {
  const wrong: [Settings, string, RegExp][] = [
    [{}, "invalid", /needs one of: `service`.*`command`.*`socket`/],
    [{ socket: "a", service: "b" }, "invalid", /needs one of/],
    [{ command: [] }, "invalid", /must name a program/],
    [{ service: "absent", config: "/absent/config.json" }, "invalid", /absent/],
    [{ socket: `absent-${crypto.randomUUID()}` }, "unavailable", /does not start: .*nothing listens there/],
    [{ command: ["absent-program"] }, "unavailable", /driver of the model storage does not start: .*absent-program/],
    [{ command: COMMAND, values: { path: "/absent/folder/a.db" } }, "unavailable", /\/absent\/folder/],
  ];
  for (const [settings, code, message] of wrong) await rejects(open(settings), { code, message });
  const value = open({ command: COMMAND, values: { path: ":memory:", colour: "red" } });
  await rejects(value, /it has no field "colour"; its fields are path/);
});

Deno.test("linkFrom() shares a driver's process between storages with equal commands, until the last one is closed", async () => {
  const folder = await Deno.makeTempDir();
  const counted = ["sh", "-c", 'echo started >> "$0"; exec "$@"', `${folder}/log`, ...COMMAND];
  const links = await Promise.all([1, 2].map((number) => {
    return open({ command: counted, values: { path: `${folder}/${number}.db` } });
  }));
  await links[0]!.run((session) => session.execute({ sql: "CREATE TABLE only_here (a INT)" }));
  await links[0]![Symbol.asyncDispose]();
  equal(await answer(links[1]!), 7n);
  await links[1]![Symbol.asyncDispose]();
  const again = await open({ command: counted, values: VALUES });
  deepStrictEqual((await Deno.readTextFile(`${folder}/log`)).trim().split("\n"), ["started", "started"]);
  await again[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});
