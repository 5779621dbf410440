/** Refusals of callers that may not do what they ask for. */
import type { ChangeAction, Permit } from "../commit/command.ts";
import { missingInstance } from "../commit/missing.ts";
import { Refusal } from "../commit/refusal.ts";
import type { Action, ModelDefinition } from "../model/definition.ts";
import type { Instance } from "../model/instance.ts";
import type { Caller } from "./caller.ts";
import { type Allowance, allowance, holds, mayChange } from "./rules.ts";

/** What a client is asked for that has no credentials, or wrong ones. */
export const CHALLENGE = { "www-authenticate": 'Bearer realm="fluxwire apiplant"' } as const;

/** The refusal of a caller whose credentials ended while it waited. */
export function endedRefusal(): Refusal {
  return new Refusal("unauthenticated", "The credentials have ended meanwhile", null, CHALLENGE);
}

/** The refusal of a caller that may not do something: one without credentials is asked for them. */
export function notAllowed({ kind }: Caller, what: string): Refusal {
  if (kind !== "anonymous") return new Refusal("forbidden", `These credentials do not allow this: ${what}`);
  return new Refusal(
    "unauthenticated",
    "This needs credentials: send the header Authorization: Bearer",
    null,
    CHALLENGE,
  );
}

/**
 * The instances of a model on which a caller may do something, for lists to be filtered by.
 *
 * @throws {Refusal} `unauthenticated` or `forbidden` if it may do it on none.
 */
export function requireSome(caller: Caller, definition: ModelDefinition, action: Action): Allowance {
  const allowed = allowance(caller, definition, action);
  if (allowed !== "none") return allowed;
  throw notAllowed(caller, `${action} of ${definition.id}`);
}

/**
 * Refuses an instance on which a caller may not do something.
 *
 * @throws {Refusal} `not_found` if it may not read it either, else `forbidden`.
 */
export function requireInstance(
  caller: Caller,
  definition: ModelDefinition,
  action: Action,
  instance: Instance,
): void {
  if (holds(definition, requireSome(caller, definition, action), instance)) return;
  throw refusalOf(caller, definition, action, instance);
}

/** What a caller may do, as the write path asks for it; `gives` says so for files. */
export function permitOf(caller: Caller, gives: Permit["gives"]): Permit {
  return {
    gives,
    some: (definition, action) => void requireSome(caller, definition, action),
    sees: (definition, action, before) => {
      if (holds(definition, allowance(caller, definition, action), before)) return true;
      if (!holds(definition, allowance(caller, definition, "read"), before)) return false;
      throw refusalOf(caller, definition, action, before);
    },
    reads: (definition, instance) => holds(definition, allowance(caller, definition, "read"), instance),
    change: (definition, before, after) => {
      if (mayChange(caller, definition, before, after)) return;
      const action: ChangeAction = before === null ? "create" : after === null ? "delete" : "update";
      throw before === null
        ? notAllowed(caller, `${action} of ${definition.id} with this data`)
        : refusalOf(caller, definition, action, before);
    },
  };
}

function refusalOf(caller: Caller, definition: ModelDefinition, action: Action, instance: Instance): Refusal {
  const isRead = holds(definition, allowance(caller, definition, "read"), instance);
  if (!isRead || action === "read") return missingInstance(definition.id, instance.id);
  return notAllowed(caller, `${action} of this instance of ${definition.id}`);
}
