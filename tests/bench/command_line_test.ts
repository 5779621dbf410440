import { deepEqual, equal, ok } from "node:assert/strict";
import { type Command, parseCommandLine } from "./command_line.ts";

const parse = (args: string[]): Command => parseCommandLine(args, "Measures.", "deno run bench.ts");

Deno.test("parseCommandLine() takes both switches in any order, and none", () => {
  deepEqual(parse([]), { json: false, check: false });
  deepEqual(parse(["--check", "--json"]), { json: true, check: true });
});

Deno.test("parseCommandLine() gives help before anything is measured", () => {
  const command = parse(["--json", "-h"]);
  ok("stdout" in command);
  equal(command.code, 0);
  equal(command.stdout.split("\n")[2], "Usage: deno run bench.ts [OPTIONS]");
});

Deno.test("parseCommandLine() refuses what it does not know, by name", () => {
  deepEqual(parse(["--chekc"]), {
    stderr: 'Error: unknown argument "--chekc"; --help lists what there is\n',
    code: 1,
  });
});
