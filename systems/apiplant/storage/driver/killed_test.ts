import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";
import { State } from "../../state/state.ts";
import { linesOf } from "../conformance/model_storage.ts";
import { EVERYTHING, SAMPLE_EVENTS } from "../conformance/sample_events.ts";
import { MemoryModelStorage } from "../memory/model_storage.ts";
import { DriverModelStorage } from "./sql/model_storage.ts";
import { driverService, kill, openLink, withPidFile } from "./testing/drivers.ts";

const LOG = "00000000-0000-7000-8000-00000000000a";

Deno.test("DriverModelStorage goes on when its driver is killed in the middle of a call, and loses and repeats nothing", async () => {
  const folder = await Deno.makeTempDir(), pidFile = `${folder}/pid`;
  const warnings: string[] = [];
  const service = withPidFile(driverService("sqlite"), pidFile);
  const link = await openLink(service, { path: `${folder}/models.db` }, { warn: (text) => warnings.push(text) });
  const storage = await DriverModelStorage.open({ link, prefix: "ap_" });
  await storage.reset(LOG);
  const expected = new MemoryModelStorage();
  expected.reset(LOG);
  for (let at = 0; at < SAMPLE_EVENTS.length; at += 12) {
    const events = SAMPLE_EVENTS.slice(at, at + 12);
    const applying = storage.apply(events);
    const reading = storage.count("thing", null).catch((error) => error.code);
    await kill(pidFile);
    equal(await applying, Math.min(at + 12, SAMPLE_EVENTS.length));
    expected.apply(events);
    equal(await reading, expected.count("thing", null));
    deepStrictEqual(await linesOf(storage), await linesOf(expected));
  }
  const finding = storage.find("thing", { ...EVERYTHING, limit: 100 });
  await kill(pidFile);
  deepStrictEqual(await finding, expected.find("thing", { ...EVERYTHING, limit: 100 }));
  ok(warnings.length >= 2);
  for (const warning of warnings) match(warning, /^The driver of the test ended and is started again: /);
  await storage[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a server's state goes on while the driver of its models cannot start, and they follow when it can", async () => {
  const folder = await Deno.makeTempDir(), pidFile = `${folder}/pid`, gate = `${folder}/gate`;
  await Deno.writeTextFile(gate, "");
  const program = driverService("sqlite");
  const args = ["-c", 'test -e "$0" && exec "$@"', gate, program.command!, ...program.args];
  const service = withPidFile({ ...program, command: "sh", args }, pidFile);
  const link = await openLink(service, { path: `${folder}/models.db` }, { timeoutMs: 8_000 });
  const storage = await DriverModelStorage.open({ link, prefix: "ap_" });
  await storage.reset(LOG);
  const state = new State(storage);
  await state.open(() => Promise.resolve(""));
  equal(await state.apply(SAMPLE_EVENTS.slice(0, 10)), true);
  await Deno.remove(gate);
  await kill(pidFile);
  equal(await state.apply(SAMPLE_EVENTS.slice(10, 12)), false);
  equal(state.lag, 2);
  match(state.failure!, /The driver of the test failed: /);
  await rejects(async () => await state.find("thing", EVERYTHING), { code: "unavailable" });
  await Deno.writeTextFile(gate, "");
  let at = 12;
  // Each change asks again: the state itself tries with growing pauses.
  while (!await state.apply(SAMPLE_EVENTS.slice(at, at + 1))) {
    at = Math.min(at + 1, SAMPLE_EVENTS.length);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  equal(state.lag, 0);
  const expected = new MemoryModelStorage();
  expected.reset(LOG);
  expected.apply(SAMPLE_EVENTS.slice(0, state.seq));
  deepStrictEqual(await linesOf(storage), await linesOf(expected));
  state.close();
  await storage[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});
