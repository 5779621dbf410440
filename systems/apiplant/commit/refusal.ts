/** Why a request is refused. */
import type { Json } from "../json/json.ts";

/** The codes of refusals, with the status of each. */
export const REFUSALS = {
  malformed: 400,
  query: 400,
  cursor: 400,
  unknown_hook: 400,
  header: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method: 405,
  exists: 409,
  unique: 409,
  referenced: 409,
  version: 409,
  in_progress: 409,
  deleted: 410,
  compacted: 410,
  revision: 412,
  too_large: 413,
  media_type: 415,
  misdirected: 421,
  validation: 422,
  vetoed: 422,
  hook_timeout: 422,
  hook_failed: 422,
  hook_source: 422,
  hook_name: 422,
  migration: 422,
  idempotency_mismatch: 422,
  if_match_required: 428,
  rate: 429,
  internal: 500,
  storage: 503,
  contention: 503,
  read_only: 503,
  stopping: 503,
  timeout: 504,
} as const;

/** The code of a refusal. */
export type RefusalCode = keyof typeof REFUSALS;

/** A request that is not done. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  /** Makes one. The message is one sentence that says what to do, without secrets. */
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly details: Json = null,
    /** Headers of the answer, such as `retry-after`. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  /** The status of its answer. */
  get status(): number {
    return REFUSALS[this.code];
  }
}
