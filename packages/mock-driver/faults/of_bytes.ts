/**
 * Faults of bytes: when they are sent, in which pieces, and whether.
 *
 * @module
 */
import type { Fault } from "./fault.ts";
import { ofWrites } from "./spared.ts";

const SMALL_TALK = new TextEncoder().encode("Hello, I am a driver\n");

/** The faults of bytes. */
export const BYTE_FAULTS: Readonly<Record<string, Fault>> = {
  "slow": {
    kind: "bytes",
    text: "Waits before each answer.",
    number: { what: "milliseconds", default: 1_000 },
    line: ({ n, fire }, line) => ({
      async write(bytes, next) {
        fire();
        await line.pause(n);
        await next(bytes);
      },
    }),
  },
  "hang": {
    kind: "bytes",
    text: "Stops answering, and keeps the connection open.",
    number: { what: "answers of a connection before it", default: 2 },
    line: ({ n, fire }, line) => ({
      async write(bytes, next) {
        if (line.answered <= n) return await next(bytes);
        fire();
      },
    }),
  },
  "slowloris": ofWrites(
    "bytes",
    "Sends answers byte by byte, with a pause before each one.",
    async (bytes, next, { n }, line) => {
      for (let at = 0; at < bytes.length; at++) {
        await line.pause(n);
        await next(bytes.subarray(at, at + 1));
      }
    },
    { what: "milliseconds before each byte", default: 20 },
  ),
  "small-talk": {
    kind: "bytes",
    text: "Sends a line of text before the first frame, like a driver that prints to its socket.",
    line: ({ fire }) => {
      let isSilent = true;
      return {
        async write(bytes, next) {
          if (isSilent) {
            isSilent = false;
            fire();
            await next(SMALL_TALK);
          }
          await next(bytes);
        },
      };
    },
  },
};
