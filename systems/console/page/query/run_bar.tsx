/**
 * The bar between a statement and its answer: run, cancel with the time, how many rows, and the statements before.
 *
 * @module
 */
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { useSignal } from "../signals.ts";
import type { Running } from "./running.ts";

/** How often the time of a statement that runs is shown anew, in milliseconds. */
const TICK_MS = 100;
/** The numbers of rows that can be chosen. */
const LIMITS: readonly (number | null)[] = [100, 1_000, 10_000, null];

/** What a {@link RunBar} takes. */
export interface RunBarProps {
  /** The statements. */
  readonly running: Running;
  /** The statement is to be run. */
  onRun(): void;
  /** The statement that runs is to be ended. */
  onCancel(): void;
  /** A statement before is to be edited. */
  onTake(statement: string): void;
}

/** The bar. */
export function RunBar({ running, onRun, onCancel, onTake }: RunBarProps): ComponentChildren {
  const { limit } = running, since = running.since.value, isHistory = useSignal(false), history = running.history.value;
  return (
    <div>
      <div class="bar">
        <button type="button" class="main" disabled={since !== null} onClick={onRun}>
          Run <kbd>Ctrl+Enter</kbd>
        </button>
        {since !== null && (
          <button type="button" onClick={onCancel}>
            Cancel <kbd>Esc Esc</kbd>
          </button>
        )}
        {since !== null && <Elapsed since={since} />}
        <label>
          Rows{" "}
          <select
            value={String(limit.value)}
            onChange={({ currentTarget: { value } }) => limit.value = value === "null" ? null : Number(value)}
          >
            {LIMITS.map((one) => (
              <option key={String(one)} value={String(one)}>{one === null ? "all" : one.toLocaleString("en")}</option>
            ))}
          </select>
        </label>
        <button
          type="button"
          aria-expanded={isHistory.value}
          disabled={history.length === 0}
          onClick={() => isHistory.value = !isHistory.value}
        >
          Before: {history.length}
        </button>
      </div>
      {isHistory.value && (
        <ul class="history" aria-label="Statements before">
          {history.map(({ statement, outcome }) => (
            <li key={statement}>
              <button
                type="button"
                onClick={() => {
                  isHistory.value = false;
                  onTake(statement);
                }}
              >
                <code>{statement.replaceAll(/\s+/g, " ").slice(0, 200)}</code> <small>{outcome}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Elapsed({ since }: { since: number }): ComponentChildren {
  const ms = useSignal(0);
  useLayoutEffect(() => {
    const timer = setInterval(() => ms.value = performance.now() - since, TICK_MS);
    return () => clearInterval(timer);
  }, [since]);
  return <span>{(ms.value / 1_000).toFixed(1)} s</span>;
}
