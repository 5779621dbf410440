/** What keeps events from being deleted: all that goes through the log and is not behind them yet. */
import { Refusal } from "../commit/refusal.ts";
import type { Seq } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import { cursorOf } from "../hooks/post/cursor.ts";
import { postHookOf } from "../hooks/runner.ts";
import { erasedPlace } from "../personal/erased_register.ts";
import type { EventStorage, ModelStorage } from "../storage/roles.ts";
import { readPlace } from "../webhooks/place.ts";
import { WebhookList } from "../webhooks/webhook_list.ts";

const PAGE = 1_000;

/** Where needs stand. */
export interface NeedingParts {
  readonly event: EventStorage;
  readonly model: ModelStorage;
}

/**
 * Refuses to delete events while a post hook, an erasure or a webhook has its place before them.
 *
 * @throws {Refusal} `referenced`, with the first event that is needed.
 */
export async function requireDone({ event, model }: NeedingParts, first: Seq, before: Seq): Promise<void> {
  await requireSent(event, before);
  const erasures = await erasedPlace(event), cursors = new Map<string, Seq>(), hooked = new Map<string, Set<string>>();
  const known = async (origin: string): Promise<Seq> => {
    const cursor = cursors.get(origin) ?? await cursorOf(event, origin) ?? before;
    cursors.set(origin, cursor);
    return cursor;
  };
  for (const { definition: { id } } of await model.models()) {
    const hooks = (await model.hooks(id)).filter(({ options }) => options.enabled !== false);
    hooked.set(id, new Set(hooks.map(({ hook }) => hook)));
  }
  for (let from = first; from < before;) {
    const { entries } = await event.read(from, Math.min(PAGE, before - from));
    for (const one of entries.map(fromEntry)) {
      const hook = postHookOf(one.kind);
      if (hook !== null && hooked.get(one.model)?.has(hook)) {
        if (await known(one.origin) < one.seq) {
          throw waits(`the post hook of event ${one.seq} has not run for the last time`, one.seq);
        }
      }
      const erases = one.kind === "instance.erased" || one.kind === "model.deleted";
      if (erases && erasures !== null && erasures.erased < one.seq) {
        throw waits(`the keys of the erasure at ${one.seq} are not deleted yet`, one.seq);
      }
    }
    from += entries.length;
    if (entries.length === 0) return;
  }
}

function waits(what: string, seq: Seq): Refusal {
  return new Refusal("referenced", `The log is needed from ${seq} on: ${what}`, { first: seq });
}

/** A webhook that is off keeps its place, and gets its messages when it is on again. */
async function requireSent(event: EventStorage, before: Seq): Promise<void> {
  for (const { id, enabled } of await new WebhookList(event).all()) {
    const place = await readPlace(event, id);
    if (place === null) continue;
    const needed = Math.min(place.seq + 1, ...place.open.map(({ seq }) => seq));
    const remedy = enabled ? "" : ", which is off: enable or delete it";
    if (needed < before) throw waits(`its messages to the webhook ${id} are not sent yet${remedy}`, needed);
  }
}
