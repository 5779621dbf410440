/**
 * A cell beside the grid, whole: as text, as bytes or as JSON.
 *
 * @module
 */
import type { CellPlace, HeadColumn, WholeCell } from "../../worker/results/messages.ts";
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { hexLines, indented } from "./forms.ts";
import type { ShownResult } from "./shown_result.ts";

/** The most characters that are shown of a cell; all of it can be copied. */
const MAX_SHOWN = 200_000;

/** What a {@link CellPane} takes. */
export interface CellPaneProps {
  /** The result. */
  readonly result: ShownResult;
  /** Where the cell is. */
  readonly place: CellPlace;
  /** Its column. */
  readonly column: HeadColumn;
  /** It is to be closed. */
  onClose(): void;
}

/** The pane. */
export function CellPane({ result, place, column, onClose }: CellPaneProps): ComponentChildren {
  const cell = useSignal<WholeCell | null>(null), view = useSignal<string | null>(null), isWrapped = useSignal(true);
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    let isOld = false;
    result.whole(place).then((found) => {
      if (!isOld) cell.value = found;
    }, () => {});
    return () => isOld = true;
  }, [result, place.row, place.column]);
  const { value } = cell;
  const forms = value === null ? {} : formsOf(value), names = Object.keys(forms);
  const shown = view.value !== null && names.includes(view.value) ? view.value : names[0];
  const text = shown === undefined ? "" : forms[shown]!();
  return (
    <aside class="cell" aria-label={`Row ${place.row + 1}, ${column.name}`} ref={element}>
      <div class="bar">
        <b>{column.name}</b>
        <span>
          {[column.type, `row ${(place.row + 1).toLocaleString("en")}`, value?.type].filter(Boolean).join(", ")}
        </span>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === shown}
            onClick={() => view.value = name}
          >
            {name}
          </button>
        ))}
        <label>
          <input type="checkbox" checked={isWrapped.value} onInput={() => isWrapped.value = !isWrapped.value} /> Wrap
        </label>
        <button type="button" onClick={() => void navigator.clipboard?.writeText(text).catch(() => {})}>Copy</button>
        <button type="button" onClick={onClose}>Close</button>
      </div>
      <pre class={isWrapped.value ? "wrapped" : ""} tabIndex={0}>
        {value?.type === "NULL" ? <i>NULL, no value</i> : text.slice(0, MAX_SHOWN)}
        {value?.type !== "NULL" && value !== null && text === "" && <i>{value.type.startsWith("bytes") ? "no bytes" : "empty text"}</i>}
      </pre>
      {text.length > MAX_SHOWN && (
        <p>{(text.length - MAX_SHOWN).toLocaleString("en")} more characters; Copy takes all</p>
      )}
    </aside>
  );
}

function formsOf({ text, bytes, json, type }: WholeCell): Record<string, () => string> {
  return {
    ...(type.startsWith("bytes") || type === "NULL" ? {} : { Text: () => text }),
    ...(json === null ? {} : { JSON: () => indented(json) }),
    ...(bytes === null ? {} : { Hex: () => hexLines(bytes) }),
  };
}
