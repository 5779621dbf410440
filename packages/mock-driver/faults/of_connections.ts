/**
 * Faults of connections: what happens to incoming ones.
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
    text: "Closes connections as soon as they are accepted.",
    number: { what: "connections that are served before", default: 0 },
    welcome({ n, fire }, accepted) {
      if (accepted < n) return null;
      fire();
      return "close";
    },
  },
  "one-at-a-time": {
    kind: "connection",
    text: "Serves one connection at a time; the next one waits until it ends.",
    welcome({ fire }, accepted) {
      if (accepted === 0) return null;
      fire();
      return "wait";
    },
  },
  "closes-after": {
    kind: "connection",
    text: "Closes a connection after an answer.",
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
