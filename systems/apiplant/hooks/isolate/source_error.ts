/** Why a source cannot be loaded. */
import type { ThrownError } from "./message.ts";

/** A source that cannot be loaded. */
export class SourceError extends Error {
  override readonly name = "SourceError";

  /** Makes one from what the isolate says. */
  constructor(readonly thrown: ThrownError) {
    super(thrown.message);
  }
}
