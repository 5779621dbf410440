import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { pathOf } from "./running_driver.ts";

Deno.test("a task started in a folder below the root takes paths as that folder has them", async () => {
  // An outer task names its own folder: this one is started by a shell that runs in the folder.
  const { INIT_CWD: _, ...env } = Deno.env.toObject();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "driver:check", "main.ts", "--json"],
    cwd: pathOf("examples/minimal"),
    clearEnv: true,
    env,
    stdin: "null",
    stderr: "null",
  }).output();
  const { driver } = JSON.parse(new TextDecoder().decode(stdout));
  deepStrictEqual(driver, { id: "planets", name: "Planets", version: "1.0.0" });
  strictEqual(code, 0);
});
