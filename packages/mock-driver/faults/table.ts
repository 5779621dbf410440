/**
 * Every fault by its name. Lists and help texts are made from this table.
 *
 * @module
 */
import type { Fault } from "./fault.ts";
import { ANSWER_FAULTS } from "./of_answers.ts";
import { BYTE_FAULTS } from "./of_bytes.ts";
import { CONNECTION_FAULTS } from "./of_connections.ts";
import { FRAME_FAULTS } from "./of_frames.ts";
import { INPUT_FAULTS } from "./of_inputs.ts";
import { PROCESS_FAULTS } from "./of_process.ts";
import { REQUEST_FAULTS } from "./of_requests.ts";
import { RESULT_FAULTS } from "./of_results.ts";

/** The faults. Names never change: test suites depend on them. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  ...PROCESS_FAULTS,
  ...CONNECTION_FAULTS,
  ...REQUEST_FAULTS,
  ...INPUT_FAULTS,
  ...ANSWER_FAULTS,
  ...RESULT_FAULTS,
  ...FRAME_FAULTS,
  ...BYTE_FAULTS,
};

/** A chosen fault: its declaration, name and number. */
export interface Choice {
  /** Its name. */
  name: string;
  /** Its declaration. */
  fault: Fault;
  /** Its number: the given one, or its default. */
  n: number;
}

/** An unknown fault, or an invalid number. */
export class FaultError extends Error {
  /** The class's name. */
  override readonly name = "FaultError";
}

/**
 * A fault from the text `NAME` or `NAME:N`.
 *
 * @throws {FaultError} for an unknown name, or a number that the fault does not take.
 */
export function chooseFault(text: string): Choice {
  const [, name, number] = /^([^:]*)(?::(.*))?$/s.exec(text)!;
  if (!Object.hasOwn(FAULTS, name!)) throw new FaultError(`Unknown fault: ${name}; --list-faults names them`);
  const fault = FAULTS[name!]!;
  if (number === undefined) return { name: name!, fault, n: fault.number?.default ?? 0 };
  if (fault.number === undefined) throw new FaultError(`Cannot use fault ${text}: ${name} takes no number`);
  if (!/^\d{1,15}$/.test(number)) {
    throw new FaultError(`Cannot use fault ${text}: expected ${name}:N, N a whole number`);
  }
  return { name: name!, fault, n: Number(number) };
}

/** The faults as JSON. */
export function listFaults(): object[] {
  return Object.entries(FAULTS).map(([name, { kind, text, number = null }]) => ({ name, kind, text, number }));
}

/** The faults as lines of text. */
export function faultLines(): string[] {
  const names = Object.entries(FAULTS).map(([name, { number }]) => number === undefined ? name : `${name}:N`);
  const width = Math.max(...names.map((name) => name.length));
  return Object.values(FAULTS).map(({ text, number }, i) => {
    const meaning = number === undefined ? "" : ` N: ${number.what} (${number.default}).`;
    return `${names[i]!.padEnd(width)}  ${text}${meaning}`;
  });
}

/** The faults as a Markdown table, for the package's README. */
export function faultTable(): string {
  const rows = Object.entries(FAULTS).map(([name, { kind, text, number }]) =>
    `| \`${name}\` | ${kind} | ${text} | ${number === undefined ? "" : `${number.what} (${number.default})`} |`
  );
  return ["| fault | of | what it does | N (default) |", "|---|---|---|---|", ...rows].join("\n");
}
