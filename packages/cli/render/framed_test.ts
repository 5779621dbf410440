import { deepEqual, equal, throws } from "node:assert/strict";
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { MalformedError } from "@fluxwire/wire";
import { unframe } from "./framed.ts";

Deno.test("unframe() gives the payload of one frame", () => {
  deepEqual(unframe(Uint8Array.of(2, 0, 0, 0, 7, 8)), Uint8Array.of(7, 8));
});

Deno.test("unframe() refuses what is more or less than one frame", () => {
  const cases: [number[], string][] = [
    [[], "Malformed"],
    [[2, 0], "FrameTruncated"],
    [[2, 0, 0, 0, 7], "FrameTruncated"],
    [[0, 0, 0, 0], "FrameEmpty"],
    [[1, 0, 0, 1], "FrameTooLong"],
    [[1, 0, 0, 0, 7, 8], "Malformed"],
    [[1, 0, 0, 0, 7, 1, 0, 0, 0, 7], "Malformed"],
    [[1, 0, 0, 0, 7, 0, 0, 0, 0], "Malformed"],
  ];
  for (const [bytes, code] of cases) {
    throws(() => unframe(Uint8Array.from(bytes)), (error) => {
      const known = error instanceof ConnectionError || error instanceof MalformedError ||
        error instanceof ProtocolError;
      equal(known && error.code, code, String(bytes));
      return true;
    });
  }
  throws(() => unframe(Uint8Array.of(1, 0, 0, 0, 7, 8)), /expected the end of input, found 1 more bytes, at byte 5/);
});
