import { deepStrictEqual } from "node:assert/strict";
import { isInDoubt } from "./command.ts";
import { ErrorReply } from "./redis.ts";

Deno.test("isInDoubt() knows the errors after which something may have been changed", () => {
  const rows: [string, string, boolean, boolean][] = [
    ["SET", "UNBLOCKED client unblocked via CLIENT UNBLOCK", false, true],
    ["BLPOP", "UNBLOCKED client unblocked via CLIENT UNBLOCK", true, false],
    ["GET", "UNBLOCKED client unblocked via CLIENT UNBLOCK", false, false],
    ["SET", "OOM command not allowed", true, false],
    ["EVAL", "ERR boom script: 1, on @user_script:1.", true, true],
    ["EVAL", "ERR Script killed by user with SCRIPT KILL... script: 1, on @user_script:1.", true, false],
    ["FCALL", "ERR Script killed by user with FUNCTION KILL... script: run, on @user_function:1.", true, false],
    ["EVAL", "BUSY Redis is busy running a script.", true, false],
  ];
  deepStrictEqual(rows.map(([name, text, isInStep]) => isInDoubt([name], new ErrorReply(text), isInStep)), [
    ...rows.map((row) => row[3]),
  ]);
});
