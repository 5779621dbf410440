/**
 * What the bytes of a payload are, one by one: for people who look at frames.
 *
 * @module
 */
import { boundsOf, numberOf, payloadLength } from "./checked.ts";
import { type CodecOptions, decode, type Pass, type Role, ROLES } from "./codec.ts";
import { onEngine } from "./engine.ts";
import { MalformedError } from "./errors.ts";
import { type Layout, LAYOUTS } from "./layout.ts";

/** A primitive and its place. */
export interface Span {
  /** Its first byte, from the start of the payload. */
  offset: number;
  /** How many bytes it takes; 0 where upstream leaves it out. */
  length: number;
  /** The way to it, `body.result.columns[3].typeName`; the one of an element holds for all that the element is made of. */
  path: string;
  /**
   * What it is: a primitive such as `u16` or `text`, an `option tag`, a `count`, a `key`, `variant of X`, `flags of X`;
   * `left out` by upstream; `left over` behind the message.
   */
  type: string;
  /** What it says: a variant's name, whether an option is filled, how many elements follow; null where it is left out. */
  value: null | boolean | number | bigint | string | Uint8Array;
}

/** A payload, span by span. */
export interface Annotation {
  /** In the order of the payload, without holes; of a broken one up to the byte at fault. */
  spans: Span[];
  /** How many spans there are beyond `maxSpans`. */
  omitted: number;
  /** Why it is no message, and where; null where it is one. */
  error: MalformedError | null;
  /** Which reading gave the message; null where it is none. */
  pass: Pass | null;
}

/** What {@link annotate} may be told. */
export interface AnnotateOptions extends CodecOptions {
  /**
   * How many spans are kept: each costs many times the memory of its bytes.
   *
   * @default {100_000}
   */
  maxSpans?: number;
}

const DEFAULT_MAX_SPANS = 100_000;

type SpanParts = [offset: number, length: number, path: string, kind: string, of: string, value: Span["value"]];

/**
 * Tells what the bytes of a payload are, in the reading that {@link decode} takes. Never throws for what may be in
 * a frame.
 *
 * @throws {MalformedError} for a payload that is many times longer than a frame.
 * @throws {RangeError} for a role or layout that is none, or a limit that is no integer from 0 on or too large.
 *
 * @example
 * ```ts
 * import { deepStrictEqual } from "node:assert/strict";
 *
 * const { spans } = annotate("request", "0.7.1", Uint8Array.fromHex("010202000003"));
 * deepStrictEqual(spans[5], {
 *   offset: 5,
 *   length: 1,
 *   path: "body",
 *   type: "variant of DriverRequestBody",
 *   value: "Ping",
 * });
 * ```
 */
export function annotate(
  role: Role,
  layout: Layout,
  payload: Uint8Array,
  options: AnnotateOptions = {},
): Annotation {
  const { maxSpans = DEFAULT_MAX_SPANS } = options;
  if (maxSpans >>> 0 !== maxSpans) {
    throw new RangeError(`Cannot annotate ${role}: expected maxSpans from 0 to ${0xffff_ffff}, found ${maxSpans}`);
  }
  const inRole = numberOf("role", role, ROLES), inLayout = numberOf("layout", layout, LAYOUTS);
  const { maxDepth, maxValues } = boundsOf(role, options.limits);
  const length = payloadLength(payload, `annotate ${role}`);
  const outcome = outcomeOf(role, layout, payload, options);
  return onEngine(({ instance, memory, reader }) => {
    memory.putBytes(instance.payload(length), payload, length);
    reader.open(instance.annotate(inRole, inLayout, maxDepth, maxValues, maxSpans));
    try {
      const spans = Array.from({ length: Math.min(reader.pass, maxSpans) }, () => spanOf(reader.read() as SpanParts));
      return { spans, omitted: reader.pass - spans.length, ...outcome };
    } finally {
      reader.close();
    }
  });
}

function outcomeOf(
  role: Role,
  layout: Layout,
  payload: Uint8Array,
  options: CodecOptions,
): Pick<Annotation, "error" | "pass"> {
  try {
    return { error: null, pass: decode(role, layout, payload, options).pass };
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return { error, pass: null };
  }
}

function spanOf([offset, length, path, kind, of, value]: SpanParts): Span {
  return { offset, length, path, type: of === "" ? kind : `${kind} of ${of}`, value };
}
