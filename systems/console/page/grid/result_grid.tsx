/**
 * A result as a grid with its keys: a search, a cell beside, a plain table.
 *
 * @module
 */
import { counted } from "../list/counted.ts";
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";
import { copied, NOT_COPIED } from "../shell/clipboard.ts";
import { bind } from "../shell/keys.ts";
import { useSignal } from "../signals.ts";
import { CellPane } from "./cell_pane.tsx";
import { GridCanvas } from "./grid_canvas.tsx";
import { PlainTable } from "./plain_table.tsx";
import { rangeOf, selected, START } from "./selection.ts";
import type { ShownResult } from "./shown_result.ts";

/** What a {@link ResultGrid} takes. */
export interface ResultGridProps {
  /** The result. */
  readonly result: ShownResult;
  /** Whether it is not the answer of the last statement. */
  readonly isOld: boolean;
  /** Whether another answer is on its way. */
  readonly isBusy: boolean;
}

/** The grid. */
export function ResultGrid({ result, isOld, isBusy }: ResultGridProps): ComponentChildren {
  const { rows, columns } = result.head, size = { rows, columns: columns.length };
  const selection = useSignal(START), isOpen = useSignal(false), isPlain = useSignal(false);
  const isFinding = useSignal(false),
    said = useSignal(""),
    element = useRef<HTMLDivElement>(null),
    isNew = useRef(true);
  const grid = (): HTMLElement | null => element.current?.querySelector<HTMLElement>(".grid, .plain") ?? null;
  useLayoutEffect(() => {
    selection.value = START;
    isOpen.value = isFinding.value = false;
    said.value = "";
  }, [result]);

  const find = async (text: string, by: 1 | -1): Promise<void> => {
    const found = await result.find({ text, ...selection.value.cursor, by });
    if (found === null) said.value = `No cell has ${text}`;
    else {
      selection.value = selected(found, null, size);
      said.value = `Row ${found.row + 1}, ${columns[found.column]!.name}`;
    }
  };
  const copy = async (form: "copy" | "json"): Promise<void> => {
    const range = rangeOf(selection.value), text = await result[form](range);
    const isCopied = await copied(text), cells = range.rows * range.columns;
    said.value = isCopied ? `${counted(cells, "cell")} copied${form === "json" ? " as exact JSON" : ""}` : NOT_COPIED;
  };
  const close = (): void => {
    isOpen.value = isFinding.value = false;
    grid()?.focus();
  };
  const isHere = (): boolean => grid()?.contains(document.activeElement) === true;
  const isCanvas = (): boolean => isHere() && !isPlain.value;
  useLayoutEffect(() => {
    const bound = bind([
      { key: "Enter", help: "Show the cell whole", when: isHere, run: () => isOpen.value = !isPlain.value && rows > 0 },
      { key: "t", help: "Plain table, and back", when: isHere, run: () => isPlain.value = !isPlain.value },
      {
        key: "Ctrl+c",
        help: "Copy the selected cells",
        when: () => isCanvas() && rows > 0,
        run: () => void copy("copy"),
      },
      {
        key: "j",
        help: "Copy the selected cells as exact JSON",
        when: () => isCanvas() && rows > 0,
        run: () => void copy("json"),
      },
      { key: "Ctrl+f", help: "Find a cell", when: isHere, run: () => isFinding.value = true },
    ]);
    return () => bound[Symbol.dispose]();
  }, [result]);
  // With the change itself, so that no key is lost between; an answer that comes takes no focus.
  useLayoutEffect(() => {
    if (isNew.current) isNew.current = false;
    else if (isFinding.value) element.current?.querySelector<HTMLInputElement>(".find input")?.focus();
    else grid()?.focus({ preventScroll: true });
  }, [isPlain.value, isFinding.value]);

  return (
    <div
      class="result-grid"
      ref={element}
      onKeyDown={(event) => closeAtEscape(event, isOpen.value || isFinding.value, close)}
    >
      {isFinding.value && (
        <form
          class="bar find"
          onSubmit={(event) => event.preventDefault()}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            void find((event.target as HTMLInputElement).value, event.shiftKey ? -1 : 1);
          }}
        >
          <label>
            Find a cell <input type="text" spellcheck={false} />
          </label>
          <small>Enter next, Shift+Enter before, Esc closes</small>
        </form>
      )}
      <span class="said" role="status">{said.value}</span>
      <div class={`grid-parts ${isOpen.value ? "open" : ""}`}>
        {isPlain.value ? <PlainTable result={result} /> : (
          <GridCanvas
            result={result}
            selection={selection.value}
            isOld={isOld}
            isBusy={isBusy}
            onSelect={(next) => selection.value = next}
            onOpen={() => isOpen.value = true}
          />
        )}
        {isOpen.value && columns.length > 0 && (
          <CellPane
            result={result}
            place={selection.value.cursor}
            column={columns[selection.value.cursor.column]!}
            onClose={close}
          />
        )}
      </div>
    </div>
  );
}

function closeAtEscape(event: KeyboardEvent, isOpen: boolean, close: () => void): void {
  if (event.key !== "Escape" || !isOpen) return;
  event.preventDefault();
  event.stopPropagation();
  close();
}
