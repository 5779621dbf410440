/** What receivers of messages see of events. */
import type { Event } from "../event/event.ts";
import type { JsonObject } from "../json/json.ts";
import type { Reader } from "../state/reader.ts";
import { HiddenFields } from "../stream/view.ts";

/**
 * Gives events the form in which readers of streams see them. A message can be much later than its event: a field that was hidden then
 * and is gone stays hidden, and no value is shown of a model that was deleted. Rejects with a `StorageError`.
 */
export async function messageView(state: Reader): Promise<(event: Event) => Promise<JsonObject>> {
  const hidden = await HiddenFields.load(state);
  return async (event) => {
    while (!hidden.knows(event.model)) await hidden.learn(event.model);
    return hidden.view(event, "plain");
  };
}
