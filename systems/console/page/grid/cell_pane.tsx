/**
 * A cell beside the grid, whole: as text, as bytes or as JSON.
 *
 * @module
 */
import type { CellPlace, HeadColumn, WholeCell } from "../../worker/results/messages.ts";
import { shownLines } from "../../worker/shown_text.ts";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { copied, NOT_COPIED } from "../shell/clipboard.ts";
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
  const cell = useSignal<{ readonly of: CellPlace; readonly whole: WholeCell } | null>(null), said = useSignal("");
  const view = useSignal<string | null>(null), isWrapped = useSignal(true);
  useLayoutEffect(() => {
    let isOld = false;
    said.value = "";
    result.whole(place).then((whole) => {
      if (!isOld) cell.value = { of: place, whole };
    }, () => {});
    return () => isOld = true;
  }, [result, place.row, place.column]);
  // Until it is there, nothing: the cell before does not stand under this one's name.
  const isThere = cell.value?.of.row === place.row && cell.value.of.column === place.column;
  const value = isThere ? cell.value!.whole : null, forms = value === null ? {} : formsOf(value);
  const names = Object.keys(forms), shown = view.value !== null && names.includes(view.value) ? view.value : names[0];
  const form = shown === undefined ? null : forms[shown]!;
  const copy = async (): Promise<void> => {
    said.value = await copied(form?.whole() ?? "") ? "Copied" : NOT_COPIED;
  };
  return (
    <aside class="cell" aria-label={`Row ${place.row + 1}, ${column.name}`}>
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
        <button type="button" onClick={() => void copy()}>Copy</button>
        <button type="button" onClick={onClose}>Close</button>
        <span role="status">{said.value}</span>
      </div>
      <pre class={isWrapped.value ? "wrapped" : ""} tabIndex={0}>
        {value?.type === "NULL" ? <i>NULL, no value</i> : form?.start}
        {form?.start === "" && <i>{value!.type.startsWith("bytes") ? "no bytes" : "empty text"}</i>}
      </pre>
      {form !== null && form.more > 0 && <p>{form.more.toLocaleString("en")} more characters; Copy takes all</p>}
    </aside>
  );
}

/** A form of a cell. */
interface CellForm {
  /** What is shown of it. */
  readonly start: string;
  /** How many characters are not. */
  readonly more: number;
  /** All of it, as it is copied. */
  whole(): string;
}

/** The forms of a cell: of a large one only the beginning is made into what is shown. */
function formsOf({ text, bytes, json, type }: WholeCell): Record<string, CellForm> {
  const of = (all: string, show: (text: string) => string, whole: () => string): CellForm => {
    return { start: show(all.slice(0, MAX_SHOWN)), more: Math.max(0, all.length - MAX_SHOWN), whole };
  };
  const isText = !type.startsWith("bytes") && type !== "NULL";
  return {
    ...(isText ? { Text: of(text, shownLines, () => text) } : {}),
    ...(json === null ? {} : { JSON: of(json, (start) => shownLines(indented(start)), () => indented(json)) }),
    ...(bytes === null ? {} : { Hex: { start: hexLines(bytes), more: 0, whole: () => hexLines(bytes, Infinity) } }),
  };
}
