/** Every instance of a model, page by page. */
import type { Json } from "../json/json.ts";
import type { Instance } from "../model/instance.ts";
import type { Filter } from "../model/query.ts";
import type { Page } from "../storage/roles.ts";
import type { Reader } from "./reader.ts";

/** How many are read at once. */
const PAGE = 500;

/** The instances that a filter lets through, by id: those of now, and what changes meanwhile may be missed or seen. */
export async function* allInstances(
  state: Pick<Reader, "find">,
  model: string,
  filter: Filter | null = null,
): AsyncGenerator<Instance> {
  const all = { filter, search: [], searchFields: [], sort: [], offset: 0, limit: PAGE, total: false };
  let after: readonly Json[] | null = null;
  do {
    const page: Page = await state.find(model, { ...all, after });
    yield* page.items;
    after = page.next;
  } while (after !== null);
}
