import { deepStrictEqual, match, ok } from "node:assert/strict";
import { parseCommandLine } from "./command_line.ts";
import { defineDriver } from "./driver.ts";
import { form } from "./form.ts";

const DRIVER = defineDriver({
  id: "test",
  name: "Test",
  version: "1.2.3",
  description: "For tests",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "test",
  form: form({}),
  open: () => ({}),
});

Deno.test("parseCommandLine() reads every option, with = or a space", () => {
  const args = "--socket s --log-level=debug --keep-running --limit maxConnections=24 --limit=maxSessions=2".split(" ");
  deepStrictEqual(parseCommandLine(args, DRIVER), {
    socket: "s",
    keepRunning: true,
    logLevel: "debug",
    limits: { maxConnections: 24, maxSessions: 2 },
    stateFolder: null,
  });
});

Deno.test("parseCommandLine() prints help and version", () => {
  const help = parseCommandLine(["--help"], DRIVER);
  ok("stdout" in help);
  match(help.stdout, /^Test: For tests\. A driver for DBFlux\.\n\nUsage: /);
  deepStrictEqual(parseCommandLine(["--version"], DRIVER), { stdout: "test 1.2.3\n", code: 0 });
});

for (const text of ["maxConnections", "maxConnections=0", "maxConnections=-1", "maxOther=1", "=1", "maxSessions=1e9"]) {
  Deno.test(`parseCommandLine() refuses --limit ${text}, naming the limits`, () => {
    const command = parseCommandLine(["--socket", "s", "--limit", text], DRIVER);
    ok("stderr" in command);
    match(command.stderr, /^Error: --limit takes NAME=N, N from 1 on, and NAME of maxFrameBytes, .*; --help lists/);
  });
}

Deno.test("parseCommandLine() knows --state only for a driver that remembers", () => {
  const remembering = defineDriver({ ...DRIVER.definition, remember: true });
  const command = parseCommandLine(["--socket", "s", "--state", "/kept"], remembering);
  ok("stateFolder" in command);
  deepStrictEqual(command.stateFolder, "/kept");
  for (
    const [args, driver, text] of [
      [["--state", ""], remembering, /^Error: --state takes a folder; /],
      [["--state"], remembering, /^Error: --state takes a folder; /],
      [["--state", "/kept"], DRIVER, /^Error: Test remembers no values: --state does not apply; /],
    ] as const
  ) {
    const wrong = parseCommandLine(["--socket", "s", ...args], driver);
    ok("stderr" in wrong);
    match(wrong.stderr, text);
  }
});

Deno.test("parseCommandLine() names the permissions for remembering in the help of a driver that remembers", () => {
  for (const remember of [true, false]) {
    const help = parseCommandLine(["--help"], defineDriver({ ...DRIVER.definition, remember }));
    ok("stdout" in help);
    deepStrictEqual(/--state FOLDER[^]*--allow-read=FOLDER and --allow-write=FOLDER/.test(help.stdout), remember);
  }
});
