/** Conditional and repeated requests. */
import type { Condition } from "../commit/command.ts";
import { Refusal } from "../commit/refusal.ts";
import { sha256 } from "../digest/sha256.ts";
import type { Idempotency } from "../event/event.ts";
import type { HeaderValues } from "./request_headers.ts";

/**
 * The condition of If-Match and If-None-Match on a change; `undefined` without them.
 *
 * @throws {Refusal} `header` for weak tags, lists and what is not a revision.
 */
export function conditionOf(headers: HeaderValues, mayCreate: boolean): Condition | undefined {
  const match = headers.get("if-match"), none = headers.get("if-none-match");
  if (none !== null) {
    if (!mayCreate) throw wrong("if-none-match", "is not possible here: leave it out");
    if (none.trim() !== "*") throw wrong("if-none-match", "must be *");
    if (match !== null) throw wrong("if-none-match", "must not be sent with If-Match");
    return "none";
  }
  if (match === null) return undefined;
  const text = match.trim();
  if (text === "*") return "*";
  const revision = /^"(\d{1,15})"$/.exec(text);
  if (revision === null) throw wrong("if-match", 'must be * or one strong tag with a revision, such as "41"');
  return Number(revision[1]);
}

/** Whether If-None-Match of a read has the tag, so that the answer is 304. */
export function isKnown(headers: HeaderValues, tag: string): boolean {
  const none = headers.get("if-none-match");
  if (none === null) return false;
  return none.trim() === "*" || none.split(",").some((one) => one.trim().replace(/^W\//, "") === tag);
}

/** The Idempotency-Key of a request, with what tells it from other requests; `undefined` without one. */
export async function idempotencyOf(
  method: string,
  headers: HeaderValues,
  path: string,
  actor: string,
  body: Uint8Array | null,
): Promise<Idempotency | undefined> {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (!/^[!-~]{1,255}$/.test(key)) throw wrong("idempotency-key", "must be 1 to 255 visible characters of ASCII");
  const hash = (await sha256()).update(`${method}\n${path}\n${actor}\n`).update(body ?? new Uint8Array());
  return { key, hash: `sha256:${hash.digest("hex")}` };
}

/** The place of the log that the client wants to read at least, from `min-seq` or `x-min-seq`; 0 without them. */
export function minSeqOf(headers: HeaderValues, parameter: string | null): number {
  const header = headers.get("x-min-seq");
  if (parameter !== null && !/^\d{1,15}$/.test(parameter)) {
    throw new Refusal("query", "`min-seq` must be a seq", { parameter: "min-seq" });
  }
  if (header !== null && !/^\d{1,15}$/.test(header)) throw wrong("x-min-seq", "must be a seq");
  return Math.max(Number(parameter ?? 0), Number(header ?? 0));
}

/** Refuses a header (400 `header`). */
export function wrong(header: string, message: string): Refusal {
  return new Refusal("header", `The header ${header} ${message}`, { header });
}
