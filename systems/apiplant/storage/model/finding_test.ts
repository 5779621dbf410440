import { deepStrictEqual, equal } from "node:assert/strict";
import type { ModelDefinition } from "../../model/definition.ts";
import type { Instance } from "../../model/instance.ts";
import type { Filter, Query } from "../../model/query.ts";
import { plainPages } from "../conformance/plain_model.ts";
import { EVERYTHING } from "../conformance/sample_events.ts";
import { Collection } from "./collection.ts";
import { countInstances, findInstances } from "./finding.ts";

const MODEL: ModelDefinition = {
  id: "m",
  version: 1,
  fields: { author: { type: "String", index: true }, group: { type: "Int", index: true }, n: { type: "Int" } },
};

/** 2,000 instances: nearly all of one author, few of each group. */
function collection(): { collection: Collection; instances: Instance[] } {
  const collection = new Collection(MODEL);
  const instances = Array.from({ length: 2_000 }, (_, at): Instance => {
    const data = { author: at % 100 === 0 ? "bob" : "ann", group: at % 50, n: at * 7 % 2_000 };
    return {
      id: `i${String(at * 13 % 2_000).padStart(4, "0")}`,
      revision: at,
      modelVersion: 1,
      createdAt: "",
      updatedAt: "",
      data,
    };
  });
  for (const instance of instances) collection.put(instance);
  return { collection, instances };
}

const FILTERS: readonly Filter[] = [
  { field: "author", op: "eq", value: "ann" },
  { field: "author", op: "eq", value: "bob" },
  { field: "group", op: "eq", value: 7 },
  { and: [{ field: "author", op: "eq", value: "ann" }, { field: "group", op: "eq", value: 50 }] },
  { and: [{ field: "author", op: "eq", value: "ann" }, { field: "group", op: "eq", value: 10 }] },
  { or: [{ field: "group", op: "eq", value: 10 }, { field: "group", op: "eq", value: 11 }] },
];

Deno.test("findInstances() and countInstances() answer alike whether an index has few instances or nearly all", () => {
  const { collection: kept, instances } = collection();
  for (const filter of FILTERS) {
    for (const sort of [[], [{ field: "n", descending: true }]]) {
      const query: Query = { ...EVERYTHING, filter, sort, limit: 30 };
      const [first, second] = plainPages(MODEL, instances, query);
      const found = findInstances(kept, query);
      deepStrictEqual(found, first);
      if (found.next !== null) deepStrictEqual(findInstances(kept, { ...query, after: found.next }), second);
      equal(countInstances(kept, filter), first!.total);
    }
  }
});
