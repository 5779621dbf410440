/**
 * The leaves in which a frame differs from a pinned one.
 *
 * @module
 */
import type { DiffLeaf, ListRow } from "../../worker/messages.ts";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { breakable } from "./breakable.tsx";
import type { WorkerClient } from "./worker_client.ts";

/** Pins to choose from, and the leaves. */
export function DiffView({ row, frames }: { row: ListRow; frames: WorkerClient }): ComponentChildren {
  const chosen = useSignal<number | null>(null), leaves = useSignal<readonly DiffLeaf[] | null | undefined>(undefined);
  const pins = frames.pins.value.filter(({ number }) => number !== row.number);
  const pin = pins.find(({ number }) => number === chosen.value) ?? pins.at(-1), number = pin?.number ?? null;
  useLayoutEffect(() => {
    if (number === null) return;
    let isOld = false;
    frames.diff(number, row.number).then((found) => {
      if (!isOld) leaves.value = found;
    });
    return () => isOld = true;
  }, [number, row.number]);
  if (pin === undefined) return <p class="empty">Pin another frame with p, then compare this one with it.</p>;
  return (
    <div class="diff part" tabIndex={0}>
      <label>
        Compared with{" "}
        <select value={pin.number} onChange={(event) => chosen.value = Number(event.currentTarget.value)}>
          {pins.map(({ number, what }) => <option key={number} value={number}>{`${number} ${what}`}</option>)}
        </select>
      </label>
      {leaves.value === null && <p class="problem">One of the frames was not read.</p>}
      {leaves.value?.length === 0 && <p role="status">Nothing differs.</p>}
      {leaves.value != null && leaves.value.length > 0 && <Leaves leaves={leaves.value} pin={pin} row={row} />}
    </div>
  );
}

function Leaves(
  { leaves, pin, row }: { leaves: readonly DiffLeaf[]; pin: ListRow; row: ListRow },
): ComponentChildren {
  return (
    <table class="fields" aria-label="Differences">
      <thead>
        <tr>
          <th>Field</th>
          <th>In {pin.number}</th>
          <th>In {row.number}</th>
        </tr>
      </thead>
      <tbody>
        {leaves.map(({ path, before, after }) => (
          <tr key={path}>
            <td>{breakable(path)}</td>
            <td>
              <del>{before}</del>
            </td>
            <td>
              <ins>{after}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
