/** Refusals that the page shows where the change was made. */
import type { HookInfo, ModelInstance, ModelOutcome, ModelProblem } from "@fluxwire/console/api";
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { text } from "./answers.ts";
import { ModelServerError, type ServerRefusal } from "./server_error.ts";

/** Refusals of the caller or of the server's state: no form can mend them. */
const ELSEWHERE: ReadonlySet<number> = new Set([401, 403, 404, 421, 429]);

/**
 * Makes a change. What the server refuses for what was sent is given, not thrown.
 *
 * @param theirs Reads what another has made of it, where the revision is not the present one.
 * @throws {ModelServerError} For all else.
 */
export async function outcomeOf<T>(
  change: () => Promise<T>,
  theirs: () => Promise<ModelInstance | HookInfo | null> = () => Promise.resolve(null),
): Promise<ModelOutcome<T>> {
  try {
    return { done: await change() };
  } catch (error) {
    const refusal = error instanceof ModelServerError ? error.refusal : null;
    if (refusal === null || refusal.status >= 500 || ELSEWHERE.has(refusal.status)) throw error;
    const { code } = refusal, { message } = error as Error;
    const isNewer = code === "revision";
    return {
      refused: { code, message, problems: problemsOf(refusal, message), theirs: isNewer ? await theirs() : null },
    };
  }
}

/** The refusal of values that could not be sent. */
export function unsent<T>(problems: readonly ModelProblem[]): ModelOutcome<T> {
  const [first] = problems, message = first === undefined ? "Nothing was sent" : `${first.path} ${first.message}`;
  return { refused: { code: "malformed", message, problems, theirs: null } };
}

function problemsOf({ details, code }: ServerRefusal, message: string): ModelProblem[] {
  if (Array.isArray(details)) return (details as readonly Json[]).filter(isObject).map(problemOf);
  if (!isObject(details)) return [];
  const { fields, line, column } = details;
  if (typeof line === "number") return [{ path: "", message, line, column: placeOf(column) }];
  if (code === "unique" && Array.isArray(fields)) {
    return fields.map((field: Json) => ({ path: text(field), message, line: null, column: null }));
  }
  return [];
}

/** A problem of a list, whose path is a JSON pointer. */
function problemOf({ path, message }: JsonObject): ModelProblem {
  const [, name = "", ...inner] = text(path).split("/");
  const field = name.replaceAll("~1", "/").replaceAll("~0", "~");
  return {
    path: inner.length === 0 ? field : `${field}/${inner.join("/")}`,
    message: text(message),
    line: null,
    column: null,
  };
}

function placeOf(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}
