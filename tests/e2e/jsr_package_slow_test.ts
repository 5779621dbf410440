import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { ForeignFolder } from "./foreign_folder.ts";
import { pathOf, RunningDriver } from "./running_driver.ts";

Deno.test("@fluxwire/sdk makes a driver in a foreign folder as a package of a JSR registry", async () => {
  await using foreign = await ForeignFolder.make();
  await foreign.importsByName("sdk");
  const { registry, trap, environment: env } = foreign;
  const module = `${foreign.path}/main.ts`;
  await Deno.copyFile(pathOf("examples/minimal/main.ts"), module);
  await foreign.works(["check", "main.ts"]);

  await using driver = new RunningDriver({ module, env });
  await driver.line(/ INFO listening /);
  await using client = await openClient(await connect(driver.socket));
  strictEqual(client.hello.driverMetadata.displayName, "Planets");
  await client.ping();

  deepStrictEqual(trap.fetches, []);
  deepStrictEqual(registry.requests.filter(({ status }) => status !== 200), []);
  const paths = registry.requests.map(({ path }) => path);
  deepStrictEqual(paths.filter((path) => path.endsWith("/meta.json")).toSorted(), [
    "/@fluxwire/sdk/meta.json",
    "/@fluxwire/transport/meta.json",
    "/@fluxwire/wire/meta.json",
  ]);
  strictEqual(paths.length, new Set(paths).size, "a file was fetched twice");
});
