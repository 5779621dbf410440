/**
 * Values that came one after the other: a table if they are objects, else a list.
 *
 * @module
 */
import { counted } from "../list/counted.ts";
import { type ComponentChildren, h, useLayoutEffect, useRef } from "../preact.ts";

/** The most rows in sight of a page; those before are in the run. */
const MAX_ROWS = 200;

/** What {@link Values} takes. */
export interface ValuesProps {
  /** Of what they are, for people. */
  readonly title: string;
  /** Those that are kept. */
  readonly values: readonly unknown[];
  /** How many came before them. */
  readonly dropped: number;
}

/** The values, the latest at the end and in sight, until one scrolls away from it. */
export function Values({ title, values, dropped }: ValuesProps): ComponentChildren {
  const shown = values.slice(-MAX_ROWS), before = dropped + values.length - shown.length;
  const columns = columnsOf(shown), view = useRef<HTMLDivElement | null>(null), isAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (isAtEnd.current) view.current!.scrollTop = view.current!.scrollHeight;
  }, [values]);
  const scrolled = (): void => {
    const { scrollTop, clientHeight, scrollHeight } = view.current!;
    isAtEnd.current = scrollTop + clientHeight >= scrollHeight - 4;
  };
  return (
    <div class="values" ref={view} onScroll={scrolled} tabIndex={0} role="group" aria-label={`Values of ${title}`}>
      <table>
        {columns !== null && (
          <thead>
            <tr>{columns.map((name) => <th key={name} scope="col">{name}</th>)}</tr>
          </thead>
        )}
        <tbody>
          {before > 0 && (
            <tr>
              <td colSpan={columns?.length ?? 1} class="quiet">{counted(before, "value")} before</td>
            </tr>
          )}
          {shown.map((value, at) => (
            <tr key={before + at}>
              {columns === null
                ? <td>{textOf(value)}</td>
                : columns.map((name) => <td key={name}>{textOf((value as Record<string, unknown>)[name])}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      {values.length === 0 && <p class="quiet">Nothing has come yet.</p>}
    </div>
  );
}

/** The members of all values, in the order in which they come; null if one is no object. */
function columnsOf(values: readonly unknown[]): string[] | null {
  const names = new Set<string>();
  for (const value of values) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    for (const name of Object.keys(value)) names.add(name);
  }
  return names.size === 0 ? null : [...names];
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
}
