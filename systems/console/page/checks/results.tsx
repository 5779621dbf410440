/**
 * The results of checks as a list, of which words choose some.
 *
 * @module
 */
import type { ShownCheck } from "@fluxwire/console/api";
import { VirtualList } from "../list/virtual_list.tsx";
import { type ComponentChildren, Fragment, h, useLayoutEffect, useMemo, useRef } from "../preact.ts";
import { bind } from "../shell/keys.ts";
import { useSignal } from "../signals.ts";
import { CheckRow } from "./check_row.tsx";
import { withWords } from "./with_words.ts";

/** What {@link Results} takes. */
export interface ResultsProps {
  /** The results. */
  readonly results: readonly ShownCheck[];
  /** The one that is chosen; null for none. */
  readonly check: ShownCheck | null;
  /** What stands before them; null for nothing. */
  readonly totals: ComponentChildren;
  /** The user chooses one. */
  onChoose(check: ShownCheck): void;
}

/** The list. */
export function Results({ results, check, totals, onChoose }: ResultsProps): ComponentChildren {
  const words = useSignal(""), found = useMemo(() => withWords(results, words.value), [results, words.value]);
  const at = check === null ? -1 : found.indexOf(check);
  const now = useRef({ found, at, onChoose });
  now.current = { found, at, onChoose };
  useLayoutEffect(() => {
    const move = (by: number): void => {
      const { found, at, onChoose } = now.current, next = found[Math.min(Math.max(at + by, 0), found.length - 1)];
      if (next !== undefined) onChoose(next);
    };
    const bound = bind([
      { key: "ArrowDown", help: "The next check", run: () => move(1) },
      { key: "ArrowUp", help: "The check before", run: () => move(-1) },
      { key: "Home", help: "The first check", run: () => move(-Infinity) },
      { key: "End", help: "The last check", run: () => move(Infinity) },
    ]);
    return () => bound[Symbol.dispose]();
  }, []);
  return (
    <Fragment>
      <div class="bar">
        {totals}
        <label for="find">Find</label>
        <input
          id="find"
          type="text"
          spellcheck={false}
          placeholder="failed 0.6 sessions"
          value={words.value}
          onInput={(event) => words.value = event.currentTarget.value}
        />
        <span class="count" role="status">
          {found.length.toLocaleString("en")} of {results.length.toLocaleString("en")}
        </span>
      </div>
      <VirtualList<ShownCheck>
        label="Results"
        count={found.length}
        version={found}
        shown={at < 0 ? null : at}
        isFollowing={false}
        onFollow={() => {}}
        id={(_, place) => `check-${place}`}
        load={(from, count) => Promise.resolve(found.slice(from, from + count))}
        row={(one, index) => (
          <CheckRow
            key={keyOf(one)}
            id={`check-${index}`}
            check={one}
            isChosen={one === check}
            onChoose={() => onChoose(one)}
          />
        )}
      />
    </Fragment>
  );
}

/** What a result is known by among those of its run. */
export function keyOf({ layout, id }: ShownCheck): string {
  return `${layout} ${id}`;
}
