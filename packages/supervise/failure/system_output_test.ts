import { equal } from "node:assert/strict";
import { shellOutput, systemOutput } from "./system_output.ts";

const IS_WINDOWS = Deno.build.os === "windows";

Deno.test({
  name: "shellOutput() gives what a script prints, in the C locale, also if it fails",
  ignore: IS_WINDOWS,
  fn: async () => {
    equal(await shellOutput('echo "$1 $LC_ALL"; echo no >&2; exit 3', ["a b"], 60_000), "a b C\n");
  },
});

Deno.test({
  name: "systemOutput() gives null for a program that is missing or takes too long, and says whether one succeeds",
  ignore: IS_WINDOWS,
  fn: async () => {
    equal(await systemOutput("fluxwire-no-such-program", [], 60_000), null);
    equal(await systemOutput("sleep", ["60"], 1), null);
    equal((await systemOutput("false", [], 60_000))?.success, false);
  },
});

Deno.test({
  name: "systemOutput() gives null without the permission to run the program",
  permissions: { run: false },
  fn: async () => {
    equal(await systemOutput("echo", ["a"], 60_000), null);
  },
});
