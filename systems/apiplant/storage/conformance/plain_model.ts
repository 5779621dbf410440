/** Answers to queries made the plainest way: all instances filtered, sorted and cut. Model storages are compared with it. */
import { compileFilter, compileSearch } from "../../model/filtering.ts";
import type { ModelDefinition } from "../../model/definition.ts";
import type { Instance } from "../../model/instance.ts";
import type { Query } from "../../model/query.ts";
import { compareInstances, sortValues } from "../../model/sorting.ts";
import type { Page } from "../roles.ts";

/** All pages of a list, from the first to the last. */
export function plainPages(definition: ModelDefinition, instances: readonly Instance[], query: Query): Page[] {
  const filter = compileFilter(definition, query.filter), search = compileSearch(query.search, query.searchFields);
  const all = instances.filter((one) => filter(one) && search(one)).sort(compareInstances(definition, query.sort));
  const pages: Page[] = [];
  for (let start = query.offset; start === query.offset || start < all.length; start += query.limit) {
    const items = all.slice(start, start + query.limit);
    const more = start + query.limit < all.length;
    pages.push({
      items,
      next: more ? sortValues(items.at(-1)!, query.sort) : null,
      total: query.total ? all.length : null,
    });
  }
  return pages;
}
