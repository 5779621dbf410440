/**
 * A frame's fields: a field marks its bytes, and can become a filter.
 *
 * @module
 */
import type { FrameDetail } from "../../worker/messages.ts";
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { breakable } from "./breakable.tsx";

/** What {@link Fields} takes. */
export interface FieldsProps {
  /** The frame. */
  readonly frame: FrameDetail;
  /** The place of the marked field; null for none. */
  readonly marked: number | null;
  /** The user has marked a field. */
  onMark(at: number): void;
}

/** The table: one stop for the Tab key, its rows by the arrows. */
export function Fields({ frame, marked, onMark }: FieldsProps): ComponentChildren {
  const table = useRef<HTMLTableElement | null>(null);
  useLayoutEffect(() => {
    table.current?.querySelector("tr.selected")?.scrollIntoView({ block: "nearest" });
  }, [marked]);
  const moved = (event: KeyboardEvent): void => {
    const by = STEPS[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    onMark(Math.min(Math.max((marked ?? -1) + by, 0), frame.spans.length - 1));
  };
  return (
    <div class="part">
      <table
        class="fields"
        role="grid"
        aria-label="Fields"
        tabIndex={0}
        ref={table}
        onKeyDown={moved}
        aria-activedescendant={marked === null ? undefined : `field-${marked}`}
      >
        <thead>
          <tr>
            <th>Offset</th>
            <th>Field</th>
            <th>Type</th>
            <th>Value</th>
          </tr>
        </thead>
        <tbody>
          {frame.spans.map(({ offset, path, type, value }, at) => (
            <tr
              key={at}
              id={`field-${at}`}
              class={at === marked ? "selected" : ""}
              aria-selected={at === marked}
              onClick={() => onMark(at)}
            >
              <td>{offset.toString(16).padStart(4, "0")}</td>
              <td>{breakable(path)}</td>
              <td>{type}</td>
              <td>{value}</td>
            </tr>
          ))}
          {frame.omitted > 0 && (
            <tr>
              <td colSpan={4}>{frame.omitted.toLocaleString("en")} more fields</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** How far keys go. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  j: 1,
  k: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};
