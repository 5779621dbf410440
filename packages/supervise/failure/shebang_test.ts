import { deepEqual, equal } from "node:assert/strict";
import { readShebang } from "./shebang.ts";

Deno.test("readShebang() reads interpreter, env's program and the end of the line", () => {
  const cases: [string, string, string | null, boolean][] = [
    ["#!/bin/sh\necho", "/bin/sh", null, false],
    ["#! /usr/bin/deno run -A\n", "/usr/bin/deno", null, false],
    ["#!/usr/bin/env python3\n", "/usr/bin/env", "python3", false],
    ["#!/usr/bin/env -S NO_COLOR=1 deno run\n", "/usr/bin/env", "deno", false],
    ["#!/bin/sh\r\necho", "/bin/sh", null, true],
    ["#!/usr/bin/env node\r\n", "/usr/bin/env", "node", true],
    ["#!/bin/sh", "/bin/sh", null, false],
    ["#!\n", "", null, false],
  ];
  for (const [text, interpreter, viaEnv, endsWithCarriageReturn] of cases) {
    deepEqual(readShebang(new TextEncoder().encode(text)), { interpreter, viaEnv, endsWithCarriageReturn }, text);
  }
});

Deno.test("readShebang() is null if the first line is no shebang", () => {
  equal(readShebang(new TextEncoder().encode(" #!/bin/sh\n")), null);
  equal(readShebang(new Uint8Array()), null);
});
