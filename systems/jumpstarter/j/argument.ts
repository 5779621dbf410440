/**
 * Words of a command line as arguments of a method.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import { kindOf } from "../device/schema.ts";
import type { ArgumentFacts } from "../wire/method_facts.ts";

/** A word without a schema: JSON if it is such, else text. */
export function looseArgument(word: string): unknown {
  try {
    return JSON.parse(word);
  } catch {
    return word;
  }
}

/**
 * A word as its schema wants it: text as it is, all else as JSON.
 *
 * @param label What the argument is called.
 * @throws {UsageError} For a word that is no JSON, or no number where one is wanted.
 */
export function typedArgument(word: string, { schema, expected }: ArgumentFacts, label: string): unknown {
  if (schema.type === "string" || Array.isArray(schema.enum)) return word;
  // A value of any kind.
  if (schema.type === undefined) return looseArgument(word);
  try {
    const value: unknown = JSON.parse(word);
    if (isOfType(value, String(schema.type))) return value;
  } catch { /* The error below says what to give. */ }
  throw new UsageError(`Cannot use ${label} ${JSON.stringify(word)}: expected ${expected}`);
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "integer":
      return Number.isSafeInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return kindOf(value) === type;
  }
}
