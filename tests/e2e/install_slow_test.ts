import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { IMPORT_MAP, importMap } from "../cli/import_map.ts";
import { codeBlocks } from "../guides/code_blocks.ts";
import { ForeignFolder } from "./foreign_folder.ts";
import { pathOf } from "./running_driver.ts";

const README = await Deno.readTextFile(pathOf("packages/cli/README.md"));
/** The README's command for installing from a checkout. */
const INSTALL = codeBlocks(README).flatMap(({ text }) => text.split("\n")).find((line) =>
  line.startsWith("deno install")
)!;

Deno.test("packages/cli/import_map.json has every entry of every package; run deno task imports:generate", async () => {
  strictEqual(await Deno.readTextFile(IMPORT_MAP), await importMap());
});

Deno.test({
  name: "fluxwire is installed from a checkout, and works in a foreign folder without home and network",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using foreign = await ForeignFolder.make();
    const root = `${foreign.path}/root`;
    const install = INSTALL.replace("deno install --global", `deno install --global --root ${root}`);
    const installed = await foreign.sh(`cd ${pathOf(".")} && ${install}`);
    strictEqual(installed.code, 0, installed.stderr);
    ok((await Deno.stat(`${root}/bin/fluxwire`)).isFile);

    const overview = await foreign.sh(`${root}/bin/fluxwire`);
    deepStrictEqual([overview.code, overview.stderr], [0, ""]);
    match(overview.stdout, /^ {2}probe +Talk to drivers/m);
    const tour = await foreign.sh(`${root}/bin/fluxwire probe`);
    strictEqual(tour.code, 0, tour.stdout + tour.stderr);
    match(tour.stdout, /, 0 failed in /);
    const made = await foreign.sh(`${root}/bin/fluxwire init notes && ${root}/bin/fluxwire check notes/main.ts`);
    match(made.stdout, /: 0 errors, /, made.stderr);

    deepStrictEqual(foreign.trap.fetches, []);
    deepStrictEqual(foreign.registry.requests, []);
  },
});
