/**
 * The permitted results of decoding hostile bytes: a message, or an error with its place, within a time limit.
 *
 * @module
 */
import { deepStrictEqual, ok } from "node:assert/strict";
import { decode, encode, type Envelopes, type Layout, MalformedError, type Role } from "@fluxwire/wire";

/** The result of decoding. */
export type Outcome<R extends Role = Role> =
  | { envelope: Envelopes[R]; error: null }
  | { envelope: null; error: MalformedError };

/**
 * Decodes a payload.
 *
 * @throws {AssertionError} if decoding fails other than with an offset in the payload and a path.
 */
export function outcomeOf<R extends Role>(role: R, layout: Layout, payload: Uint8Array, label: string): Outcome<R> {
  try {
    return { envelope: decode(role, layout, payload).envelope, error: null };
  } catch (error) {
    ok(error instanceof MalformedError, `${label}: ${error} ${(error as Error).cause}`);
    const { offset, path, reason } = error;
    ok(Number.isInteger(offset) && offset >= 0 && offset <= payload.length, `${label}: offset ${offset}`);
    ok(/^([a-z][A-Za-z0-9]*|\[\d+\])?((\.[a-z][A-Za-z0-9]*)|\[\d+\])*$/.test(path), `${label}: path ${path}`);
    ok(reason !== "", label);
    return { envelope: null, error };
  }
}

/** Asserts that a decoded message is a normal one: encoded and decoded again it is equal. */
export function assertWritable<R extends Role>(role: R, layout: Layout, envelope: Envelopes[R], label: string): void {
  const again = decode(role, layout, encode(role, layout, envelope));
  deepStrictEqual(again, { envelope, pass: "strict" }, label);
}
