/** Hooks of a model. */
import { Refusal } from "../../commit/refusal.ts";
import { type Answer, etag, json } from "../answer.ts";
import { committedAnswer } from "../committed.ts";
import { conditionOf } from "../conditions.ts";
import type { Exchange } from "../exchange.ts";
import { hookName, parseHook } from "../hook_body.ts";
import { presentHook } from "../present.ts";
import { type Route, WRITE_REFUSALS } from "../route.ts";

function listHooks(exchange: Exchange): Answer {
  const { id } = exchange.definition();
  const items = exchange.server.core.state.hooks(id).map(({ hook, kind, revision, options }) => {
    return { hook, kind, revision, enabled: options.enabled ?? true };
  });
  return json({ items });
}

function readHook(exchange: Exchange): Answer {
  const { id } = exchange.definition(), name = hookName(exchange.params.hook!);
  const hook = exchange.server.core.state.hooks(id).find((one) => one.hook === name);
  if (hook === undefined) throw new Refusal("not_found", `The model ${id} has no hook ${name}`, { hook: name });
  return json(presentHook(hook), 200, { etag: etag(hook.revision) });
}

async function setHook(exchange: Exchange): Promise<Answer> {
  const model = exchange.definition().id, name = hookName(exchange.params.hook!);
  const ifMatch = conditionOf(exchange.headers, false), hook = parseHook(name, await exchange.body());
  return committedAnswer(
    exchange,
    await exchange.write([{ op: "setHook", model, hook, ...(ifMatch === undefined ? {} : { ifMatch }) }]),
  );
}

async function deleteHook(exchange: Exchange): Promise<Answer> {
  const model = exchange.definition().id, hook = hookName(exchange.params.hook!);
  const ifMatch = conditionOf(exchange.headers, false);
  return committedAnswer(
    exchange,
    await exchange.write([{ op: "deleteHook", model, hook, ...(ifMatch === undefined ? {} : { ifMatch }) }]),
  );
}

/** The routes of hooks: they are code, so only programs of this machine may see and change them. */
export const HOOK_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/models/:id/hooks",
    name: "listHooks",
    summary: "The hooks of a model",
    query: [],
    answers: { 200: "hooks" },
    refusals: ["not_found"],
    local: true,
    handle: listHooks,
  },
  {
    method: "GET",
    path: "/models/:id/hooks/:hook",
    name: "readHook",
    summary: "A hook with its source",
    query: [],
    answers: { 200: "hook" },
    refusals: ["not_found", "unknown_hook"],
    local: true,
    handle: readHook,
  },
  {
    method: "PUT",
    path: "/models/:id/hooks/:hook",
    name: "setHook",
    summary: "Set a hook; its source is loaded once before",
    query: [],
    body: "hookBody",
    headers: ["if-match", "idempotency-key"],
    answers: { 200: "hook" },
    refusals: [...WRITE_REFUSALS, "not_found", "unknown_hook", "validation", "hook_source", "hook_name", "revision"],
    local: true,
    handle: setHook,
  },
  {
    method: "DELETE",
    path: "/models/:id/hooks/:hook",
    name: "deleteHook",
    summary: "Take a hook away",
    query: [],
    headers: ["if-match", "idempotency-key"],
    answers: { 204: null },
    refusals: [...WRITE_REFUSALS, "not_found", "unknown_hook", "revision"],
    local: true,
    handle: deleteHook,
  },
];
