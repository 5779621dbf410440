/**
 * What a caller may say of one call.
 *
 * @module
 */
import type { Metadata, MetadataInit } from "../call/metadata.ts";

/** Options of one call. */
export interface CallOptions {
  /**
   * Sent with the call, besides what the channel sends.
   *
   * @default {undefined}
   */
  metadata?: MetadataInit;
  /**
   * Cancels the call when it aborts, with `CANCELLED`; the server learns of it.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
  /**
   * How long to wait, in milliseconds; then the call fails with `DEADLINE_EXCEEDED`. The server learns of it.
   *
   * @default {undefined}
   */
  timeoutMs?: number;
  /**
   * Takes the headers of the answer when they come, before the first message.
   *
   * @default {undefined}
   */
  onHeaders?(metadata: Metadata): void;
  /**
   * Takes what came with the status, also of a call that failed.
   *
   * @default {undefined}
   */
  onTrailers?(metadata: Metadata): void;
}
