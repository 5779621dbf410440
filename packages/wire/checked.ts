/**
 * What a caller says of one call, checked: what is wrong would reach WebAssembly as another number.
 *
 * @module
 */
import { MalformedError } from "./errors.ts";
import { byteLength, hasLostBytes } from "./intrinsic.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { LOST_BYTES, nameOf } from "./unwritable.ts";

/** The limits of one message. */
export interface Bounds {
  /** The deepest nesting. */
  maxDepth: number;
  /** The most list elements and map entries. */
  maxValues: number;
  /** The most bytes of texts and byte strings together. No list has more elements: each takes at least one byte. */
  maxBytes: number;
}

/** The most that each limit may be: deeper nesting would overflow WebAssembly's stack, and counts have 32 bits. */
const MOST = {
  maxDepth: 1_000,
  maxRequestValues: 0xffff_ffff,
  maxResponseValues: 0xffff_ffff,
  maxFrameBytes: Number.MAX_SAFE_INTEGER,
} as const;

/** The longest length that a word of the tape can tell: 16 times a frame's. */
const MAX_LENGTH = 0xfff_ffff;

/**
 * The limits that hold for a message of a role.
 *
 * @throws {RangeError} for a limit that is no integer from 0 on, or too large.
 */
export function boundsOf(role: string, limits: Partial<Limits> = DEFAULT_LIMITS): Bounds {
  if (limits === DEFAULT_LIMITS) return role.endsWith("request") ? REQUEST_BOUNDS : RESPONSE_BOUNDS;
  return boundsIn(role, limits);
}

function boundsIn(role: string, limits: Partial<Limits>): Bounds {
  return {
    maxDepth: limitOf(limits, "maxDepth"),
    maxValues: limitOf(limits, role.endsWith("request") ? "maxRequestValues" : "maxResponseValues"),
    maxBytes: Math.min(limitOf(limits, "maxFrameBytes"), MAX_LENGTH),
  };
}

function limitOf(limits: Partial<Limits>, name: keyof typeof MOST): number {
  const limit = limits[name] ?? DEFAULT_LIMITS[name];
  if (Number.isInteger(limit) && limit >= 0 && limit <= MOST[name]) return limit;
  throw new RangeError(
    `Cannot keep limit ${name}: expected an integer from 0 to ${MOST[name]}, found ${nameOf(limit)}`,
  );
}

const REQUEST_BOUNDS: Bounds = boundsIn("request", DEFAULT_LIMITS);
const RESPONSE_BOUNDS: Bounds = boundsIn("response", DEFAULT_LIMITS);

/**
 * The number that the instance knows a role or a layout by.
 *
 * @throws {RangeError} for another name.
 */
export function numberOf<T extends string>(kind: "role" | "layout", name: T, names: readonly T[]): number {
  const number = names.indexOf(name);
  if (number >= 0) return number;
  throw new RangeError(`Cannot run the codec: expected a ${kind} of ${names.join(", ")}, found ${nameOf(name)}`);
}

/**
 * The length of a payload, whatever its class says of it.
 *
 * @throws {TypeError} for anything but a Uint8Array, and for one that has lost its bytes.
 * @throws {MalformedError} for one that is many times longer than a frame, before it is copied.
 */
export function payloadLength(payload: unknown, action: string): number {
  const length = byteLength(payload);
  if (length === null) throw new TypeError(`Cannot ${action}: expected a Uint8Array, found ${nameOf(payload)}`);
  if (length === 0 && hasLostBytes(payload as Uint8Array)) throw new TypeError(`Cannot ${action}: ${LOST_BYTES}`);
  if (length <= MAX_LENGTH) return length;
  throw new MalformedError(action, `length ${length} exceeds ${MAX_LENGTH}, the most that the codec reads`, 0, "");
}
