/** What a request made, from its events. */
import type { Event } from "../event/event.ts";
import type { HookDefinition, HookName, ModelDefinition } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import { instanceAfter } from "../state/overlay.ts";
import type { Outcome } from "./command.ts";

/** The outcome of an operation, from its event; `all` are the events of its command. */
export function outcomeOf(event: Event, all: readonly Event[]): Outcome {
  switch (event.kind) {
    case "instance.created":
    case "instance.updated":
      return {
        kind: "instance",
        created: event.kind === "instance.created",
        instance: instanceAfter(event) as Instance,
      };
    case "model.created":
    case "model.updated": {
      const definition = event.payload as unknown as ModelDefinition;
      const hooks = all.filter(({ kind }) => kind === "hook.updated");
      const revision = hooks.at(-1)?.seq ?? event.seq;
      return {
        kind: "model",
        created: event.kind === "model.created",
        model: { definition, revision, definedAt: event.seq },
        hooks: hooks.map(({ instance }) => instance as HookName),
      };
    }
    case "hook.updated": {
      const hook = event.payload as unknown as Omit<HookDefinition, "revision">;
      return { kind: "hook", created: event.prev === undefined, hook: { ...hook, revision: event.seq } };
    }
    default:
      return { kind: "deleted", seq: event.seq };
  }
}

/** The outcomes of a command whose primary events these are. Hooks that came with a model are part of its outcome. */
export function outcomesOf(primary: readonly Event[], all: readonly Event[]): Outcome[] {
  const withModel = primary[0]?.kind === "model.created";
  return (withModel ? primary.slice(0, 1) : primary).map((event) => outcomeOf(event, all));
}
