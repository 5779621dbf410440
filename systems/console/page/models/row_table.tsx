/**
 * Rows as a table: its first column chooses a row, its headings sort.
 *
 * @module
 */
import type { Row, Rows } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";
import { ValueText } from "./value_text.tsx";

/** Keys that go from row to row. */
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/** What a {@link RowTable} takes. */
export interface RowTableProps {
  /** What it shows, for screen readers. */
  readonly label: string;
  /** The rows. */
  readonly rows: Rows;
  /** The node of the chosen row; null for none. */
  readonly chosen?: string | null;
  /** The order, such as `-views`; a table without one cannot be sorted. */
  readonly order?: string;
  /** Another order is wanted. */
  onOrder?(order: string): void;
  /** A row is chosen; a table without this has plain rows. */
  onChoose?(row: Row): void;
  /** What stands at the end of a row. */
  readonly actions?: (row: Row) => ComponentChildren;
}

function moved(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = STEPS[event.key], names = [...event.currentTarget.querySelectorAll<HTMLElement>(".row-name")];
  if (step === undefined || names.length === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const at = names.indexOf(document.activeElement as HTMLElement);
  names[Math.min(Math.max(at + step, 0), names.length - 1)]!.focus();
}

/** The table. */
export function RowTable(props: RowTableProps): ComponentChildren {
  const { label, rows: { columns, rows }, chosen = null, order = "", onOrder, onChoose, actions } = props;
  const sorted = (name: string): "ascending" | "descending" | undefined =>
    order === name ? "ascending" : order === `-${name}` ? "descending" : undefined;
  return (
    <div class="rows" tabIndex={0} role="region" aria-label={label} data-pane onKeyDown={moved}>
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, title, type }) => (
              <th key={name} scope="col" aria-sort={sorted(name)}>
                {onOrder === undefined
                  ? title
                  : (
                    <button type="button" onClick={() => onOrder(sorted(name) === "ascending" ? `-${name}` : name)}>
                      {title} {sorted(name) === "ascending" ? "↑" : sorted(name) === "descending" ? "↓" : ""}
                    </button>
                  )} {onOrder !== undefined && <span class="note">{type}</span>}
              </th>
            ))}
            {actions !== undefined && <th scope="col">Do</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.node ?? index} aria-current={chosen !== null && row.node === chosen ? "true" : undefined}>
              {columns.map(({ name }, at) => (
                <td key={name}>
                  {at === 0 && onChoose !== undefined
                    ? (
                      <button
                        type="button"
                        class="row-name"
                        onClick={() => onChoose(row)}
                      >
                        {String(row.values[name])}
                      </button>
                    )
                    : <ValueText value={row.values[name]} />}
                </td>
              ))}
              {actions !== undefined && <td>{actions(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="empty">There is none.</p>}
    </div>
  );
}
