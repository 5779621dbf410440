/**
 * What failed: its code, what it says, what to do, and the frame that says so.
 *
 * @module
 */
import { type ComponentChildren, h, useEffect } from "../preact.ts";
import type { PageError } from "../server/server.ts";
import { go } from "../shell/place.ts";
import { useSignal } from "../signals.ts";
import type { WorkerClient } from "../wire/worker_client.ts";

/** What a {@link Failure} takes. */
export interface FailureProps {
  /** What failed. */
  readonly error: PageError;
  /** The frames of the source. */
  readonly frames: WorkerClient;
  /** How many frames with an error there were before it was asked. */
  readonly errorsBefore: number;
}

/** Shows it. */
export function Failure({ error, frames, errorsBefore }: FailureProps): ComponentChildren {
  const number = useSignal<number | null>(null), { errors, shown } = frames.counts.value;
  useEffect(() => {
    if (errors <= errorsBefore || number.value !== null) return;
    const find = async (): Promise<void> => {
      const place = await frames.error(shown - 1, -1);
      if (place !== null) number.value = (await frames.rows(place, 1))[0]?.number ?? null;
    };
    void find();
  }, [errors, errorsBefore]);
  const { value } = number;
  return (
    <div class="failure" role="alert">
      <b>{error.code}</b>
      <p>{error.message}</p>
      {error.remedy !== null && <p class="remedy">{error.remedy}</p>}
      {value !== null && (
        <button type="button" onClick={() => go({ screen: "wire", more: { frame: String(value) } })}>
          Frame {value} in Wire
        </button>
      )}
    </div>
  );
}
