/**
 * How a check ends when it does not simply pass.
 *
 * @module
 */

/** The driver does something else than it should; the message says what was expected and what was found. */
export class Violation extends Error {
  /** The class's name. */
  override readonly name = "Violation";
}

/** The driver closed the connection, or cannot be reached any more. */
export class Gone extends Violation {}

/** The driver took longer than the check may. */
export class Late extends Violation {}

/** The check says nothing about this driver; the message says why. */
export class NotApplicable extends Error {
  /** The class's name. */
  override readonly name = "NotApplicable";
}

/** Throws a violation unless something holds. */
export function expect(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Violation(message);
}

/** Throws a violation unless two values are the same. */
export function expectSame(what: string, found: unknown, expected: unknown): void {
  if (Object.is(found, expected)) return;
  throw new Violation(`Expected ${what} ${shown(expected)}, found ${shown(found)}`);
}

/** A value as a message shows it: in one line, not too long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value, (_, part) => {
    if (typeof part === "bigint") return String(part);
    if (part instanceof Uint8Array) return `0x${part.subarray(0, 32).toHex()}`;
    return part instanceof Map ? Object.fromEntries(part) : part;
  }) ?? "nothing";
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
