/** Parameters and headers of requests. */
import type { Route } from "../http/route.ts";
import type { JsonObject } from "../json/json.ts";

const INTEGER: JsonObject = { type: "integer", minimum: 0 };
const STRING: JsonObject = { type: "string" };
const FLAG: JsonObject = { type: "boolean" };

/** What may stand behind `?`, by name. */
const QUERY: Readonly<Record<string, readonly [schema: JsonObject, description: string]>> = {
  "limit": [INTEGER, "How many items at most"],
  "cursor": [STRING, "`next` of the page before"],
  "offset": [INTEGER, "How many items are left out, instead of a cursor"],
  "sort": [STRING, "Fields with commas between, `-` for descending"],
  "fields": [STRING, "Only these fields of `data`, with commas between"],
  "total": [FLAG, "Whether the number of all matches is given"],
  "expand": [STRING, "References that are replaced by their instances, with commas between"],
  "search": [STRING, "Words that must stand in indexed String fields"],
  "bigint": [{ enum: ["number", "string"] }, "How fields of type BigInt are written"],
  "version": [INTEGER, "An older version"],
  "force": [FLAG, "Whether references of other models are set to null"],
  "erase": [FLAG, "Whether personal data of the instance is erased too"],
  "at": [STRING, "A seq or a time: the instance as it was then"],
  "as": [{ const: "current" }, "Shows values as the present version of the model has them"],
  "without-history": [FLAG, "Whether events before the snapshot are left out"],
  "since": [INTEGER, "The seq behind which events begin"],
  "model": [STRING, "The id of a model"],
  "hook": [STRING, "The name of a hook"],
  "models": [STRING, "Ids of models, with commas between"],
  "kinds": [STRING, "Kinds of events, with commas between"],
  "instance": [STRING, "The id of an instance"],
  "snapshot": [FLAG, "Of a stream: whether every instance is sent first"],
  "name": [STRING, "The name of the file, `file` if it is left out"],
  "download": [FLAG, "Whether browsers save what they could show"],
  "wait": [STRING, "Of a page: how long to wait for its first event, such as 30s"],
};

const HEADERS: Readonly<Record<string, readonly [schema: JsonObject, description: string]>> = {
  "if-match": [STRING, 'The revision that must be the present one, as `"41"`; `*` for any'],
  "if-none-match": [STRING, "On a read, a revision that is known; on PUT `*`, if nothing may exist"],
  "idempotency-key": [STRING, "The same request again with this key gets the first answer, and changes nothing"],
  "last-event-id": [STRING, "The seq of the last event that the reader has"],
};

/** The parameters of a route by their names in the document. `path` has those of the path in braces. */
export function parametersOf(route: Route, path: string): readonly (readonly [name: string, parameter: JsonObject])[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const minSeq: JsonObject = {
    name: "min-seq",
    in: "query",
    schema: INTEGER,
    description: "A seq that the answer must reflect",
  };
  return [
    ...names.map((name) => [`path.${name}`, { name, in: "path", required: true, schema: STRING }] as const),
    ...route.query.filter((name) => name !== "filter[").map((name) => [name, queryParameter(name)] as const),
    ...(route.headers ?? []).map((name) => {
      const [schema, description] = HEADERS[name]!;
      return [name, { name, in: "header", schema, description }] as const;
    }),
    ["min-seq", minSeq],
  ];
}

function queryParameter(name: string): JsonObject {
  if (name === "filter") {
    return {
      name,
      in: "query",
      style: "deepObject",
      explode: true,
      schema: { type: "object", additionalProperties: true },
      description: "`filter[field]=v`, `filter[field][op]=v`, or `filter=` with an object of JSON",
    };
  }
  const [schema, description] = QUERY[name]!;
  return { name, in: "query", schema, description };
}
