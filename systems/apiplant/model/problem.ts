/** What is wrong with a value that a client sent. */
import { Refusal } from "../commit/refusal.ts";
import type { Json } from "../json/json.ts";

/** Kinds of problems. `unsupported` is what a later release will do. */
export type ProblemCode =
  | "required"
  | "unknown"
  | "type"
  | "min"
  | "max"
  | "pattern"
  | "enum"
  | "format"
  | "unique"
  | "reference"
  | "immutable"
  | "unsupported";

/** One problem. */
export interface Problem {
  /** A JSON pointer to the value, such as `/tags/3`. */
  readonly path: string;
  readonly code: ProblemCode;
  /** A sentence that names the place and the remedy, without the value. */
  readonly message: string;
  /** What would be right: a limit, a type, the permitted values. */
  readonly wanted?: Json;
}

/** At most so many problems are collected of one value. */
export const MAX_PROBLEMS = 100;

/** The refusal of a request with these problems. */
export function validationRefusal(problems: readonly Problem[]): Refusal {
  const [first] = problems;
  const more = problems.length === 1 ? "" : ` (and ${problems.length - 1} more)`;
  return new Refusal("validation", `${first?.message ?? "The value is not valid"}${more}`, problems as unknown as Json);
}

/** Problems of one value, whose paths start at that value and whose messages lack the subject. */
export class Faults {
  /** Makes them of a list. */
  constructor(readonly list: readonly Problem[]) {}
}

/** One fault: `message` goes on behind the value's name, such as "must be a string". */
export function fault(code: ProblemCode, message: string, wanted?: Json, path = ""): Faults {
  return new Faults([wanted === undefined ? { path, code, message } : { path, code, message, wanted }]);
}

/** A name as a part of a JSON pointer (RFC 6901). */
export function pointer(name: string): string {
  return `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
