import { deepStrictEqual } from "node:assert/strict";
import { createLog } from "./log.ts";

Deno.test("createLog() keeps a line one line, and control characters from the terminal", () => {
  const lines: string[] = [];
  const log = createLog("debug", (line) => lines.push(line.slice(25)));
  log.info("a\nb\x1b[2J\x9b2J\u202e", { text: "c\nd\x1b[2J\x9b2J\u202e", "k\x1b\u2067": 1 });
  deepStrictEqual(lines, [
    'INFO a\\nb\\u001b[2J\\u009b2J\\u202e text="c\\nd\\u001b[2J\\u009b2J\\u202e" k\\u001b\\u2067=1\n',
  ]);
});

Deno.test("createLog() drops lines below its level", () => {
  const lines: string[] = [];
  const log = createLog("warn", (line) => lines.push(line.slice(25)));
  log.debug("a");
  log.info("b");
  log.warn("c", { count: 1, big: 2n, is: true, none: null });
  log.error("d");
  deepStrictEqual(lines, ["WARN c count=1 big=2 is=true none=null\n", "ERROR d\n"]);
});
