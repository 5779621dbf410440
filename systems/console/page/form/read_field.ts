/**
 * From the texts of a form to the value that is sent, and back.
 *
 * @module
 */
import type { Field } from "./field.ts";

/** What stands in the fields, by their paths; an absent one is empty. */
export type Texts = Readonly<Record<string, string>>;

/** What is wrong with fields, by their paths. */
export type Problems = Map<string, string>;

/** A field that was left empty. */
export const ABSENT: unique symbol = Symbol("absent");

/**
 * The value of a field.
 *
 * @param problems Gets what is wrong; the value is not to be used then.
 * @returns {@link ABSENT} for a field that may be left empty, and is.
 */
export function readField(field: Field, texts: Texts, problems: Problems): unknown {
  const { kind, path, isRequired, schema, choices } = field;
  if (kind === "group") return readGroup(field, texts, problems);
  const text = texts[path] ?? "";
  if (text === "" && !(kind === "text" && isRequired)) {
    if (isRequired) problems.set(path, "This is needed");
    return ABSENT;
  }
  switch (kind) {
    case "text":
    case "secret":
    case "lines": {
      const problem = schema.format === "json" ? problemOfJson(text) : problemOfText(text, field);
      if (problem !== null) problems.set(path, problem);
      return text;
    }
    case "number":
    case "integer": {
      const value = Number(text), problem = problemOfNumber(text, field);
      if (problem !== null) problems.set(path, problem);
      return value;
    }
    case "boolean":
      return text === "true";
    case "choice":
      return choices.find((choice) => choice.text === text)?.value ?? null;
    case "json": {
      const problem = problemOfJson(text);
      if (problem === null) return JSON.parse(text);
      problems.set(path, problem);
      return ABSENT;
    }
  }
}

/** The texts of a field that has a value already, or begins with its default. */
export function textsOf(field: Field, value: unknown = field.schema.default): Record<string, string> {
  const { kind, path, members, schema } = field;
  if (kind === "group") {
    const own = typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
    return Object.assign({}, ...[...members].map(([name, member]) => textsOf(member, own[name])));
  }
  if (value === undefined) return kind === "boolean" && field.isRequired ? { [path]: "false" } : {};
  const isPlain = typeof value === "string" && (kind === "text" || kind === "lines" || kind === "secret");
  if (isPlain) return { [path]: value };
  return { [path]: kind === "lines" && schema.format !== "json" ? String(value) : JSON.stringify(value) };
}

function readGroup({ members, isRequired }: Field, texts: Texts, problems: Problems): unknown {
  const own: Problems = new Map(), value: Record<string, unknown> = {};
  for (const [name, member] of members) {
    const read = readField(member, texts, own);
    if (read !== ABSENT) value[name] = read;
  }
  const isEmpty = !isRequired && Object.keys(value).length === 0;
  if (!isEmpty) { for (const [path, problem] of own) problems.set(path, problem); }
  return isEmpty ? ABSENT : value;
}

function problemOfText(
  text: string,
  { schema: { minLength = 0, maxLength = Infinity, pattern } }: Field,
): string | null {
  const length = [...text].length;
  if (length < minLength) return minLength === 1 ? "This is needed" : `At least ${minLength} characters`;
  if (length > maxLength) return `At most ${maxLength} characters`;
  return pattern === undefined || fits(pattern, text) ? null : `It must match ${pattern}`;
}

/** The system checks it as well: a pattern that a browser cannot read refuses nothing. */
function fits(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return true;
  }
}

function problemOfNumber(
  text: string,
  { kind, schema: { minimum = -Infinity, maximum = Infinity } }: Field,
): string | null {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return "A number, such as 1.5";
  if (kind === "integer" && !Number.isSafeInteger(value)) return "A whole number";
  if (value >= minimum && value <= maximum) return null;
  if (maximum === Infinity) return `At least ${minimum}`;
  return minimum === -Infinity ? `At most ${maximum}` : `${minimum} to ${maximum}`;
}

function problemOfJson(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return `No JSON; a text needs double quotes: ${(error as Error).message}`;
  }
}
