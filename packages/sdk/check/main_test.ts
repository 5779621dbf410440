import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../../", import.meta.url);

/** The result of a run of the check. */
interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

/** Runs `jsr:@fluxwire/sdk/check`, with the permissions of `deno task driver:check`. */
async function check(...args: string[]): Promise<Run> {
  return await run(["run", "--no-prompt", "--allow-read", "--allow-net", "--allow-env", MAIN, ...args]);
}

async function run(args: string[], env: Record<string, string> = {}): Promise<Run> {
  const command = new Deno.Command(Deno.execPath(), { args, env, cwd: ROOT, stdin: "null" });
  const { code, stdout, stderr } = await command.output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

function fixture(name: string): string {
  return `packages/sdk/check/testing/${name}`;
}

const CASES: readonly { file: string; args?: string[]; expected: string; code: number }[] = [
  { file: "examples/minimal/main.ts", expected: "minimal.json", code: 0 },
  { file: fixture("bad_form.ts"), expected: "bad_form.json", code: 8 },
  { file: fixture("bad_password.ts"), expected: "bad_password.json", code: 8 },
  { file: fixture("bad_session.ts"), expected: "bad_session.json", code: 8 },
  { file: fixture("bad_tree.ts"), expected: "bad_tree.json", code: 8 },
  { file: fixture("bad_documents.ts"), expected: "bad_documents.json", code: 0 },
  { file: fixture("bad_schema.ts"), expected: "bad_schema.json", code: 8 },
  { file: fixture("bad_text.ts"), expected: "bad_text.json", code: 8 },
  { file: fixture("bad_description.ts"), args: ["--timeout", "50"], expected: "bad_description.json", code: 8 },
  { file: fixture("bad_icon.ts"), expected: "bad_icon.json", code: 8 },
  { file: fixture("bad_module.ts"), expected: "bad_module.json", code: 8 },
  { file: fixture("bad_import.ts"), expected: "bad_import.json", code: 8 },
];

for (const { file, args = [], expected, code } of CASES) {
  Deno.test(`driver:check ${file} finds exactly ${expected}`, async () => {
    const found = await check(file, "--json", ...args);
    deepStrictEqual(
      JSON.parse(found.stdout),
      JSON.parse(await Deno.readTextFile(new URL(`testing/${expected}`, import.meta.url))),
    );
    strictEqual(found.code, code);
    strictEqual(found.stdout.trimEnd().split("\n").length, 1);
    ok(!found.stdout.includes("planted"));
  });
}

Deno.test("driver:check prints the same findings as text and as JSON", async () => {
  const { code, stdout } = await check(fixture("bad_session.ts"));
  strictEqual(code, 8);
  const [first] = stdout.split("\n\n");
  deepStrictEqual(first!.split("\n").map((line) => line.trim()), [
    "error    kvScanKeys [missing-method]",
    "A keyspace opens as unavailable: without KV_SCAN the host makes no request about keys at all.",
    "Give the session a method kvScanKeys.",
  ]);
  match(
    stdout,
    /\nBad session 1\.0\.0: 4 errors, 5 warnings, 27 notes\. The session has kvDeleteKey, kvExistsKey, codeGenerators, close\.\n$/,
  );
});

Deno.test("driver:check opens a session with the given values and password", async () => {
  const args = ["--value", "key=k", "--password-env", "PIN", "--json"];
  const command = ["run", "--no-prompt", "--allow-read", "--allow-env=PIN", MAIN, fixture("bad_password.ts"), ...args];
  for (
    const [pin, session] of [
      ["1234", { opened: true, methods: ["execute"] }],
      ["4321", { opened: false, reason: "the door stays closed for [masked]" }],
    ] as const
  ) {
    const { code, stdout } = await run(command, { PIN: pin });
    deepStrictEqual([code, JSON.parse(stdout).session], [8, session]);
  }
});

Deno.test("driver:check says why a schema fails, without the session's secrets", async () => {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const command = ["run", "--no-prompt", "--allow-read", "--allow-env=PIN", main, fixture("bad_schema.ts")];
  const { code, stdout } = await run([...command, "--password-env", "PIN"], { PIN: "planted-pin" });
  strictEqual(code, 8);
  match(stdout, /its schema failed: the catalog is closed to \[masked\]\./);
  ok(!stdout.includes("planted"));
});

Deno.test("driver:check needs only --allow-read, if the driver needs no more", async () => {
  const { code, stdout } = await run(["run", "--no-prompt", "--allow-read", MAIN, "examples/minimal/main.ts"]);
  strictEqual(code, 0);
  match(stdout, /Planets 1\.0\.0: 0 errors/);
});

Deno.test("docs/driver-check.md lists every finding with its severities, and the drivers above have each", async () => {
  const guide = await Deno.readTextFile(new URL("docs/driver-check.md", ROOT));
  const listed = guide.matchAll(/^\| `([a-z-]+)` \| ([a-z, ]+) \|/gm);
  const exercised = new Map<string, Set<string>>();
  for (const { expected } of CASES) {
    const { findings } = JSON.parse(await Deno.readTextFile(new URL(`testing/${expected}`, import.meta.url)));
    for (const { id, severity } of findings) exercised.set(id, (exercised.get(id) ?? new Set()).add(severity));
  }
  deepStrictEqual(
    Object.fromEntries(Array.from(listed, ([, id, severities]) => [id, severities!.split(", ")])),
    Object.fromEntries(
      [...exercised].map(([id, found]) => [id, ["error", "warning", "note"].filter((severity) => found.has(severity))]),
    ),
  );
});

const WRONG: readonly (readonly [string[], RegExp])[] = [
  [[], /FILE is missing/],
  [["nowhere.ts"], /nowhere\.ts does not exist/],
  [["packages"], /packages is not a file/],
  [["a.ts", "b.ts"], /one FILE is checked at a time, found a\.ts and b\.ts/],
  [["--fix", "a.ts"], /unknown option --fix/],
  [["a.ts", "--value", "star"], /--value takes ID=VALUE/],
  [["a.ts", "--timeout=0"], /--timeout takes whole milliseconds from 1 to 2147483647/],
  [["a.ts", "--password-env", "FLUXWIRE_UNSET_VARIABLE"], /FLUXWIRE_UNSET_VARIABLE of --password-env is not set/],
  [["packages/sdk/mod.ts"], /exports no driver/],
  [["examples/minimal/main.ts", "--value", "planet=x"], /it has no field "planet"; its fields are star/],
];

Deno.test("driver:check answers wrong usage with exit code 1, as text or as JSON", async () => {
  for (const [args, message] of WRONG) {
    const text = await check(...args);
    deepStrictEqual([text.code, text.stdout], [1, ""], text.stderr);
    match(text.stderr, message);
    const json = await check(...args, "--json");
    deepStrictEqual([json.code, json.stderr], [1, ""]);
    const { error } = JSON.parse(json.stdout);
    strictEqual(error.code, "Usage");
    match(error.message, message);
  }
});

Deno.test("driver:check --help prints every option", async () => {
  const { code, stdout } = await check("--help");
  strictEqual(code, 0);
  match(stdout, /--value ID=VALUE[\s\S]*Exit codes: 0 no error found, 1 wrong usage, 8 errors found\n$/);
});
