import { deepEqual, equal, match, ok } from "node:assert/strict";
import manifest from "../../packages/cli/deno.json" with { type: "json" };
import { schemaOf, violations } from "../schemas/schema.ts";
import { pathOf } from "./running_driver.ts";
import { fluxwire, fluxwireJson } from "./run_probe.ts";

Deno.test("fluxwire without arguments shows its parts and words, as fluxwire help and fluxwire --help do", async () => {
  const bare = await fluxwire([]);
  deepEqual([bare.code, bare.stderr], [0, ""]);
  for (const word of ["probe", "host", "init", "check", "doctor", "explain", "completions", "help", "version"]) {
    match(bare.stdout, new RegExp(`^  ${word} +[A-Z]`, "m"));
  }
  for (const args of [["help"], ["--help"], ["-h"]]) equal((await fluxwire(args)).stdout, bare.stdout);
  const { code, json } = await fluxwireJson([]);
  deepEqual([code, json], [0, { help: bare.stdout }]);
  deepEqual(violations(json, await schemaOf("help")), []);
});

Deno.test("fluxwire refuses unknown parts and verbs, and suggests similar ones", async () => {
  const cases: [string[], string, string][] = [
    [["prob"], "Unknown part: prob; did you mean probe?", "see fluxwire --help"],
    [["probe", "nx"], "Unknown verb of probe: nx; did you mean fluxwire nx?", "see fluxwire probe --help"],
    [["apiplan", "serve"], "Unknown part: apiplan; did you mean apiplant?", "see fluxwire --help"],
    [["ping"], "Unknown part: ping; did you mean fluxwire probe ping?", "see fluxwire --help"],
    [["probe", "host"], "Unknown verb of probe: host; did you mean fluxwire host?", "see fluxwire probe --help"],
    [["help", "prob"], "Unknown part: prob; did you mean probe?", "see fluxwire help --help"],
    [["probe", "help", "pnig"], "Unknown verb of probe: pnig; did you mean ping?", "see fluxwire probe help --help"],
    [["help", "init", "x"], "Cannot use argument x: init has no further words", "see fluxwire help --help"],
    [["init"], "Missing NAME: give the name of the driver, or a path that ends with it", "see fluxwire init --help"],
    [["check", "--fix"], "Unknown option of check: --fix", "see fluxwire check --help"],
  ];
  for (const [args, message, hint] of cases) {
    const { code, json } = await fluxwireJson(args);
    deepEqual([code, json], [1, { error: { code: "Usage", message, hint } }]);
  }
});

Deno.test("help and version are words of every part", async () => {
  const [probe, host, ping, run] = await Promise.all([
    fluxwire(["probe", "--help"]),
    fluxwire(["host", "--help"]),
    fluxwire(["probe", "ping", "--help"]),
    fluxwire(["host", "run", "--help"]),
  ]);
  match(probe.stdout, /^Usage: fluxwire probe \[VERB\] /m);
  match(host.stdout, /^Usage: fluxwire host VERB /m);
  const same: [string[], string][] = [
    [["probe", "help"], probe.stdout],
    [["help", "probe"], probe.stdout],
    [["host", "help"], host.stdout],
    [["probe", "help", "ping"], ping.stdout],
    [["help", "probe", "ping"], ping.stdout],
    [["help", "host", "run"], run.stdout],
  ];
  for (const [args, text] of same) equal((await fluxwire(args)).stdout, text, args.join(" "));
  for (const part of [[], ["probe"], ["host"]]) {
    for (const word of ["version", "--version"]) {
      const { code, stdout } = await fluxwire([...part, word]);
      deepEqual([code, stdout], [0, `${manifest.version}\n`]);
    }
  }
  const { json } = await fluxwireJson(["version"]);
  deepEqual(json, { version: manifest.version });
  deepEqual(violations(json, await schemaOf("version")), []);
});

Deno.test("the help has every exit code, those of signals too", async () => {
  const { stdout } = await fluxwire(["probe", "ping", "--help"]);
  const codes = [...stdout.slice(stdout.indexOf("Exit codes:")).matchAll(/^ {2}(\d+) /gm)].map(([, code]) =>
    Number(code)
  );
  deepEqual(codes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 129, 130, 143]);
});

Deno.test("fluxwire takes --json before the part", async () => {
  const { code, json } = await fluxwireJson(["--json", "probe", "ping"]);
  equal(code, 0);
  deepEqual(violations(json, await schemaOf("ping")), []);
});

Deno.test("fluxwire explain, doctor and completions do the same as the probe's", async () => {
  for (const args of [["explain", "NotReady"], ["completions", "bash", "--name", "x"]]) {
    const [word, ...rest] = args;
    equal((await fluxwire(args)).code, 0);
    if (word === "explain") equal((await fluxwire(args)).stdout, (await fluxwire(["probe", word!, ...rest])).stdout);
  }
  const { json } = await fluxwireJson(["doctor"]);
  deepEqual(violations(json, await schemaOf("doctor")), []);
});

Deno.test("fluxwire init makes a driver, and fluxwire check checks it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { code, json } = await fluxwireJson(["init", `${folder}/notes`]);
    equal(code, 0);
    deepEqual(violations(json, await schemaOf("init")), []);
    deepEqual(json.files.toSorted(), Array.from(Deno.readDirSync(`${folder}/notes`), ({ name }) => name).toSorted());
    const again = await fluxwireJson(["init", `${folder}/notes`]);
    equal(again.code, 1);
    match(again.json.error.message, /the folder is not empty; choose another one$/);
    equal(again.json.error.hint, "see fluxwire init --help");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  const good = await fluxwireJson(["check", pathOf("examples/minimal/main.ts")]);
  equal(good.code, 0);
  deepEqual(violations(good.json, await schemaOf("check")), []);
  equal(good.json.driver.id, "planets");
  const bad = await fluxwireJson(["check", pathOf("packages/sdk/check/testing/bad_description.ts"), "--timeout", "50"]);
  equal(bad.code, 8);
  deepEqual(violations(bad.json, await schemaOf("check")), []);
  deepEqual(bad.json.session, { opened: false, reason: "it took longer than 50 ms" });
  const missing = await fluxwire(["check", "nowhere.ts"]);
  equal(missing.code, 1);
  ok(missing.stderr.startsWith("error[Usage]: Cannot check driver: nowhere.ts does not exist"), missing.stderr);
});
