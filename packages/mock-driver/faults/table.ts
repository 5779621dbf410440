/**
 * Every fault by its name. What lists and explains them is made from this table.
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

/** The faults. A name stays what it is: test suites count on it. */
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

/** A fault that somebody chose: its line of the table, its name and its number. */
export interface Choice {
  /** Its name. */
  name: string;
  /** Its declaration. */
  fault: Fault;
  /** Its number: the given one, or its default. */
  n: number;
}

/** A fault that is none, or a number that is none. */
export class FaultError extends Error {
  /** The class's name. */
  override readonly name = "FaultError";
}

/**
 * A fault from the text `NAME` or `NAME:N`.
 *
 * @throws {FaultError} for an unknown name, or a number where none belongs.
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

/** The faults as a list for programs. */
export function listFaults(): object[] {
  return Object.entries(FAULTS).map(([name, { kind, text, number = null }]) => ({ name, kind, text, number }));
}

/** The faults as lines for people. */
export function faultLines(): string[] {
  const names = Object.entries(FAULTS).map(([name, { number }]) => number === undefined ? name : `${name}:N`);
  const width = Math.max(...names.map((name) => name.length));
  return Object.values(FAULTS).map(({ text, number }, i) => {
    const meaning = number === undefined ? "" : ` N: ${number.what} (${number.default}).`;
    return `${names[i]!.padEnd(width)}  ${text}${meaning}`;
  });
}

/** The faults as a table of Markdown, for the package's README. */
export function faultTable(): string {
  const rows = Object.entries(FAULTS).map(([name, { kind, text, number }]) =>
    `| \`${name}\` | ${kind} | ${text} | ${number === undefined ? "" : `${number.what} (${number.default})`} |`
  );
  return ["| fault | of | what it does | N (default) |", "|---|---|---|---|", ...rows].join("\n");
}
