import { deepEqual } from "node:assert/strict";
import { storedLines } from "./stored_lines.ts";

Deno.test("storedLines() draws schemas, tables and columns, and aligns the types", () => {
  const id = { name: "id", typeName: "INTEGER", nullable: false, isPrimaryKey: true };
  const name = { name: "名", typeName: "TEXT", nullable: true, isPrimaryKey: false };
  deepEqual(
    storedLines([
      {
        kind: "table",
        schema: "main",
        name: "stars",
        columns: [id, { ...name, name: "label" }, { ...name, typeName: "" }],
      },
      { kind: "view", schema: "main", name: "bright\x1b[2J", columns: [name] },
      { kind: "keyspace", schema: null, name: "db0", columns: null },
    ]),
    [
      "main",
      "├─ stars",
      "│  ├─ id     INTEGER, key, not null",
      "│  ├─ label  TEXT",
      "│  └─ 名",
      "└─ bright\\u001b[2J (view)",
      "   └─ 名  TEXT",
      "└─ db0 (keyspace)",
    ],
  );
});
