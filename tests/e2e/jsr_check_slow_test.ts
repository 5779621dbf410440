import { deepStrictEqual } from "node:assert/strict";
import { ForeignFolder } from "./foreign_folder.ts";
import { pathOf } from "./running_driver.ts";

Deno.test("@fluxwire/sdk/check checks a driver in a foreign folder, with read permission alone", async () => {
  await using foreign = await ForeignFolder.make();
  await foreign.importsByName("sdk");
  await Deno.copyFile(pathOf("examples/minimal/main.ts"), `${foreign.path}/main.ts`);
  const check = ["run", "--no-prompt", "--allow-read", "jsr:@fluxwire/sdk@^0.1.0/check", "main.ts", "--json"];
  const { driver, session } = JSON.parse(await foreign.works(check));
  deepStrictEqual(driver, { id: "planets", name: "Planets", version: "1.0.0" });
  deepStrictEqual(session, { opened: true, methods: ["execute", "schema", "browseTable", "countTable"] });
  deepStrictEqual(foreign.trap.fetches, []);
});
