import { deepEqual, equal, ok } from "node:assert/strict";
import { type Command, parseCommandLine } from "./command_line.ts";

const parse = (args: string[]): Command => parseCommandLine(args, "Measures.", "deno run bench.ts");

Deno.test("parseCommandLine() takes no switch, or both in any order", () => {
  deepEqual(parse([]), { json: false, check: false });
  deepEqual(parse(["--check", "--json"]), { json: true, check: true });
});

Deno.test("parseCommandLine() gives help before any measurement", () => {
  const command = parse(["--json", "-h"]);
  ok("stdout" in command);
  equal(command.code, 0);
  equal(command.stdout.split("\n")[2], "Usage: deno run bench.ts [OPTIONS]");
});

Deno.test("parseCommandLine() names an unknown argument", () => {
  deepEqual(parse(["--chekc"]), {
    stderr: 'Error: unknown argument "--chekc"; --help lists the options\n',
    code: 1,
  });
});
