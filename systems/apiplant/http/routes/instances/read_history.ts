/** Pages of the history of an instance. */
import { requireSome } from "../../../auth/permit.ts";
import { holds } from "../../../auth/rules.ts";
import { missingInstance } from "../../../commit/missing.ts";
import type { Event } from "../../../event/event.ts";
import type { JsonObject } from "../../../json/json.ts";
import { isInstanceId } from "../../../model/check_field.ts";
import type { StoredModel } from "../../../model/definition.ts";
import { wrongQuery } from "../../../model/query_fields.ts";
import { type Answer, json } from "../../answer.ts";
import type { Exchange } from "../../exchange.ts";
import { notOurs } from "../../history.ts";
import { waitForSeq } from "../../wait_for_seq.ts";
import { requirePresent } from "./past.ts";

/**
 * The event at which a page of a history begins; `null` for the newest. A server may be behind the one that gave the
 * cursor: the event waits until its definition and rules are here.
 */
async function placeOfCursor(exchange: Exchange): Promise<number | null> {
  const cursor = exchange.parameter("cursor"), { core } = exchange.server;
  if (cursor === null) return null;
  if (!/^\d{1,15}$/.test(cursor)) throw notOurs();
  const place = Number(cursor);
  if (place <= core.state.seq) return place;
  if (place > (await core.log.info()).head) throw notOurs();
  await waitForSeq(exchange, place);
  return place;
}

/** The events of an instance, newest first. */
export async function readHistory(exchange: Exchange): Promise<Answer> {
  const model = exchange.model(), { definition } = model, { server, params, signal } = exchange;
  await requirePresent(exchange, definition, ["history"]);
  const allowed = requireSome(exchange.caller, definition, "history");
  const limit = exchange.integer("limit", 50, 1, server.config.limits.pageMax), as = exchange.parameter("as");
  if (as !== null && as !== "current") throw wrongQuery("`as` must be current", { parameter: "as" });
  const from = await placeOfCursor(exchange), items: JsonObject[] = [], seq = server.core.state.seq;
  let next: string | null = null;
  if (isInstanceId(params.iid)) {
    const events = server.history.events(definition.id, params.iid, from, signal);
    for await (const event of events) {
      if (typeof allowed !== "string") {
        const { value } = await server.values.of(event);
        if (value === null || !holds(definition, allowed, value)) continue;
      }
      if (items.length === limit) {
        next = String(event.seq);
        break;
      }
      items.push(server.hidden.view(as === null ? event : await asCurrent(exchange, event, model), exchange.view));
    }
  }
  if (items.length === 0) throw missingInstance(definition.id, params.iid!);
  return { ...json({ items, next }), seq };
}

/** An event whose payload went through the migrations since. */
async function asCurrent({ server }: Exchange, event: Event, model: StoredModel): Promise<Event> {
  if (event.payload === undefined || event.modelVersion === undefined) return event;
  const payload = await server.rules.migrated(
    event.payload as JsonObject,
    event.modelVersion,
    model,
    server.core.state,
  );
  return { ...event, payload, modelVersion: model.definition.version };
}
