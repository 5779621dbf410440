import { strictEqual } from "node:assert/strict";
import { commandOf } from "./copied.ts";

Deno.test("commandOf() quotes the data as one word of a shell, and leaves out what is empty", () => {
  const request = { sql: "SELECT 'a'", limit: "9007199254740993" };
  strictEqual(
    commandOf({ type: "Execute", request }),
    `fluxwire probe call Execute -d '{"request":{"sql":"SELECT '\\''a'\\''","limit":"9007199254740993"}}'`,
  );
  strictEqual(commandOf({ type: "Ping" }), "fluxwire probe call Ping");
  strictEqual(commandOf({ type: "Hello", clientName: "x" }), "fluxwire probe hello");
});
