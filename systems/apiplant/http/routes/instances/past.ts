/** Instances as they were. */
import { requireInstance, requireSome } from "../../../auth/permit.ts";
import { missingInstance } from "../../../commit/missing.ts";
import { Refusal } from "../../../commit/refusal.ts";
import { isInstanceId } from "../../../model/check_field.ts";
import type { Action, ModelDefinition } from "../../../model/definition.ts";
import type { Instance } from "../../../model/instance.ts";
import { wrongQuery } from "../../../model/query_fields.ts";
import { shortened } from "../../../model/validate.ts";
import { instanceAfter } from "../../../state/overlay.ts";
import type { Exchange } from "../../exchange.ts";
import { placeOf } from "../../history.ts";

/** What a value of the past takes: the rules for it, and for what there is now. */
const PAST = ["read", "history"] as const;

/** An instance as it was at a place or a time. */
export async function past(exchange: Exchange, definition: ModelDefinition, at: string): Promise<Instance> {
  await requirePresent(exchange, definition, PAST);
  const { params, server, signal, caller } = exchange, place = await placeOf(server.core, at);
  if (place === null || place > server.core.state.seq && /^\d+$/.test(at)) {
    throw wrongQuery("`at` must be a seq up to the present one, or a time such as 2026-11-29T10:00:00Z", {
      parameter: "at",
    });
  }
  const events = isInstanceId(params.iid) ? server.history.events(definition.id, params.iid, null, signal) : [];
  for await (const event of events) {
    if (event.seq > place) continue;
    const instance = instanceAfter(event), { value } = await server.values.of(event);
    for (const action of PAST) {
      if (value !== null) requireInstance(caller, definition, action, value);
      else if (requireSome(caller, definition, action) !== "all") throw missingInstance(definition.id, params.iid!);
    }
    if (instance !== null) return instance;
    throw new Refusal("deleted", `${definition.id} ${shortened(params.iid!)} was deleted then`, {
      revision: event.seq,
    });
  }
  throw missingInstance(definition.id, params.iid!);
}

/** Refuses the past of an instance whose present the caller may not see. */
export async function requirePresent(
  { params, server, caller }: Exchange,
  definition: ModelDefinition,
  actions: readonly Action[],
): Promise<void> {
  for (const action of actions) requireSome(caller, definition, action);
  const now = isInstanceId(params.iid) ? await server.core.state.get(definition.id, params.iid) : null;
  if (now !== null) { for (const action of actions) requireInstance(caller, definition, action, now); }
}
