/** Checking what a key is to be. */
import type { Json } from "../../json/json.ts";
import type { Problem } from "../../model/problem.ts";
import { utc } from "../../model/types/times.ts";
import { MAX_SCOPES, scopeProblem } from "./scopes.ts";
import { KEY_ID, type StoredKey } from "./stored_key.ts";

/** The members of a new key, or every problem of what was asked for. */
export function checkKey(
  { id, scopes = [], expiresAt = null }: { readonly id?: Json; readonly scopes?: Json; readonly expiresAt?: Json },
  now: number,
): { readonly key: Pick<StoredKey, "id" | "scopes" | "expiresAt"> } | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const add = (path: string, code: Problem["code"], message: string) =>
    problems.push({ path, code, message: `\`${path.slice(1)}\` ${message}` });
  if (typeof id !== "string" || !KEY_ID.test(id)) {
    add("/id", id === undefined ? "required" : "format", "must be 1 to 32 of a-z, 0-9 and -, with a letter first");
  }
  const list: readonly Json[] = Array.isArray(scopes) ? scopes : [];
  if (!Array.isArray(scopes) || list.length > MAX_SCOPES) {
    add("/scopes", "type", `must be a list of at most ${MAX_SCOPES} scopes`);
  }
  list.forEach((scope, at) => {
    const problem = scopeProblem(scope);
    if (problem !== null) add(`/scopes/${at}`, "format", problem);
  });
  if (list.includes("admin") && list.length > 1) add("/scopes", "unsupported", "must have admin alone, or not at all");
  const end = typeof expiresAt === "string" ? utc(expiresAt) : null;
  if (expiresAt !== null && (end === null || Date.parse(end) <= now)) {
    add("/expiresAt", "format", "must be null or a time to come, such as 2030-01-01T00:00:00Z");
  }
  if (problems.length > 0) return { problems };
  return { key: { id: id as string, scopes: list as readonly string[], expiresAt: end } };
}
