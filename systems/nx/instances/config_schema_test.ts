import { deepStrictEqual } from "node:assert/strict";
import { findConfigProblems } from "./config_schema.ts";
import { problemLine } from "./problem.ts";
import { readInstances } from "./read_instances.ts";

Deno.test("findConfigProblems() checks a configuration against the schema of its package, with defaults", async () => {
  const drivers = Deno.makeTempDirSync();
  try {
    const schema = {
      type: "object",
      required: ["ip", "port"],
      properties: { ip: { type: "string" }, port: { type: "integer", default: 80 } },
    };
    const find = async (config: unknown) => {
      const entry = {
        instance_id: "lamp-1",
        device_id: "11111111-1111-1111-1111-111111111111",
        driver_id: "d",
        binary: "b",
      };
      const instance = { ...entry, driver_type: "DEVICE", config, fluxwire: { package: "lamp" } };
      const file = JSON.stringify({ instances: [instance] }, null, 1);
      return (await findConfigProblems(readInstances(new TextEncoder().encode(file)), drivers)).map((problem) =>
        problemLine("f", problem)
      );
    };
    deepStrictEqual(await find({ ip: 7 }), []);
    Deno.mkdirSync(`${drivers}/lamp`);
    const path = `${drivers}/lamp/config.schema.json`;
    Deno.writeTextFileSync(path, JSON.stringify(schema));
    deepStrictEqual(await find({ ip: "10.0.0.1" }), []);
    deepStrictEqual(await find({ ip: 7, port: "x" }), [
      `f:9:14: lamp-1: config: /ip must be string; see ${path}`,
      `f:9:14: lamp-1: config: /port must be integer; see ${path}`,
    ]);
    Deno.writeTextFileSync(path, "{");
    deepStrictEqual((await find({})).map((line) => line.slice(0, 54)), [
      "f:9:14: lamp-1: config: cannot be checked by " + path.slice(0, 9),
    ]);
  } finally {
    Deno.removeSync(drivers, { recursive: true });
  }
});
