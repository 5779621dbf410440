/** An isolate's process that was ended while calls ran in it. */

/** Why: time over, memory, messages that no root module sends, or an end by itself. */
export type LossKind = "time" | "memory" | "forged" | "ended";

/** The end of a call whose process is gone. */
export class IsolateLost extends Error {
  override readonly name = "IsolateLost";

  /**
   * Makes one.
   *
   * @param kind Why the process is gone.
   * @param isOwn Whether this call is the reason; others may run again.
   * @param reason In words, for the error storage.
   */
  constructor(readonly kind: LossKind, readonly isOwn: boolean, reason: string) {
    super(reason);
  }
}
