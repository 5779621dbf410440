import { deepEqual, equal, ok } from "node:assert/strict";
import { parseCommandLine } from "./command_line.ts";

Deno.test("parseCommandLine() takes both switches in any order, and none", () => {
  deepEqual(parseCommandLine([]), { json: false, check: false });
  deepEqual(parseCommandLine(["--check", "--json"]), { json: true, check: true });
});

Deno.test("parseCommandLine() gives help before anything is measured", () => {
  const command = parseCommandLine(["--json", "-h"]);
  ok("stdout" in command);
  equal(command.code, 0);
});

Deno.test("parseCommandLine() refuses what it does not know, by name", () => {
  deepEqual(parseCommandLine(["--chekc"]), {
    stderr: 'Error: unknown argument "--chekc"; --help lists what there is\n',
    code: 1,
  });
});
