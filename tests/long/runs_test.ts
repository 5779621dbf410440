import { equal, match, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { LONG_RUNS } from "./runs.ts";

const ROOT = new URL("../../", import.meta.url);

async function runner(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-A", "tests/long/main.ts", ...args],
    cwd: ROOT,
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out!, stderr: err! };
}

Deno.test("every long test names files that are there", () => {
  for (const { name, args } of LONG_RUNS) {
    const files = args.filter((arg) => /^(tests|drivers|systems)\//.test(arg));
    ok(files.length > 0, name);
    for (const file of files) ok(existsSync(new URL(file, ROOT)), file);
  }
});

Deno.test("the runner of long tests lists them, chooses some, and refuses unknown ones", async () => {
  const all = await runner("--list");
  equal(all.code, 0);
  for (const { name, what } of LONG_RUNS) match(all.stdout, new RegExp(`^${name} +${what}$`, "m"));
  const some = await runner("--list", "--only", "kill", "--only", "chaos");
  equal(some.stdout.trim().split("\n").length, 2);
  const none = await runner("--only", "kills");
  equal(none.code, 1);
  match(none.stderr, /^Unknown long test: kills; there are conformance, sqlite, /);
});
