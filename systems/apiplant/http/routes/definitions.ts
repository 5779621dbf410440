/** The operator's routes for definitions: all models with their hooks, from one server to another. */
import { exportDefinitions } from "../../definitions/definition_set.ts";
import { importDefinitions } from "../../definitions/import_definitions.ts";
import { type Answer, json } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { type Route, WRITE_REFUSALS } from "../route.ts";

function readDefinitions({ server }: Exchange): Answer {
  const { state } = server.core, seq = state.seq;
  return { ...json(exportDefinitions(state)), seq };
}

async function putDefinitions(exchange: Exchange): Promise<Answer> {
  const { server, actor, requestId, signal } = exchange, document = await exchange.body();
  const { created, same } = await importDefinitions(server.core, document, { actor, requestId, signal });
  return json({ created, same });
}

/** These routes. Hooks are code, so only programs of this machine may see and bring them. */
export const DEFINITION_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/definitions",
    name: "exportDefinitions",
    summary: "All models with their hooks, as another server imports them",
    query: [],
    answers: { 200: "definitions" },
    refusals: [],
    local: true,
    handle: readDefinitions,
  },
  {
    method: "POST",
    path: "/admin/definitions",
    name: "importDefinitions",
    summary: "Define the models that are missing; models that are defined otherwise refuse all",
    query: [],
    body: "definitions",
    answers: { 200: "imported" },
    refusals: [...WRITE_REFUSALS, "exists", "validation", "unknown_hook", "hook_source", "hook_name"],
    local: true,
    handle: putDefinitions,
  },
];
