/**
 * A run of checks that stands in the page: what a server answers otherwise.
 *
 * @module
 */
import type { CheckReport } from "@fluxwire/console/api";
import type { ChecksSetup } from "./checks_state.ts";

/** The id of the one run. */
const RUN = "run";

/** Reads the run and its sections of PROTOCOL.md. */
export function insideRun({ lines, sections }: CheckReport): ChecksSetup {
  const answers: Readonly<Record<string, (input: unknown) => unknown>> = {
    lastRun: () => ({ run: RUN }),
    section: (input) => sections[(input as { section: string }).section],
  };
  return {
    api: {
      ask: <T>(_: string, operation: string, input: unknown) => Promise.resolve(answers[operation]?.(input) as T),
    },
    live: {
      read(_source, _stream, reader) {
        reader.lines(lines.map((line) => JSON.stringify(line)), 0);
        reader.end?.(null);
        return { write: () => {}, [Symbol.dispose]: () => {} };
      },
    },
  };
}
