import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { MODULE, templateModule } from "../init/template_module.ts";
import { ForeignFolder } from "./foreign_folder.ts";
import { pathOf } from "./running_driver.ts";

Deno.test("jsr:@fluxwire/sdk/init makes a driver that checks, tests itself and passes the probe's tour", async () => {
  await using foreign = await ForeignFolder.make();
  const output = await foreign.works(["run", "--allow-read=.", "--allow-write=.", "jsr:@fluxwire/sdk/init", "notes"]);
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
  match(await foreign.works(["task", "test"], "n"), /\| 7 passed \| 0 failed/);
  match(await foreign.works(["task", "probe"], "n"), /, 0 failed in /);
  match(await foreign.works(["task", "driver:check"], "n"), /: 0 errors, 0 warnings, /);
  deepStrictEqual(foreign.trap.fetches, []);
  deepStrictEqual(foreign.registry.requests, []);
});

Deno.test("deno task init --template kv makes a key-value driver, which works when its folder was moved", async () => {
  await using foreign = await ForeignFolder.make();
  await foreign.works(["task", "--config", pathOf("deno.json"), "init", `${foreign.path}/keys`, "--template", "kv"]);
  await Deno.rename(`${foreign.path}/keys`, `${foreign.path}/moved`);
  await foreign.works(["task", "check"], "moved");
  match(await foreign.works(["task", "test"], "moved"), /\| 4 passed \| 0 failed/);
  match(await foreign.works(["task", "driver:check"], "moved"), /: 0 errors, /);
  const tour = await foreign.works(["task", "probe"], "moved");
  match(tour, /^ok +query .* GET mercury: 1 row$/m);
  match(tour, /, 0 failed in /);
  deepStrictEqual(foreign.registry.requests, []);
});

Deno.test("init reports what it cannot do, and changes nothing", async () => {
  await using foreign = await ForeignFolder.make();
  const init = ["run", "--no-prompt", "--allow-read", "--allow-write", pathOf("packages/sdk/init/main.ts")];
  await Deno.mkdir(`${foreign.path}/full`);
  await Deno.writeTextFile(`${foreign.path}/full/keep.txt`, "kept");
  const name = "a name has 1 to 40 of a-z, 0-9 and -, and begins with a letter";
  const cases: readonly [args: string[], message: string][] = [
    [[], "NAME is missing; see --help"],
    [["--force", "x"], "unknown argument --force; see --help"],
    [["x", "y"], "unknown argument y; see --help"],
    [["Notes"], `Cannot name driver "Notes": ${name}`],
    [["1a"], `Cannot name driver "1a": ${name}`],
    [["x/.."], `Cannot name driver "..": ${name}`],
    [["a".repeat(41)], `Cannot name driver "${"a".repeat(41)}": ${name}`],
    [["full"], "Cannot make driver in full: the folder is not empty; choose another one"],
    [["full/keep.txt/x"], "Cannot make driver in full/keep.txt/x: there is a file of that name; choose another one"],
  ];
  for (const [args, message] of cases) {
    deepStrictEqual(await foreign.deno([...init, ...args]), { code: 1, stdout: "", stderr: `Error: ${message}\n` });
  }
  const [run, noPrompt, , , module] = init;
  deepStrictEqual(await foreign.deno([run!, noPrompt!, module!, "x"]), {
    code: 1,
    stdout: "",
    stderr: `Error: Cannot read ${pathOf("packages")}: a permission is missing; add --allow-read and --allow-write\n`,
  });
  deepStrictEqual(Array.from(Deno.readDirSync(foreign.path), ({ name }) => name), ["full"]);
  deepStrictEqual(Array.from(Deno.readDirSync(`${foreign.path}/full`), ({ name }) => name), ["keep.txt"]);
});

Deno.test("init --help shows the usage, and an existing empty folder is accepted", async () => {
  await using foreign = await ForeignFolder.make();
  const init = ["run", "--no-prompt", "--allow-read", "--allow-write", pathOf("packages/sdk/init/main.ts")];
  match(await foreign.works([...init, "--help"]), /^Usage: deno run .* jsr:@fluxwire\/sdk\/init NAME$/m);
  await Deno.mkdir(`${foreign.path}/notes`);
  await foreign.works([...init, "notes/"]);
  strictEqual((await Deno.stat(`${foreign.path}/notes/main.ts`)).isFile, true);
});

Deno.test("the module with the files of a new driver equals the output of deno task init:generate", async () => {
  strictEqual(await Deno.readTextFile(MODULE), await templateModule());
});
