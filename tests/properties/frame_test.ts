import { deepStrictEqual } from "node:assert/strict";
import { fc } from "./fast_check.ts";
import { encodeFrame, FrameDecoder } from "@fluxwire/transport";
import { RUNS } from "./drawn.ts";

Deno.test("any payloads come out of their frames in any division of the stream", () =>
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 })),
      fc.infiniteStream(fc.integer({ min: 1, max: 500 })),
      (payloads, lengths) => {
        const stream = new Uint8Array(payloads.flatMap((payload) => [...encodeFrame(payload)]));
        const decoder = new FrameDecoder(), read: Uint8Array[] = [];
        for (let at = 0; at < stream.length;) {
          const chunk = stream.slice(at, at + lengths.next().value);
          at += chunk.length;
          read.push(...decoder.push(chunk).map((payload) => payload.slice()));
        }
        decoder.end();
        deepStrictEqual(read, payloads);
      },
    ),
    RUNS,
  ));
