/**
 * What failed: its code, what it says, what to do, and the frame that says so.
 *
 * @module
 */
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import type { PageError } from "../server/server.ts";
import { go } from "../shell/place.ts";
import { shownLines } from "../../worker/shown_text.ts";
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

/** Shows it; lines keep their columns, which a caret below a statement needs. */
export function Failure({ error, frames, errorsBefore }: FailureProps): ComponentChildren {
  const found = useSignal<{ error: PageError; number: number } | null>(null), { errors } = frames.counts.value;
  const message = shownLines(error.message), value = found.value?.error === error ? found.value.number : null;
  useLayoutEffect(() => {
    if (errors <= errorsBefore || value !== null) return;
    let isOld = false;
    const find = async (): Promise<void> => {
      const row = await frames.lastError();
      // Frames come later than what they cause: the last one may still be that of another error.
      if (row?.note.startsWith(`${error.code}: `) && !isOld) found.value = { error, number: row.number };
    };
    void find();
    return () => isOld = true;
  }, [errors, errorsBefore, error]);
  return (
    <div class="failure" role="alert">
      <b>{error.code}</b>
      {message.includes("\n") ? <pre tabIndex={0}>{message}</pre> : <p>{message}</p>}
      {error.remedy !== null && <p class="remedy">{error.remedy}</p>}
      {value !== null && (
        <button type="button" onClick={() => go({ screen: "wire", more: { frame: String(value) } })}>
          Frame {value} in Wire
        </button>
      )}
    </div>
  );
}
