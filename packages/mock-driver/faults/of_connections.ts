/**
 * Faults of connections: what becomes of those that come.
 *
 * @module
 */
import type { Fault } from "./fault.ts";

/** The faults of connections. */
export const CONNECTION_FAULTS: Readonly<Record<string, Fault>> = {
  "silent-accept": {
    kind: "connection",
    text: "Accepts connections, and neither reads nor writes on them.",
    welcome({ fire }) {
      fire();
      return "ignore";
    },
  },
  "closes-at-accept": {
    kind: "connection",
    text: "Closes connections as soon as they are there.",
    number: { what: "connections before it that are served", default: 0 },
    welcome({ n, fire }, accepted) {
      if (accepted < n) return null;
      fire();
      return "close";
    },
  },
  "one-at-a-time": {
    kind: "connection",
    text: "Serves one connection; the next one waits until that is over.",
    welcome({ fire }, accepted) {
      if (accepted === 0) return null;
      fire();
      return "wait";
    },
  },
  "closes-after": {
    kind: "connection",
    text: "Closes a connection behind an answer.",
    number: { what: "which answer of the connection", default: 2 },
    line: ({ n, fire }, line) => ({
      async write(bytes, next) {
        await next(bytes);
        if (line.answered < n) return;
        fire();
        line.close();
      },
    }),
  },
};
