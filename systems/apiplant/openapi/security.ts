/** What the document says of credentials. */
import { ANONYMOUS } from "../auth/caller.ts";
import { allowance } from "../auth/rules.ts";
import type { RefusalCode } from "../commit/refusal.ts";
import type { Config } from "../config/config.ts";
import type { Route } from "../http/route.ts";
import type { JsonObject } from "../json/json.ts";
import type { Action, ModelDefinition } from "../model/definition.ts";
import { ACTIONS } from "../model/rule.ts";

/** Whether the server asks for credentials. */
export type Mode = Config["auth"]["mode"];

/** How credentials are sent. */
export const SECURITY_SCHEMES: JsonObject = {
  bearer: { type: "http", scheme: "bearer", description: "An API key, or a token (JWT) of the configured issuer" },
};

/**
 * What a route of a server in mode `required` asks for: nothing, credentials if there are some, or credentials. `open` has the
 * actions of its model that need none; it is `null` for a route of no one model.
 */
export function securityOf(
  { access = "admin", actions = [] }: Route,
  open: readonly Action[] | null,
): JsonObject[] {
  const needed = { bearer: [] };
  if (access === "unchecked") return [];
  if (access === "user" || access === "admin") return [needed];
  return open === null || actions.every((one) => open.includes(one)) ? [{}, needed] : [needed];
}

/** The actions that callers without credentials may do on some instances of a model. */
export function openActions(definition: ModelDefinition): readonly Action[] {
  return ACTIONS.filter((action) => allowance(ANONYMOUS, definition, action) !== "none");
}

/** The refusals of credentials. */
export function refusalsOfCredentials(mode: Mode, { access = "admin" }: Route): readonly RefusalCode[] {
  return mode === "open" || access === "unchecked" ? [] : ["unauthenticated"];
}
