import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { DatabaseInfo, DataStructure } from "../dto.ts";
import type { ShownNode } from "./node.ts";
import { shownTree } from "./shown_tree.ts";

/** A tree as lines: folders with their count, and three dots for nodes that are loaded when opened. */
function lines(nodes: readonly ShownNode[], indent = ""): string[] {
  return nodes.flatMap(({ kind, name, count, isLoadedOnOpen, children }) => [
    `${indent}${kind} ${name}${count === null ? "" : ` (${count})`}${isLoadedOnOpen ? " ..." : ""}`,
    ...lines(children, `${indent}  `),
  ]);
}

const tables = [{ name: "planets" }, { name: "moons" }], views = [{ name: "rocky" }];
const main = { name: "main", tables, views };
const ON_OPEN = ["  folder Data Types ...", "  folder Indexes ...", "  folder Foreign Keys ..."];
const MAIN = [
  "schema main",
  "  folder Tables (2)",
  "    table planets",
  "    table moons",
  "  folder Views (1)",
  "    view rocky",
  ...ON_OPEN,
];

function databases(...names: string[]): DatabaseInfo[] {
  return names.map((name) => ({ name: name.replace("*", ""), isCurrent: name.endsWith("*") }));
}

function relational(more: Partial<Extract<DataStructure, { type: "Relational" }>>): DataStructure {
  return { type: "Relational", databases: [], schemas: [], tables: [], views: [], ...more };
}

function document(names: DatabaseInfo[], ...collections: [string, string?][]): DataStructure {
  const infos = collections.map(([name, database]) => ({ name, database, isCapped: false }));
  return { type: "Document", databases: names, collections: infos };
}

const measurements = [{ name: "cpu", tags: [], fields: [] }];
const models = {
  relational: true,
  document: true,
  graph: true,
  keyValue: true,
  search: true,
  vector: true,
  timeSeries: true,
};

/** For each kind of answer: the tree, and why nothing can be opened. */
const TREES: readonly (readonly [string, DataStructure, string[], string | null])[] = [
  ["Relational, a schema", relational({ schemas: [main] }), MAIN, null],
  [
    "Relational, a schema without tables",
    relational({ schemas: [{ name: "main", tables: [], views: [] }] }),
    ["schema main", ...ON_OPEN],
    null,
  ],
  [
    "Relational, a schema with its types",
    relational({ schemas: [{ name: "main", tables: [], views: [], customTypes: [{ name: "mood", kind: "Enum" }] }] }),
    ["schema main", "  folder Data Types (1)", "    type mood", ...ON_OPEN.slice(1)],
    null,
  ],
  ["Relational, tables outside of schemas", relational({ tables }), [], "outside-schemas"],
  ["Relational, views outside of schemas", relational({ views }), [], "outside-schemas"],
  ["Relational, nothing", relational({}), [], "no-schemas"],
  ["Relational, one current database", relational({ databases: databases("db*"), schemas: [main] }), MAIN, null],
  [
    "Relational, one database that is not current",
    relational({ databases: databases("db"), schemas: [main] }),
    [],
    "no-current-database",
  ],
  [
    "Relational, two databases",
    relational({ databases: databases("a", "b*"), schemas: [main] }),
    ["database a", "database b", ...MAIN.map((line) => `  ${line}`)],
    null,
  ],
  [
    "Relational, two databases and none current",
    relational({ databases: databases("a", "b"), schemas: [main] }),
    ["database a", "database b"],
    "no-current-database",
  ],
  [
    "Document",
    document(databases("db*"), ["users"], ["orders", "db"], ["elsewhere", "other"]),
    ["folder Collections (2)", "  collection users", "  collection orders"],
    null,
  ],
  ["Document, no databases", document([], ["users"]), [], "no-current-database"],
  ["Document, none current", document(databases("db"), ["users"]), [], "no-current-database"],
  ["Document, no collections", document(databases("db*"), ["elsewhere", "other"]), [], "no-contents"],
  [
    "KeyValue",
    { type: "KeyValue", keyspaces: [{ dbIndex: 0 }, { dbIndex: 3 }] },
    ["keyspace db0 ...", "keyspace db3 ..."],
    null,
  ],
  ["KeyValue, no keyspaces", { type: "KeyValue", keyspaces: [] }, ["keyspace db0 ..."], null],
  [
    "TimeSeries",
    { type: "TimeSeries", databases: databases("db*"), measurements, retentionPolicies: [] },
    ["folder Measurements (1)", "  measurement cpu"],
    null,
  ],
  [
    "TimeSeries, no databases",
    { type: "TimeSeries", databases: [], measurements, retentionPolicies: [] },
    [],
    "no-current-database",
  ],
  [
    "TimeSeries, no measurements",
    { type: "TimeSeries", databases: databases("db*"), measurements: [], retentionPolicies: [] },
    [],
    "no-contents",
  ],
  [
    "Graph",
    {
      type: "Graph",
      databases: databases("db*"),
      nodeLabels: [{ name: "Person", properties: [] }],
      relationshipTypes: [],
      propertyKeys: [],
    },
    [],
    "kind-not-shown",
  ],
  [
    "WideColumn",
    { type: "WideColumn", keyspaces: [{ name: "ks", columnFamilies: [] }] },
    [],
    "kind-not-shown",
  ],
  [
    "Search",
    { type: "Search", indices: [{ name: "logs", mappings: [], aliases: [] }], templates: [] },
    [],
    "kind-not-shown",
  ],
  [
    "Vector",
    {
      type: "Vector",
      databases: databases("a*", "b"),
      collections: [{ name: "texts", dimension: 3, metric: "Cosine", metadataFields: [] }],
    },
    ["database a", "database b"],
    "kind-not-shown",
  ],
  [
    "MultiModel",
    { type: "MultiModel", databases: databases("db*"), capabilities: models, tables, collections: [], graphs: [] },
    [],
    "kind-not-shown",
  ],
];

for (const [name, structure, expected, reason] of TREES) {
  Deno.test(`shownTree() shows the parts of an answer that DBFlux reads: ${name}`, () => {
    const tree = shownTree(structure);
    deepStrictEqual(lines(tree.nodes), expected);
    strictEqual(tree.empty?.reason ?? null, reason);
    strictEqual(tree.structure, structure.type);
  });
}

Deno.test("shownTree() knows every kind of structure", () => {
  const kinds: Record<DataStructure["type"], true> = {
    Relational: true,
    Document: true,
    KeyValue: true,
    Graph: true,
    WideColumn: true,
    TimeSeries: true,
    Search: true,
    Vector: true,
    MultiModel: true,
  };
  deepStrictEqual(new Set(TREES.map(([, { type }]) => type)), new Set(Object.keys(kinds)));
});

Deno.test("shownTree() shows databases that are loaded one by one, with any other contents", () => {
  const lazy = { schemaLoadingStrategy: "LazyPerDatabase" } as const;
  const tree = shownTree(relational({ databases: databases("a*", "b"), tables }), lazy);
  deepStrictEqual(lines(tree.nodes), ["database a ...", "database b ..."]);
  strictEqual(tree.empty, null);
  strictEqual(shownTree(relational({ tables }), lazy).empty?.reason, "outside-schemas");
});

Deno.test("shownTree() has the remedy, including the database to mark", () => {
  match(shownTree(relational({ tables })).empty!.remedy, /^Put tables and views into schemas: \[\{ name: "main", /);
  match(shownTree(relational({ databases: databases("a"), tables })).empty!.remedy, /isCurrent: true/);
  match(shownTree(relational({})).empty!.remedy, /^Give schemas: .* even without tables$/);
  match(shownTree(document([], ["users"])).empty!.remedy, /^Name the database in databases with isCurrent: true/);
  match(shownTree(document(databases("a*"))).empty!.remedy, /^Give the collections of the current database/);
  match(
    shownTree({ type: "Search", indices: [], templates: [] }).empty!.remedy,
    /does not show a Search structure; answer/,
  );
});
