/**
 * Explains every byte of a payload, for people who read frames.
 *
 * @module
 */
import { boundsOf, type CodecOptions, decode, onEngine, type Pass, type Role, ROLES } from "./codec.ts";
import { MalformedError } from "./errors.ts";
import { type Layout, LAYOUTS } from "./layout.ts";

/** A primitive and its place in the payload. */
export interface Span {
  /** The offset of its first byte in the payload. */
  offset: number;
  /** Its length in bytes; 0 if upstream leaves it out. */
  length: number;
  /** Its path, `body.result.columns[3].typeName`; all parts of a list element have the element's path. */
  path: string;
  /**
   * Its type: a primitive such as `u16` or `text`, an `option tag`, a `count`, a `key`, `variant of X`, `flags of X`;
   * `left out` by upstream; `left over` after the message.
   */
  type: string;
  /** Its value: a variant's name, whether an option is present, the number of elements; null if it is left out. */
  value: null | boolean | number | bigint | string | Uint8Array;
}

/** A payload, span by span. */
export interface Annotation {
  /** The spans in the order of the payload, without gaps; those of a broken payload end at the byte at fault. */
  spans: Span[];
  /** The number of spans beyond `maxSpans`. */
  omitted: number;
  /** Why the payload is not a message, and where; null if it is one. */
  error: MalformedError | null;
  /** The reading that gave the message; null if the payload is not a message. */
  pass: Pass | null;
}

/** The options of {@link annotate}. */
export interface AnnotateOptions extends CodecOptions {
  /**
   * The most spans to keep: each costs many times the memory of its bytes.
   *
   * @default {100_000}
   */
  maxSpans?: number;
}

const DEFAULT_MAX_SPANS = 100_000;

type SpanParts = [offset: number, length: number, path: string, kind: string, of: string, value: Span["value"]];

/**
 * Explains the bytes of a payload, in the reading that {@link decode} takes. Never throws for invalid bytes.
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
  const { maxDepth, maxValues } = boundsOf(role, options);
  const outcome = outcomeOf(role, layout, payload, options);
  return onEngine(({ instance, memory, reader }) => {
    memory.putBytes(instance.payload(payload.length), payload);
    reader.open(instance.annotate(ROLES.indexOf(role), LAYOUTS.indexOf(layout), maxDepth, maxValues, maxSpans));
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
