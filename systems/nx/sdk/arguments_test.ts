import { deepStrictEqual, throws } from "node:assert/strict";
import { driverArguments } from "./arguments.ts";

Deno.test("driverArguments() takes one dash or two, values behind a blank or an equals sign, and leaves other arguments alone", () => {
  const expected = { deviceId: "lamp", configPath: "c.json" };
  deepStrictEqual(driverArguments(["-device_id", "lamp", "-config", "c.json", "-v"], undefined), expected);
  deepStrictEqual(driverArguments(["--config=c.json", "--device_id=lamp"], "other"), expected);
  deepStrictEqual(driverArguments(["-config", "c.json"], "lamp"), expected);
});

Deno.test("driverArguments() says what is missing", () => {
  throws(() => driverArguments([], undefined), { name: "ArgumentError", message: "missing -device_id" });
  throws(() => driverArguments(["-device_id", "lamp"], undefined), {
    name: "ArgumentError",
    message: "missing -config",
  });
  throws(() => driverArguments(["-device_id", "lamp", "-config"], undefined), { message: "missing -config" });
});
