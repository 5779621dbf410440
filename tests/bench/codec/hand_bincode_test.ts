import { deepEqual, ok } from "node:assert/strict";
import { encode } from "../../../packages/wire/codec.ts";
import { HandWriter, readByHand } from "./hand_bincode.ts";
import { mixedRows, resultOf } from "./messages.ts";

Deno.test("HandWriter.write() writes the rows as in a frame, and readByHand() reads them", () => {
  const rows = mixedRows(100);
  const bytes = new HandWriter().write(rows);
  ok(encode("response", "0.6", resultOf(rows)).toHex().includes(bytes.toHex()));
  deepEqual(readByHand(bytes), rows);
});
