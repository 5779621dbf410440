/**
 * The chosen node: how it is, what is known of it, and what can be done.
 *
 * @module
 */
import type { Action, TreeNode } from "@fluxwire/console/api";
import { type ComponentChildren, h, useLayoutEffect } from "../preact.ts";
import { pageErrorOf } from "../server/api.ts";
import type { PageError } from "../server/server.ts";
import { note, place } from "../shell/place.ts";
import { useSignal } from "../signals.ts";
import { ActionForm } from "./action_form.tsx";
import { Problem } from "./problem.tsx";
import type { SystemState } from "./system_state.ts";

/** What a {@link NodePane} takes. */
export interface NodePaneProps {
  /** The node. */
  readonly node: TreeNode;
  /** The system. */
  readonly state: SystemState;
  /** Whether what changes something is refused. */
  readonly isView: boolean;
}

/** The pane. */
export function NodePane({ node, state, isView }: NodePaneProps): ComponentChildren {
  const actions = useSignal<readonly Action[]>([]), error = useSignal<PageError | null>(null);
  const wanted = place.value.more["do"] ?? "", chosen = actions.value.find(({ id }) => id === wanted) ?? null;
  const version = JSON.stringify([node.kind, node.state, node.problem]);
  useLayoutEffect(() => {
    let isOld = false;
    state.client.actions(node.id).then((found) => {
      if (isOld) return;
      // The same actions stay the same objects, so that a form which is being filled in keeps its texts.
      if (JSON.stringify(found) !== JSON.stringify(actions.value)) actions.value = found;
      error.value = null;
    }, (problem) => {
      if (!isOld) error.value = pageErrorOf(problem);
    });
    return () => isOld = true;
  }, [node.id, version]);
  const act = ({ id: action, title, kind, file: way }: Action, args: readonly unknown[], file: File | null): void => {
    const done = `${node.title}: ${title}`, name = `${node.title}-${title}.bin`;
    void state.act({ node: node.id, action, args, kind, title: done, ...way && { way }, file, name });
  };
  return (
    <section class="node-pane" aria-label={node.title}>
      <h2>
        {node.title} <span class="kind">{node.kind}</span>
      </h2>
      {node.state !== null && <p class={`state ${node.state.level}`}>{node.state.text}</p>}
      {node.problem !== null && <Problem error={node.problem} />}
      {error.value !== null && <Problem error={error.value} />}
      {actions.value.length > 0 && (
        <div class="actions" role="group" aria-label="What can be done">
          {actions.value.map((action) => (
            <button
              key={action.id}
              type="button"
              aria-pressed={action === chosen}
              onClick={() => note("do", action === chosen ? null : action.id)}
            >
              {action.title}
            </button>
          ))}
        </div>
      )}
      {chosen !== null && (
        <ActionForm
          key={`${node.id} ${chosen.id}`}
          action={chosen}
          state={state}
          node={node.id}
          isRefused={isView && (chosen.changes || chosen.kind === "bytes")}
          onAct={(args, file) => act(chosen, args, file)}
        />
      )}
    </section>
  );
}

/** What is known of a node. */
export function NodeFacts({ facts }: { facts: TreeNode["facts"] }): ComponentChildren {
  if (facts.length === 0) return null;
  return (
    <dl class="node-facts">
      {facts.map(({ name, value }) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>])}
    </dl>
  );
}
