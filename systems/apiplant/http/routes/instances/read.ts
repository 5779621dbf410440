/** Reads one instance. */
import { requireInstance, requireSome } from "../../../auth/permit.ts";
import { missingInstance } from "../../../commit/missing.ts";
import { isInstanceId } from "../../../model/check_field.ts";
import type { StoredModel } from "../../../model/definition.ts";
import type { Instance } from "../../../model/instance.ts";
import { type Answer, empty, etag, json } from "../../answer.ts";
import { isKnown } from "../../conditions.ts";
import type { Exchange } from "../../exchange.ts";
import { Expansion } from "../../expand.ts";
import { project, projectionOf } from "../../list.ts";
import { past } from "./past.ts";

/** An instance, as it is or as it was. */
export async function readInstance(exchange: Exchange): Promise<Answer> {
  const model = exchange.model(),
    { definition } = model,
    { state } = exchange.server.core;
  requireSome(exchange.caller, definition, "read");
  const projection = projectionOf(exchange, definition),
    expansion = new Expansion(exchange, definition, exchange.parameter("expand"));
  expansion.checkNames(projection);
  const at = exchange.parameter("at"), seq = state.seq;
  const instance = at === null ? await present(exchange, model) : await past(exchange, definition, at);
  const tag = etag(instance.revision), headers = { etag: tag };
  // With other instances in it, the answer can change while the revision stays.
  if (exchange.parameter("expand") === null && isKnown(exchange.headers, tag)) {
    return { ...empty(304, headers), seq };
  }
  const version = at === null ? definition.version : instance.modelVersion;
  const presented = await expansion.expand(exchange.present(definition, instance, version));
  return { ...json(project(presented, projection), 200, headers), seq };
}

async function present({ params, server, caller }: Exchange, { definition }: StoredModel): Promise<Instance> {
  const instance = isInstanceId(params.iid) ? await server.core.state.get(definition.id, params.iid) : null;
  if (instance === null) throw missingInstance(definition.id, params.iid!);
  requireInstance(caller, definition, "read", instance);
  return instance;
}
