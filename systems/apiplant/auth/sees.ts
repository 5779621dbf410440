/** Which events a caller may see. */
import type { Event } from "../event/event.ts";
import type { ModelDefinition } from "../model/definition.ts";
import type { Reader } from "../state/reader.ts";
import type { Subject } from "../stream/values.ts";
import type { Caller } from "./caller.ts";
import { notAllowed } from "./permit.ts";
import { type Allowance, allowance, holds } from "./rules.ts";

/** Whether the caller may see an event; `subject` is what it is about, where `looks` asks for that. */
export interface Sight {
  /** Whether the answer needs the subject. */
  readonly looks: boolean;
  sees(event: Event, subject: Subject | null): boolean;
}

/** What a caller may see, by the rules of each moment: with the rules of a model, the answer changes. */
export function sightOf(caller: Caller, state: Reader): Sight {
  if (caller.kind === "open") return { looks: false, sees: () => true };
  const known = new WeakMap<ModelDefinition, Allowance>();
  const allowedOf = (definition: ModelDefinition) => {
    const allowed = known.get(definition) ?? allowance(caller, definition, "subscribe");
    known.set(definition, allowed);
    return allowed;
  };
  return {
    looks: !caller.isAdmin,
    sees: (event, subject) => {
      const model = event.kind.startsWith("instance.") ? state.model(event.model) : null;
      if (model === null) return caller.isAdmin;
      const { definition } = model, allowed = allowedOf(definition);
      if (typeof allowed === "string") return allowed === "all" && (caller.isAdmin || subject?.isPresent === true);
      return subject?.isPresent === true && subject.value !== null && holds(definition, allowed, subject.value);
    },
  };
}

/**
 * Refuses a caller that could see no event, or none of a model that it names.
 *
 * @throws {Refusal} `unauthenticated` or `forbidden`.
 */
export function requireEvents(caller: Caller, state: Reader, models: ReadonlySet<string> | null): void {
  if (caller.isAdmin) return;
  const isOpen = (id: string) => {
    const model = state.model(id);
    return model !== null && allowance(caller, model.definition, "subscribe") !== "none";
  };
  const closed = [...models ?? []].find((id) => !isOpen(id));
  if (closed !== undefined) throw notAllowed(caller, `subscribe of ${closed}`);
  if (!state.models().some(({ definition }) => isOpen(definition.id))) throw notAllowed(caller, "subscribe");
}
