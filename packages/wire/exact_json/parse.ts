/**
 * Parses JSON without rounding large integers.
 *
 * @module
 */
import { MalformedError } from "../errors.ts";
import { DEFAULT_LIMITS } from "../limits.ts";

/** Features of JavaScript that TypeScript lacks. */
interface SourceTextJson {
  rawJSON(text: string): unknown;
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
}
const sourceText = JSON as unknown as SourceTextJson;

/** A nested value takes two levels of JSON; the rest of an envelope takes fewer than 32. */
const MAX_LEVELS = 2 * DEFAULT_LIMITS.maxDepth + 32;

/** An integer for `JSON.stringify`, exact even beyond 2^53. */
export function jsonInteger(value: bigint): unknown {
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : sourceText.rawJSON(String(value));
}

/**
 * Parses a text, with integers from 2^53 to 20 digits as bigint, for {@link fromExact}.
 *
 * A text with such integers may be nested 160 levels deep; others have no limit.
 *
 * @throws {MalformedError} for text that is not JSON; the offset is 0 if unknown.
 */
export function parseJson(text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = Number(/ at position (\d+)/.exec(error.message)?.[1] ?? 0);
    const offset = new TextEncoder().encode(text.slice(0, position)).length;
    throw new MalformedError("read JSON", error.message, offset, "");
  }
  // A reviver makes parsing many times slower, and recursive; most texts do not need it.
  if (!/[0-9]{16}/.test(text)) return json;
  if (isNested(json, MAX_LEVELS)) {
    throw new MalformedError("read JSON", `nested deeper than ${MAX_LEVELS} levels`, 0, "");
  }
  return sourceText.parse(text, (_, value, { source }) => isLargeInteger(value, source) ? BigInt(source) : value);
}

function isLargeInteger(value: unknown, source: string | undefined): source is string {
  return typeof value === "number" && !Number.isSafeInteger(value) && /^[0-9]{16,20}$/.test(source ?? "");
}

function isNested(json: unknown, levels: number): boolean {
  if (typeof json !== "object" || json === null) return false;
  return levels === 0 || Object.values(json).some((member) => isNested(member, levels - 1));
}
