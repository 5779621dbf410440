/**
 * A system on one screen: its tree, the chosen node with what can be done and what was done, and its log.
 *
 * @module
 */
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { bind } from "../shell/keys.ts";
import { note, place } from "../shell/place.ts";
import type { ScreenProps } from "../shell/screens.ts";
import { DoneList } from "./done_list.tsx";
import { LogPane } from "./log_pane.tsx";
import { NodeFacts, NodePane } from "./node_pane.tsx";
import { Problem } from "./problem.tsx";
import { stateOf } from "./system_state.ts";
import { TreeView } from "./tree_view.tsx";

/** What a {@link SystemScreen} takes. */
export interface SystemScreenProps extends ScreenProps {
  /** What its tree is of: `Devices`. */
  readonly label: string;
  /** What stands in place of a chosen node. */
  readonly hint: string;
}

/** The screen. */
export function SystemScreen({ source, session, label, hint }: SystemScreenProps): ComponentChildren {
  const state = stateOf(session, source.id), { tree } = state, rows = tree.rows.value;
  const chosen = place.value.more["node"] ?? null, row = rows.find(({ node }) => node.id === chosen);
  const choose = (id: string): void => {
    if (id === chosen) return;
    note("do", null);
    note("node", id);
  };
  useLayoutEffect(() => {
    const bound = bind([{ key: "r", help: `Ask for the ${label.toLowerCase()} again`, run: () => void tree.load() }]);
    return () => bound[Symbol.dispose]();
  }, [source.id]);
  return (
    <section class="system">
      <div class="system-tree">
        <div class="bar">
          <h2>{label}</h2>
          <button type="button" onClick={() => void tree.load()}>
            <kbd>r</kbd> Look again
          </button>
        </div>
        {tree.problem.value !== null && <Problem error={tree.problem.value} />}
        {tree.problem.value !== null && rows.length > 0 && <p class="note stale">Below is what was there before.</p>}
        {!tree.isLoaded.value && <p class="empty">◐ Asking…</p>}
        {tree.isLoaded.value && rows.length === 0 && tree.problem.value === null && (
          <p class="empty">There is nothing.</p>
        )}
        <TreeView tree={tree} chosen={chosen} label={label} onChoose={choose} />
      </div>
      <div class="system-node" data-pane>
        {row === undefined
          ? <p class="empty">{hint}</p>
          : <NodePane key={row.node.id} node={row.node} state={state} isView={session.about.isView} />}
        <DoneList state={state} />
        {row !== undefined && <NodeFacts facts={row.node.facts} />}
      </div>
      <LogPane lines={state.log.value} />
    </section>
  );
}
