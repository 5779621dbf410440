/**
 * Values in a message by their paths, as the fields of a frame are named: `body.result.rows[0][1]`.
 *
 * @module
 */

/** Steps of a path: a member, or an element's index; `*` is any element. */
export type FieldPath = readonly string[];

/** Names of a message's members that stand without a path. */
const ALONE: ReadonlySet<string> = new Set(["sessionId", "timeoutMs", "done"]);

/** The steps of a path; null for a word that is not one. */
export function parsePath(word: string): FieldPath | null {
  if (!/^[A-Za-z]\w*(\.\w+|\[(\d+|\*)\])*$/.test(word)) return null;
  const steps = word.replaceAll(/\[([^\]]*)\]/g, ".$1").split(".");
  return steps.length > 1 || ALONE.has(word) ? steps : null;
}

/** A value as text, also that of a cell with its type; null for what has parts. */
export function leafText(value: unknown): string | null {
  if (value === null || typeof value !== "object") return String(value);
  const { type, value: inner, base64 } = value as { type?: unknown; value?: unknown; base64?: unknown };
  if (typeof type !== "string") return null;
  if (typeof base64 === "string") return base64;
  return inner === undefined || typeof inner === "object" ? null : String(inner);
}

/** The values at a path: none if there is no such member, several for `*`. */
export function valuesAt(message: unknown, [step, ...others]: FieldPath): unknown[] {
  if (step === undefined) return [message];
  if (typeof message !== "object" || message === null) return [];
  if (step === "*") return Object.values(message).flatMap((value) => valuesAt(value, others));
  if (step === "length" && Array.isArray(message)) return valuesAt(message.length, others);
  return Object.hasOwn(message, step) ? valuesAt((message as Record<string, unknown>)[step], others) : [];
}
