/**
 * A try of something that asks a driver, with what its failure is shown with.
 *
 * @module
 */
import { pageErrorOf } from "../server/api.ts";
import type { PageError } from "../server/server.ts";
import type { WorkerClient } from "../wire/worker_client.ts";

/** What failed, and how many frames with an error there were before. */
export interface Failed {
  /** What failed. */
  readonly error: PageError;
  /** The number of frames with an error before it. */
  readonly errorsBefore: number;
}

/** Does something; gives what failed, or null. */
export async function attempt(frames: WorkerClient, step: () => Promise<void>): Promise<Failed | null> {
  const errorsBefore = frames.counts.value.errors;
  try {
    await step();
    return null;
  } catch (error) {
    return { error: pageErrorOf(error), errorsBefore };
  }
}
