/**
 * Faults of the process: how it starts and ends, and its effects on the machine.
 *
 * @module
 */
import type { Chosen, Fault, Line } from "./fault.ts";

/** The exit code of a crash, as after an abort. */
const CRASH_CODE = 134;

/** Memory that leaked. */
const LEAKED: Uint8Array[] = [];

/** The faults of the process. */
export const PROCESS_FAULTS: Readonly<Record<string, Fault>> = {
  "exit-at-start": {
    kind: "process",
    text: "Ends before it listens.",
    number: { what: "the exit code", default: 1 },
    process: ({ n, fire }) => ({
      beforeListening() {
        fire();
        Deno.exit(n);
      },
    }),
  },
  "never-listens": {
    kind: "process",
    text: "Runs, but never listens.",
    process: ({ fire }) => ({
      beforeListening() {
        fire();
        return idle();
      },
    }),
  },
  "listens-late": {
    kind: "process",
    text: "Listens only after a delay.",
    number: { what: "milliseconds", default: 1_000 },
    process: ({ n, fire }) => ({
      beforeListening() {
        fire();
        return new Promise((resolve) => setTimeout(resolve, n));
      },
    }),
  },
  "ignores-sigterm": {
    kind: "process",
    text: "Does not end on SIGTERM and SIGINT.",
    process: ({ fire }) => {
      fire();
      return { ignores: "SIGTERM" };
    },
  },
  "ignores-lifeline": {
    kind: "process",
    text: "Does not end with its lifeline.",
    process: ({ fire }) => {
      fire();
      return { ignores: "lifeline" };
    },
  },
  "forks-child": {
    kind: "process",
    text: "Starts a process in a group of its own that outlives it; needs --allow-run=sleep.",
    number: { what: "seconds that it runs", default: 60 },
    process: ({ n, fire }) => ({
      beforeListening() {
        const silent = { stdin: "null", stdout: "null", stderr: "null" } as const;
        new Deno.Command("sleep", { args: [String(n)], detached: true, ...silent }).spawn().unref();
        fire();
      },
    }),
  },
  "crash": {
    kind: "process",
    text: `Ends with exit code ${CRASH_CODE} after some answers.`,
    number: { what: "answers, of all connections together", default: 3 },
    line: ({ n, fire }, line) => ({
      async write(bytes, next) {
        await next(bytes);
        if (line.answeredByAll < n) return;
        fire();
        Deno.exit(CRASH_CODE);
      },
    }),
  },
  "leaks-memory": ofRequests(
    "Leaks memory with each request.",
    { what: "MiB for each request", default: 16 },
    ({ n }) => {
      LEAKED.push(new Uint8Array(n * 2 ** 20).fill(1));
    },
  ),
  "burns-cpu": ofRequests(
    "Blocks on a computation before it handles a request.",
    { what: "milliseconds for each request", default: 1_000 },
    ({ n }) => {
      const end = performance.now() + n;
      while (performance.now() < end);
    },
  ),
  "floods-stderr": ofRequests(
    "Writes many lines to stderr with each request, and waits until they are read.",
    { what: "lines of 100 bytes for each request", default: 10_000 },
    ({ n }) => {
      const line = new TextEncoder().encode(`${"flood ".repeat(17).slice(0, 99)}\n`);
      for (let i = 0; i < n; i++) Deno.stderr.writeSync(line);
    },
  ),
};

/** A fault of the process that occurs with requests. */
function ofRequests(
  text: string,
  number: NonNullable<Fault["number"]>,
  act: (chosen: Chosen) => void,
): Fault {
  return {
    kind: "process",
    text,
    number,
    line: (chosen: Chosen, _: Line) => ({
      request(request) {
        chosen.fire();
        act(chosen);
        return request;
      },
    }),
  };
}

/** Never resolves, and keeps the process alive. */
function idle(): Promise<never> {
  const { promise } = Promise.withResolvers<never>();
  setInterval(() => {}, 2 ** 30);
  return promise;
}
