import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
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
