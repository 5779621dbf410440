/**
 * The pinned frames.
 *
 * @module
 */
import { type ComponentChildren, h } from "../preact.ts";
import type { WorkerClient } from "./worker_client.ts";

/** The row of pins, below the list; nothing without a pin. */
export function Pins({ frames, onGo }: { frames: WorkerClient; onGo(number: number): void }): ComponentChildren {
  const pins = frames.pins.value;
  if (pins.length === 0) return null;
  return (
    <ul class="pins" aria-label="Pins">
      {pins.map((row) => (
        <li key={row.number}>
          <button type="button" onClick={() => onGo(row.number)}>
            {row.number} {row.what}
          </button>
          <button type="button" aria-label={`Take the pin of ${row.number} away`} onClick={() => frames.pin(row)}>
            ✕
          </button>
        </li>
      ))}
    </ul>
  );
}
