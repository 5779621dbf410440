/**
 * How a check ends if it does not simply pass.
 *
 * @module
 */

/** The driver breaks a rule; the message says what was expected and what was found. */
export class Violation extends Error {
  /** The class's name. */
  override readonly name = "Violation";
}

/** The driver closed the connection, or is unreachable. */
export class ConnectionLost extends Violation {}

/** The driver took longer than the check allows. */
export class TimeoutViolation extends Violation {}

/** The check does not apply to this driver; the message says why. */
export class NotApplicable extends Error {
  /** The class's name. */
  override readonly name = "NotApplicable";
}

/** Throws a violation unless a condition holds. */
export function expect(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Violation(message);
}

/** Throws a violation unless two values are the same. */
export function expectSame(what: string, found: unknown, expected: unknown): void {
  if (Object.is(found, expected)) return;
  throw new Violation(`Expected ${what} ${rendered(expected)}, found ${rendered(found)}`);
}

/** A value as messages show it: on one line, of limited length. */
export function rendered(value: unknown): string {
  const text = JSON.stringify(value, (_, part) => {
    if (typeof part === "bigint") return String(part);
    if (part instanceof Uint8Array) return `0x${part.subarray(0, 32).toHex()}`;
    return part instanceof Map ? Object.fromEntries(part) : part;
  }) ?? "nothing";
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
