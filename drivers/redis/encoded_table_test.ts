import { rejects } from "node:assert/strict";
import { DEFAULT_LIMITS } from "@fluxwire/sdk";
import { encodeTable } from "./encoded_table.ts";

const CONTEXT = { answer: { codec: "postcard", limits: DEFAULT_LIMITS }, signal: new AbortController().signal };

Deno.test("encodeTable() refuses replies of kinds that this version of the protocol lacks, also in lists", async () => {
  for (const reply of [1.5, true, { a: 1 }, new Map()]) {
    for (const cell of [reply, [reply]]) await rejects(encodeTable([[cell as never]], CONTEXT as never), TypeError);
  }
});
