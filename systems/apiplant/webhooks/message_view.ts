/** What receivers of messages see of events. */
import type { Event, Seq } from "../event/event.ts";
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
    await hidden.learn(event.model);
    const shown = hidden.view(event, "plain");
    if (!event.kind.startsWith("instance.") || event.seq >= await beginOf(state, event.model)) return shown;
    const { payload: _, ...others } = shown;
    return others;
  };
}

/** The place of the first version of the model that has the name now. */
async function beginOf(state: Reader, id: string): Promise<Seq> {
  const model = state.model(id), first = model?.definition.version === 1 ? model : await state.modelVersion(id, 1);
  return (first ?? model)?.definedAt ?? 0;
}
