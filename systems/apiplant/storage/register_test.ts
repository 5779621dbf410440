import { deepStrictEqual, equal } from "node:assert/strict";
import { MemoryEventStorage } from "./memory/event_storage.ts";
import { changeRegister, MAX_ATTEMPTS, readRegister } from "./register.ts";

/** A log whose register another server changes before each of the first writes. */
class BusyLog extends MemoryEventStorage {
  others = 0;

  override setRegister(...[name, value, ifVersion]: Parameters<MemoryEventStorage["setRegister"]>) {
    if (this.others-- > 0) super.setRegister(name, JSON.stringify(["other"]), ifVersion);
    return super.setRegister(name, value, ifVersion);
  }
}

Deno.test("changeRegister() changes what others have left, and gives up when they are first each time", async () => {
  await using log = new BusyLog();
  const add = () => changeRegister<readonly string[]>(log, "list", (list) => [...list ?? [], "own"]);
  deepStrictEqual(await add(), { value: ["own"], version: 1 });
  log.others = MAX_ATTEMPTS - 1;
  deepStrictEqual((await add())?.value, ["other", "own"]);
  log.others = MAX_ATTEMPTS;
  equal(await add(), null);
  const held = await readRegister<readonly string[]>(log, "list");
  deepStrictEqual(held?.value, ["other"]);
  deepStrictEqual(await changeRegister<readonly string[]>(log, "list", (list) => list!), held);
  equal(await changeRegister<null>(log, "none", () => null), null);
  equal(await log.getRegister("none"), null);
});
