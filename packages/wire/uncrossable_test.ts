import { deepStrictEqual, ok } from "node:assert/strict";
import { uncrossable } from "./uncrossable.ts";

Deno.test("uncrossable() finds the requests that cannot be sent", () => {
  const never = new Set(
    uncrossable("request").filter(({ crosses }) => crosses === "never").map(({ message }) => message),
  );
  deepStrictEqual([...never], ["UpdateDocument", "InsertDocument", "DeleteDocument"]);
});

Deno.test("uncrossable() finds the parts that must be left out, or given, with their paths", () => {
  const parts = uncrossable("request").filter(({ crosses }) => crosses !== "never");
  deepStrictEqual(parts.map(({ message, crosses, path }) => `${message} ${crosses} ${path}`), [
    "BrowseCollection without request.filter",
    "CountCollection without request.filter",
    "PlanSemantic without request.filter",
    "PlanSemantic with request.changeTypes",
    "PlanSemantic with request.columnTypes",
    "PlanSemantic with request.updateAssignmentTypes",
    "PlanSemantic without request.filter.filter",
    "PlanSemantic without request.update",
    "PlanSemantic without request.documents[]",
    "GenerateCode without table.indexes",
  ]);
});

Deno.test("uncrossable() finds the parts that answers cannot contain", () => {
  const parts = uncrossable("response");
  deepStrictEqual(parts.map(({ message, path }) => `${message} ${path}`), [
    "Schema schema.structure.schemas[].tables[].indexes",
    "Schema schema.structure.tables[].indexes",
    "SchemaForDatabase schema.tables[].indexes",
    "TableDetails table.indexes",
    "CrudResult result.metadataExtra.*",
  ]);
  ok(parts.every(({ crosses, reason }) => crosses === "without" && /\(H[34]\)/.test(reason)));
});
