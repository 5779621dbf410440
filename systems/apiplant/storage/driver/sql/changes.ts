/** The changes that events make, as a list: they are carried out by statements that are waited for. */
import type { Event, Seq } from "../../../event/event.ts";
import type { HookDefinition, HookName, StoredModel } from "../../../model/definition.ts";
import { applyEvent, type ChangeData, type PutInstance } from "../../model/applying.ts";

/** A change of an instance. */
export type InstanceChange =
  | { readonly kind: "put"; readonly model: string; readonly instance: PutInstance }
  | { readonly kind: "remove"; readonly model: string; readonly id: string };

/** A change of what a model is. */
export type DefinitionChange =
  | { readonly kind: "model"; readonly model: StoredModel; readonly change: ChangeData | null }
  | { readonly kind: "no model"; readonly id: string }
  | { readonly kind: "hook"; readonly of: string; readonly hook: HookDefinition }
  | { readonly kind: "no hook"; readonly of: string; readonly hook: HookName; readonly revision: Seq };

/** Changes that stand in one order: those of instances in runs, each of which is written at once. */
export type Step = DefinitionChange | { readonly kind: "instances"; readonly changes: readonly InstanceChange[] };

/** The steps of events, in their order. */
export function stepsOf(events: readonly Event[]): readonly Step[] {
  const steps: Step[] = [];
  let run: InstanceChange[] | null = null;
  const define = (change: DefinitionChange) => {
    steps.push(change);
    run = null;
  };
  const put = (change: InstanceChange) => {
    if (run === null) steps.push({ kind: "instances", changes: run = [] });
    run.push(change);
  };
  for (const event of events) {
    applyEvent({
      putModel: (model, change) => define({ kind: "model", model, change }),
      removeModel: (id) => define({ kind: "no model", id }),
      putHook: (of, hook) => define({ kind: "hook", of, hook }),
      removeHook: (of, hook, revision) => define({ kind: "no hook", of, hook, revision }),
      putInstance: (model, instance) => put({ kind: "put", model, instance }),
      removeInstance: (model, id) => put({ kind: "remove", model, id }),
    }, event);
  }
  return steps;
}
