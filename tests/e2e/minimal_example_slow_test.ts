import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ForeignFolder } from "./foreign_folder.ts";
import { pathOf } from "./running_driver.ts";
import { probeJson } from "./run_probe.ts";

const EXAMPLE = pathOf("examples/minimal/main.ts");

/** The permissions in the README, and no others. */
const COMMAND = [Deno.execPath(), "run", "--no-prompt", "--allow-net", "--allow-env", EXAMPLE];

Deno.test("examples/minimal has one program, of at most 30 lines", async () => {
  deepStrictEqual(Array.from(Deno.readDirSync(pathOf("examples/minimal")), ({ name }) => name), ["main.ts"]);
  const lines = (await Deno.readTextFile(EXAMPLE)).trimEnd().split("\n");
  ok(lines.length <= 30, `${lines.length} lines`);
});

Deno.test("examples/minimal is clean under the strictest options of TypeScript", async () => {
  const strictest = [
    "strict",
    "noUncheckedIndexedAccess",
    "noImplicitOverride",
    "noImplicitReturns",
    "noFallthroughCasesInSwitch",
    "noPropertyAccessFromIndexSignature",
    "noUnusedLocals",
    "noUnusedParameters",
    "exactOptionalPropertyTypes",
  ];
  const compilerOptions = Object.fromEntries(strictest.map((option) => [option, true]));
  await using foreign = await ForeignFolder.make();
  const imports = { "@fluxwire/sdk": "jsr:@fluxwire/sdk@^0.1.0" };
  await Deno.writeTextFile(`${foreign.path}/deno.json`, JSON.stringify({ compilerOptions, imports }));
  await Deno.copyFile(EXAMPLE, `${foreign.path}/main.ts`);
  await foreign.works(["check", "main.ts"]);
});

Deno.test("examples/minimal passes the probe's tour with --allow-net and --allow-env alone, its form as it is", async () => {
  const { code, json } = await probeJson(["--query", "SELECT 1", "--", ...COMMAND]);
  strictEqual(code, 0);
  const outcomes = json.steps.map(({ name, ok, skipped }: { name: string; ok: boolean; skipped: boolean }) => [
    name,
    skipped ? "skipped" : ok,
  ]);
  deepStrictEqual(outcomes, [
    ["launch", true],
    ["hello", true],
    ["form", true],
    ["open", true],
    ["ping", true],
    ["schema", true],
    ["databases", "skipped"],
    ["query", true],
    ["unsupported query", "skipped"],
    ["wrong form", "skipped"],
    ["close", true],
    ["stop", true],
  ]);
  const query = json.steps.find(({ name }: { name: string }) => name === "query");
  deepStrictEqual(query.result.rows, [["Mercury", 0], ["Earth", 1], ["Mars", 2]]);
});
