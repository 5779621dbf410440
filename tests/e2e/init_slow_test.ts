import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { templatesModule } from "../systems/templates.ts";
import { ForeignFolder } from "./foreign_folder.ts";
import { probeJson } from "./run_probe.ts";
import { pathOf } from "./running_driver.ts";

/** The options of `deno run` that `init` needs. */
const RUN = ["run", "--no-prompt", "--allow-read", "--allow-write"];

Deno.test("jsr:@fluxwire/cli init makes a driver that checks, tests itself and passes the probe's tour", async () => {
  await using foreign = await ForeignFolder.make();
  const output = await foreign.works([...RUN, "jsr:@fluxwire/cli", "init", "notes"]);
  match(
    output,
    /^Made notes with deno\.json, README\.md, main\.ts, main_test\.ts\.\n\n {2}cd notes\n {2}deno task test /,
  );
  await foreign.works(["task", "check"], "notes");
  match(await foreign.works(["task", "test"], "notes"), /\| 7 passed \| 0 failed/);
  match(await foreign.works(["task", "driver:check"], "notes"), /^notes 0\.1\.0: 0 errors, 0 warnings, /m);
  const tour = await foreign.works(["task", "probe"], "notes");
  match(tour, /^ok +hello .* notes 0\.1\.0, /m);
  match(tour, /^ok +query .* SELECT \* FROM planets: 3 rows$/m);
  match(tour, /, 0 failed in /);
  deepStrictEqual(foreign.trap.fetches, []);
  deepStrictEqual(foreign.registry.requests.filter(({ status }) => status !== 200), []);
});

Deno.test("deno task init makes a driver that uses the checkout, without any registry", async () => {
  await using foreign = await ForeignFolder.make();
  const init = ["task", "--config", pathOf("deno.json"), "init"];
  for (const name of ["n", "n".repeat(40)]) {
    await foreign.works([...init, `${foreign.path}/${name}`]);
    await foreign.works(["task", "check"], name);
  }
  deepStrictEqual(foreign.trap.fetches, []);
  deepStrictEqual(foreign.registry.requests, []);
});

/** What a driver of each template shows of itself. */
const TEMPLATES: readonly [template: string, tested: RegExp, query: RegExp, conformance: RegExp][] = [
  [
    "driver",
    /\| 7 passed \| 0 failed/,
    /SELECT \* FROM planets: 3 rows$/m,
    /^9\d checks: 9\d passed, \d+ skipped, in /m,
  ],
  ["kv", /\| 5 passed \| 0 failed/, /GET mercury: 1 row$/m, /^3\d\d checks: 1\d\d passed, \d+ skipped, in /m],
  ["document", /\| 5 passed \| 0 failed/, /planets: 3 rows$/m, /^9\d checks: 9\d passed, \d+ skipped, in /m],
  ["sql", /\| 21 passed \| 0 failed/, /SELECT \* FROM planets: 3 rows$/m, /^9\d checks: 9\d passed, \d+ skipped, in /m],
];

for (const [template, tested, query, conformance] of TEMPLATES) {
  Deno.test(`deno task init --template ${template} makes a driver that passes its tests and conformance where it was moved`, async () => {
    await using foreign = await ForeignFolder.make();
    const init = ["task", "--config", pathOf("deno.json"), "init"];
    await foreign.works([...init, `${foreign.path}/made`, "--template", template]);
    await Deno.rename(`${foreign.path}/made`, `${foreign.path}/moved`);
    await foreign.works(["task", "check"], "moved");
    match(await foreign.works(["task", "test"], "moved"), tested);
    match(await foreign.works(["task", "conformance"], "moved"), conformance);
    match(await foreign.works(["task", "driver:check"], "moved"), /: 0 errors, 0 warnings, /);
    const tour = await foreign.works(["task", "probe"], "moved");
    match(tour, query);
    match(tour, /, 0 failed in /);
    deepStrictEqual(foreign.registry.requests, []);
    deepStrictEqual(foreign.trap.fetches, []);
  });
}

Deno.test("deno task init goes to the systems for their templates", async () => {
  await using foreign = await ForeignFolder.make();
  for (
    const [template, file] of [["storage", "storage.ts"], ["nx-hub", "main.ts"], ["jumpstarter-device", "device.ts"]]
  ) {
    const init = ["task", "--config", pathOf("deno.json"), "init", `${foreign.path}/${template}`];
    match(await foreign.works([...init, "--template", template!]), /^Made .*\n\n {2}cd .*\n {2}deno task test /m);
    strictEqual((await Deno.stat(`${foreign.path}/${template}/${file}`)).isFile, true);
  }
});

Deno.test("a driver of the template sql passes all checks of conformance but those of cancels, which its database lacks", async () => {
  await using foreign = await ForeignFolder.make();
  await foreign.works(["task", "--config", pathOf("deno.json"), "init", `${foreign.path}/shop`, "--template", "sql"]);
  const { json: { checks } } = await probeJson(["conformance", "--list"]);
  const wanted = (checks as { id: string; needs: string[]; suite: string }[])
    .filter(({ id, needs, suite }) => suite === "full" && ![id, ...needs].some((name) => name.startsWith("cancel.")));
  ok(wanted.length > 100);
  const only = ["--only", wanted.map(({ id }) => id).join(",")];
  const driver = [Deno.execPath(), "run", "--no-prompt", "--allow-net", "--allow-env", "main.ts"];
  const { code, json } = await probeJson(
    ["conformance", ...only, "--query", "SELECT * FROM planets", "--", ...driver],
    {
      cwd: `${foreign.path}/shop`,
    },
  );
  deepStrictEqual(
    (json.checks as { verdict: string }[]).filter(({ verdict }) => ["failed", "blocked"].includes(verdict)),
    [],
  );
  strictEqual(code, 0);
});

Deno.test("init reports what it cannot do, and changes nothing", async () => {
  await using foreign = await ForeignFolder.make();
  const init = [...RUN, pathOf("packages/cli/main.ts"), "init"];
  await Deno.mkdir(`${foreign.path}/full`);
  await Deno.writeTextFile(`${foreign.path}/full/keep.txt`, "kept");
  const name = "a name has 1 to 40 of a-z, 0-9 and -, and begins with a letter";
  const cases: readonly [args: string[], message: string][] = [
    [[], "Missing NAME: give the name of the driver, or a path that ends with it"],
    [["Notes"], `Cannot name driver "Notes": ${name}`],
    [["1a"], `Cannot name driver "1a": ${name}`],
    [["x/.."], `Cannot name driver "..": ${name}`],
    [["a".repeat(41)], `Cannot name driver "${"a".repeat(41)}": ${name}`],
    [["full"], "Cannot make driver in full: the folder is not empty; choose another one"],
    [["full/keep.txt/x"], "Cannot make driver in full/keep.txt/x: there is a file of that name; choose another one"],
  ];
  for (const [args, message] of cases) {
    const { code, stdout } = await foreign.deno([...init, ...args, "--json"]);
    deepStrictEqual([code, JSON.parse(stdout).error.message], [1, message]);
  }
  const { code, stdout } = await foreign.deno([
    "run",
    "--no-prompt",
    pathOf("packages/cli/main.ts"),
    "init",
    "x",
    "--json",
  ]);
  deepStrictEqual([code, JSON.parse(stdout).error.message], [
    1,
    "Cannot make driver in x: a permission is missing; add --allow-read and --allow-write",
  ]);
  deepStrictEqual(Array.from(Deno.readDirSync(foreign.path), ({ name }) => name), ["full"]);
  deepStrictEqual(Array.from(Deno.readDirSync(`${foreign.path}/full`), ({ name }) => name), ["keep.txt"]);
});

Deno.test("init --help shows the usage, and an existing empty folder is accepted", async () => {
  await using foreign = await ForeignFolder.make();
  const init = [...RUN, pathOf("packages/cli/main.ts"), "init"];
  match(await foreign.works([...init, "--help"]), /^Usage: .*init NAME/m);
  await Deno.mkdir(`${foreign.path}/notes`);
  await foreign.works([...init, "notes/"]);
  strictEqual((await Deno.stat(`${foreign.path}/notes/main.ts`)).isFile, true);
});

Deno.test("the module with the templates of new drivers equals the output of deno task init:generate", async () => {
  strictEqual(
    await Deno.readTextFile(pathOf("packages/cli/init/templates.ts")),
    templatesModule("packages/cli", "init:generate"),
  );
});
