/**
 * The frame that is selected, and the ways from one frame to another.
 *
 * @module
 */
import type { FrameDetail } from "../../worker/messages.ts";
import { useLayoutEffect, useMemo } from "../preact.ts";
import { note, place } from "../shell/place.ts";
import { type Signal, useSignal } from "../signals.ts";
import type { WorkerClient } from "./worker_client.ts";

/** What the screen knows of the selection. */
export interface Selection {
  /** The number of the selected row; 0 for none. */
  readonly number: number;
  /** Its place in the list; null if it is not shown. */
  readonly at: Signal<number | null>;
  /** The frame, byte by byte; the one before until the next was read. */
  readonly detail: Signal<FrameDetail | null>;
  /** Whether the newest frame stays in sight. */
  readonly isFollowing: Signal<boolean>;
  /** Selects a row by its number. */
  go(number: number): void;
  /** Goes so many rows on. */
  move(by: number): void;
  /** Goes to the next error, or the one before. */
  failing(by: 1 | -1): void;
  /** Goes to the answer, or to the question. */
  other(): void;
  /** Does something with the frame that the keys before this one have selected; otherwise null. */
  use(act: (frame: FrameDetail | null) => void): void;
}

/** The number of the frame that is selected now; 0 for none. */
function selectedNow(): number {
  return Number(place.value.more["frame"] ?? 0);
}

/** The selection of a source's frames, of which the address keeps the number. */
export function useSelection(frames: WorkerClient, filter: string, isFolded: boolean): Selection {
  const number = selectedNow(), { all, dropped } = frames.counts.value;
  // After a reload the address names a frame that comes later.
  const hasCome = number <= all + dropped;
  const isFollowing = useSignal(number === 0), at = useSignal<number | null>(null);
  const detail = useSignal<FrameDetail | null>(null);
  // One after the other, so that a key goes on from where the last one, or a click, came to.
  const steps = useMemo(() => ({ last: Promise.resolve() }), [frames]);

  useLayoutEffect(() => {
    if (number === 0 || !hasCome) return;
    frames.frame(number).then((frame) => {
      if (selectedNow() === number) detail.value = frame;
    });
  }, [number, hasCome, frames]);
  useLayoutEffect(() => {
    if (number === 0 || !hasCome) return;
    frames.place(number).then((found) => {
      if (selectedNow() === number) at.value = found;
    });
  }, [number, hasCome, filter, isFolded, dropped]);

  const select = (wanted: number): void => {
    isFollowing.value = false;
    note("frame", String(wanted));
  };
  const selectAt = async (place: number): Promise<void> => {
    const [row] = await frames.rows(place, 1);
    if (row === undefined) return;
    select(row.number);
    at.value = place;
  };
  const go = async (wanted: number): Promise<void> => {
    select(wanted);
    const found = await frames.place(wanted);
    if (selectedNow() === wanted) at.value = found;
  };
  const step = async (by: number): Promise<void> => {
    const { places } = frames.counts.value;
    if (places === 0) return;
    const from = at.value === null ? (by > 0 ? -1 : places) : at.value;
    await selectAt(Math.min(Math.max(from + by, 0), places - 1));
  };
  const inOrder = (step: () => Promise<void>): Promise<void> => steps.last = steps.last.then(step);
  return {
    number,
    at,
    detail,
    isFollowing,
    go: (wanted) => void inOrder(() => go(wanted)),
    move: (by) => void inOrder(() => step(by)),
    failing: (by) =>
      void inOrder(async () => {
        const found = await frames.error((at.value ?? -1) + by, by);
        if (found !== null) await selectAt(found);
      }),
    other: () =>
      void inOrder(async () => {
        const other = (await frames.frame(selectedNow()))?.row.other ?? null;
        if (other !== null) await go(other);
      }),
    use: (act) =>
      void inOrder(async () => {
        const wanted = selectedNow(), frame = wanted === 0 ? null : await frames.frame(wanted);
        if (frame !== null && selectedNow() === wanted) detail.value = frame;
        act(frame);
      }),
  };
}
