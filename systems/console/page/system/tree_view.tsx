/**
 * A system's tree: lines lead from each node to those below it; one node is chosen.
 *
 * @module
 */
import type { NodeState } from "@fluxwire/console/api";
import { VirtualList } from "../list/virtual_list.tsx";
import { type ComponentChildren, h } from "../preact.ts";
import type { NodeRow, NodeTree } from "./node_tree.ts";

/** Marks of states: each has a shape of its own. */
const MARKS: Readonly<Record<NodeState["level"], string>> = { good: "●", busy: "◐", bad: "✕", off: "○" };

/** How far Page Up and Page Down go, in rows. */
const PAGE = 10;
/** How many lines above a row's own are drawn: a name far below still stands in sight. */
const MAX_TRUNK = 8;

/** What a {@link TreeView} takes. */
export interface TreeViewProps {
  /** The tree. */
  readonly tree: NodeTree;
  /** The id of the chosen node; null for none. */
  readonly chosen: string | null;
  /** What it is a tree of. */
  readonly label: string;
  /** A node is chosen. */
  onChoose(id: string): void;
}

/** The tree. */
export function TreeView({ tree, chosen, label, onChoose }: TreeViewProps): ComponentChildren {
  const rows = tree.rows.value, at = rows.findIndex(({ node }) => node.id === chosen), row = rows[at];
  const choose = (place: number): void => {
    const next = rows[Math.min(Math.max(place, 0), rows.length - 1)];
    if (next !== undefined) onChoose(next.node.id);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => choose(at + 1),
    ArrowUp: () => choose(at - 1),
    Home: () => choose(0),
    End: () => choose(rows.length - 1),
    PageDown: () => choose(at + PAGE),
    PageUp: () => choose(at - PAGE),
    ArrowRight: () => {
      if (row === undefined) return;
      // What is below an open node may be on its way.
      if (row.isOpen) return void (rows[at + 1]?.above === row.node.id && choose(at + 1));
      if (row.node.hasChildren) void tree.open(row.node.id);
    },
    ArrowLeft: () => {
      if (row?.isOpen) tree.shut(row.node.id);
      else if (row !== undefined && row.above !== null) onChoose(row.above);
    },
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]!();
  };
  return (
    <div class="nodes" onKeyDown={pressed} onFocusIn={() => row === undefined && choose(0)}>
      <VirtualList<NodeRow>
        label={label}
        role="tree"
        count={rows.length}
        version={rows}
        shown={row === undefined ? null : at}
        isFollowing={false}
        onFollow={() => {}}
        id={(_, place) => `node-${place}`}
        load={(from, count) => Promise.resolve(rows.slice(from, from + count))}
        row={(one, place) => (
          <NodeLine
            key={`${one.above}/${one.node.id}`}
            row={one}
            place={place}
            isChosen={one.node.id === chosen}
            isAlone={tree.problem.value === null}
            onChoose={onChoose}
            onTurn={() => one.isOpen ? tree.shut(one.node.id) : void tree.open(one.node.id)}
          />
        )}
      />
    </div>
  );
}

interface NodeLineProps {
  readonly row: NodeRow;
  readonly place: number;
  readonly isChosen: boolean;
  /** Whether a problem of it is not that of all. */
  readonly isAlone: boolean;
  onChoose(id: string): void;
  onTurn(): void;
}

function NodeLine({ row, place, isChosen, isAlone, onChoose, onTurn }: NodeLineProps): ComponentChildren {
  const { node: { id, title, kind, hasChildren, state, problem }, lines, isOpen, place: [at, count] } = row;
  const branch = lines.length === 1 ? "" : lines.at(-1) ? "├─" : "└─";
  const deep = lines.length > MAX_TRUNK ? `${lines.length - 1}… ` : "";
  const trunk = deep + lines.slice(1, -1).slice(-MAX_TRUNK).map((goesOn) => goesOn ? "│ " : "  ").join("");
  return (
    <div
      id={`node-${place}`}
      class={`row node ${isChosen ? "selected" : ""}`}
      role="treeitem"
      aria-level={lines.length}
      aria-posinset={at}
      aria-setsize={count}
      aria-selected={isChosen}
      aria-expanded={hasChildren ? isOpen : undefined}
      onClick={() => onChoose(id)}
    >
      <span class="branch" aria-hidden="true">{trunk}{branch}</span>
      <span class="turn" aria-hidden="true" onClick={onTurn}>{hasChildren ? (isOpen ? "▾ " : "▸ ") : "  "}</span>
      {state !== null && <span class={`mark ${state.level}`} aria-hidden="true">{`${MARKS[state.level]} `}</span>}
      <b>{title}</b> <span class="kind">{kind}</span>
      {state !== null && <span class={`state ${state.level}`}>{` ${state.text}`}</span>}
      {problem !== null && <span class="state bad">{` ${problem.code}`}</span>}
      {isAlone && row.problem !== null && <span class="state bad">{` ${row.problem.message}`}</span>}
    </div>
  );
}
