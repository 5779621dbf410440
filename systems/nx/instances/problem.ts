/**
 * What is wrong with an instances file, with its place.
 *
 * @module
 */

/** One finding. A warning does not keep the host from starting. */
export interface Problem {
  /** Whether the file can be used anyway. */
  readonly isWarning: boolean;
  /** The instance, by its id or its place in the list; null for the file as a whole. */
  readonly instance: string | null;
  /** The member, with its path: `fluxwire.limits.memory_bytes`; null for an instance as a whole. */
  readonly member: string | null;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** The value, the rule, the remedy. */
  readonly text: string;
}

/** Where something stands: line and column from 1, columns in UTF-16 code units. */
export type Place = Pick<Problem, "line" | "column">;

/** The lines of a text, found once: a long file may have many findings. */
export class Lines {
  /** Where each line begins. */
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  }

  /** The place of an offset. */
  placeOf(offset: number): Place {
    let [first, last] = [0, this.#starts.length - 1];
    while (first < last) {
      const middle = Math.ceil((first + last) / 2);
      if (this.#starts[middle]! <= offset) first = middle;
      else last = middle - 1;
    }
    return { line: first + 1, column: offset - this.#starts[first]! + 1 };
  }
}

// deno-lint-ignore no-control-regex -- names in the file may hold these, and a terminal would obey them
const CONTROL = /[\0-\x1f\x7f-\x9f\u2028\u2029]/g;

/** A problem as one line: `FILE:LINE:COLUMN: INSTANCE: MEMBER: what`; control characters as `\u001b`. */
export function problemLine(file: string, { isWarning, instance, member, line, column, text }: Problem): string {
  const about = [instance, member].filter((part) => part !== null).map((part) => `${part}: `).join("");
  const whole = `${file}:${line}:${column}: ${isWarning ? "warning: " : ""}${about}${text}`;
  return whole.replace(CONTROL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
