/**
 * Faults of answers that spare the beginning of a connection: without Hello and a session, no later step of a driver
 * could be tested.
 *
 * @module
 */
import type { DriverResponseEnvelope } from "@fluxwire/wire";
import type { Answer, Chosen, Fault, FaultKind, Line } from "./fault.ts";

/** The meaning of the number of a fault of answers. */
const SPARED: Fault["number"] = {
  what: "0 every answer, 1 not Hello's, 2 nor OpenSession's",
  default: 2,
};

/** Whether a fault that spares so many steps of the handshake applies to an answer. */
export function isTouched({ method }: Answer, spared: number): boolean {
  if (method === "Hello") return spared < 1;
  return method !== "OpenSession" || spared < 2;
}

/** A fault of answers: gives the replacements of an answer, or null to leave it alone. */
export function ofAnswers(
  text: string,
  change: (answer: Answer, chosen: Chosen, line: Line) => DriverResponseEnvelope[] | null,
  number: Fault["number"] = SPARED,
): Fault {
  return {
    kind: "answer",
    text,
    number,
    line: (chosen, line) => ({
      answer(answer) {
        const changed = isTouched(answer, sparedBy(number, chosen)) ? change(answer, chosen, line) : null;
        if (changed !== null) chosen.fire();
        return changed ?? [answer.envelope];
      },
    }),
  };
}

/** A fault of payloads: gives the replacement of a payload, or null to leave it alone. */
export function ofPayloads(
  text: string,
  change: (payload: Uint8Array, answer: Answer, chosen: Chosen, line: Line) => Uint8Array | null,
  number: Fault["number"] = SPARED,
): Fault {
  return {
    kind: "frame",
    text,
    number,
    line: (chosen, line) => ({
      payload(payload, answer) {
        const changed = isTouched(answer, sparedBy(number, chosen)) ? change(payload, answer, chosen, line) : null;
        if (changed !== null) chosen.fire();
        return changed ?? payload;
      },
    }),
  };
}

/** A fault of writing frames. */
export function ofWrites(
  kind: FaultKind & ("frame" | "bytes"),
  text: string,
  write: (bytes: Uint8Array, next: (bytes: Uint8Array) => Promise<void>, chosen: Chosen, line: Line) => Promise<void>,
  number: Fault["number"] = SPARED,
): Fault {
  return {
    kind,
    text,
    number,
    line: (chosen, line) => ({
      async write(bytes, next, answer) {
        if (!isTouched(answer, sparedBy(number, chosen))) return await next(bytes);
        chosen.fire();
        await write(bytes, next, chosen, line);
      },
    }),
  };
}

/** A fault whose number has another meaning spares the answers to Hello and OpenSession. */
function sparedBy(number: Fault["number"], { n }: Chosen): number {
  return number === SPARED ? n : 2;
}
