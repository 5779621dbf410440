import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { openClient } from "jsr:@fluxwire/wire@^0.1.0/client";
import { connect } from "jsr:@fluxwire/wire@^0.1.0/transport";
import { JsrRegistry } from "./jsr_registry.ts";
import { FetchTrap } from "./no_network.ts";
import { DRIVER_PERMISSIONS, pathOf, RunningDriver } from "./running_driver.ts";

Deno.test("@fluxwire/sdk makes a driver in a foreign folder as a package of a JSR registry", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fluxwire-foreign-" });
  try {
    await using registry = await JsrRegistry.start(["sdk", "wire"]);
    await using trap = new FetchTrap();
    const module = `${folder}/main.ts`;
    await Deno.copyFile(pathOf("examples/minimal/main.ts"), module);
    const permissions = [...DRIVER_PERMISSIONS, `--allow-import=${registry.host}`];
    const env = { ...trap.environment(folder), JSR_URL: `http://${registry.host}/`, NO_PROXY: "127.0.0.1" };

    const check = new Deno.Command(Deno.execPath(), {
      args: ["check", `--allow-import=${registry.host}`, module],
      cwd: folder,
      clearEnv: true,
      env,
      stdin: "null",
    });
    const { code, stderr } = await check.output();
    strictEqual(code, 0, new TextDecoder().decode(stderr));

    await using driver = new RunningDriver({ module, permissions, env });
    await driver.line(/ INFO listening /);
    const client = await openClient(await connect(driver.socket));
    strictEqual(client.hello.driverMetadata.displayName, "Planets");
    await client.ping();
    client.close();
    await client.closed;

    deepStrictEqual(trap.fetches, []);
    deepStrictEqual(registry.requests.filter(({ status }) => status !== 200), []);
    const paths = registry.requests.map(({ path }) => path);
    deepStrictEqual(paths.filter((path) => path.endsWith("/meta.json")).toSorted(), [
      "/@fluxwire/sdk/meta.json",
      "/@fluxwire/wire/meta.json",
    ]);
    strictEqual(paths.length, new Set(paths).size, "a file was fetched twice");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
