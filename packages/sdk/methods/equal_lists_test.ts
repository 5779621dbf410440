import { rejects, strictEqual } from "node:assert/strict";
import { defineDriver } from "../driver.ts";
import { form } from "../form.ts";
import { connectInMemory } from "../testing/mod.ts";

Deno.test("columns and values of unequal number reach no driver", async () => {
  let calls = 0;
  const write = () => ({ affectedRows: ++calls });
  const driver = defineDriver({
    ...{ id: "test", name: "Test", version: "1.0.0", description: "For tests", kind: "SQLite", category: "Relational" },
    ...{ queryLanguage: "Sql", uriScheme: "test", form: form({}) },
    open: () => ({ insertRow: write, updateRow: write, deleteRow: write }),
  });
  await using client = await connectInMemory(driver);
  await using session = await client.open();
  const identity = { type: "Composite" as const, columns: ["a", "b"], values: [1n] };
  const error = { code: "InvalidRequest", message: /has 2 columns and 1 values$/ };
  await rejects(session.call({ type: "DeleteRow", delete: { table: "t", identity } }), error);
  await rejects(session.call({ type: "UpdateRow", patch: { table: "t", identity, changes: [["a", 1n]] } }), error);
  await rejects(session.call({ type: "InsertRow", insert: { table: "t", columns: ["a", "b"], values: [1n] } }), error);
  strictEqual(calls, 0);
  await session.call({ type: "InsertRow", insert: { table: "t", columns: ["a"], values: [1n] } });
  strictEqual(calls, 1);
});
