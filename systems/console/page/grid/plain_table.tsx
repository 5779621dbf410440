/**
 * A result as a table of elements, 200 rows a page.
 *
 * @module
 */
import type { ResultAnswers } from "../../worker/results/messages.ts";
import { LOOKS } from "../../worker/results/messages.ts";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { useSignal } from "../signals.ts";
import { cellLabel } from "./mirror.tsx";
import type { ShownResult } from "./shown_result.ts";

/** The rows of a page. */
const ROWS = 200;

/** The table. */
export function PlainTable({ result }: { result: ShownResult }): ComponentChildren {
  const { columns, rows } = result.head, page = useSignal(0);
  const shown = useSignal<{ page: number; cells: ResultAnswers["cells"] } | null>(null);
  const pages = Math.max(1, Math.ceil(rows / ROWS)), first = page.value * ROWS;
  useLayoutEffect(() => {
    let isOld = false;
    const asked = page.value;
    result.cells({ row: asked * ROWS, rows: ROWS, column: 0, columns: columns.length }).then((cells) => {
      if (!isOld) shown.value = { page: asked, cells };
    }, () => {});
    return () => isOld = true;
  }, [result, page.value]);
  const cells = shown.value?.page === page.value ? shown.value.cells : null;
  const count = cells === null || columns.length === 0 ? 0 : cells.texts.length / columns.length;
  return (
    <div class="plain" tabIndex={0} role="region" aria-label="Plain table">
      <p class="bar">
        <button type="button" disabled={page.value === 0} onClick={() => page.value--}>Previous 200</button>
        <button type="button" disabled={page.value >= pages - 1} onClick={() => page.value++}>Next 200</button>
        Page {page.value + 1} of {pages}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">#</th>
            {columns.map(({ name, type, isKey }, at) => (
              <th key={at} scope="col">
                {name} <small>{type}{isKey && " key"}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: count }, (_, row) => (
            <tr key={row}>
              <th scope="row">{first + row + 1}</th>
              {columns.map((_, column) => {
                const at = row * columns.length + column, text = cells!.texts[at]!, look = cells!.looks[at]!;
                return <td key={column} class={LOOKS[look]} aria-label={cellLabel({ text, look })}>{text}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
