import { deepEqual, match } from "node:assert/strict";
import { pathOf } from "./running_driver.ts";

const HOSTILE = "a\x1b[2J\u202eb\x9b31m";
// deno-lint-ignore no-control-regex
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** Every program that has a command line of its own, with arguments that it repeats. */
const PROGRAMS: readonly [string, readonly string[]][] = [
  ["packages/cli/main.ts", ["init", HOSTILE]],
  ["packages/cli/main.ts", ["init", `--${HOSTILE}`]],
  ["packages/sdk/check/main.ts", [`${HOSTILE}.ts`]],
  ["packages/sdk/check/main.ts", [`--${HOSTILE}`]],
  ["packages/mock-driver/main.ts", [`--${HOSTILE}`]],
  ["packages/mock-driver/main.ts", ["--socket", `/nowhere/${HOSTILE}`]],
  ["packages/mock-driver/main.ts", ["--socket", "x", "--fault", HOSTILE]],
  ["drivers/sqlite/main.ts", [`--${HOSTILE}`]],
  ["drivers/sqlite/main.ts", ["--socket", `/nowhere/${HOSTILE}`]],
];

for (const [program, args] of PROGRAMS) {
  Deno.test(`${program} shows the controls of what it repeats: ${JSON.stringify(args)}`, async () => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "-A", pathOf(program), ...args],
      env: { NO_COLOR: "1" },
      stdin: "null",
    }).output();
    const shown = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    deepEqual([code, CONTROLS.exec(shown)], [1, null], JSON.stringify(shown));
    match(shown, /\\+u202e/);
  });
}

Deno.test("init shows the controls of the folder that it has made, also alone", async () => {
  const above = await Deno.makeTempDir();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-A", pathOf("packages/cli/main.ts"), "init", `${above}/${HOSTILE}/notes`],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  await Deno.remove(above, { recursive: true });
  const shown = new TextDecoder().decode(stdout);
  deepEqual([code, CONTROLS.exec(shown)], [0, null], JSON.stringify(shown));
  match(shown, /cd .*\\u202e/);
});
