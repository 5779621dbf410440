/**
 * A driver for DBFlux that shows collections of documents. It works as it is: replace the map below with your database.
 *
 * @module
 */
import {
  defineDriver,
  documentMetadata,
  type Driver,
  DriverError,
  field,
  form,
  json,
  page,
  serve,
  type Session,
} from "@fluxwire/sdk";

/** A document: any JSON object with an id. */
type Document = { readonly _id: string; readonly [member: string]: unknown };

const COLLECTIONS: ReadonlyMap<string, readonly Document[]> = new Map([
  ["planets", [
    { _id: "mercury", moons: [] },
    { _id: "earth", moons: ["Moon"] },
    { _id: "mars", moons: ["Phobos", "Deimos"] },
  ]],
  ["moons", [{ _id: "moon", orbit: { planet: "Earth", days: 27.3 } }]],
]);

/** Describes the driver and its connection form, and opens sessions. */
export const driver: Driver = defineDriver({
  id: "template-name",
  name: "template-name",
  version: "0.1.0",
  description: "Documents in memory",
  kind: "MongoDB",
  category: "Document",
  queryLanguage: "MongoQuery",
  uriScheme: "template-name",
  metadata: documentMetadata({ query: {} }),
  methods: ["execute", "schema", "browseCollection", "countCollection"],
  capabilities: { add: ["NESTED_DOCUMENTS", "ARRAYS"] },
  form: form({ password: field.password("Password") }),
  open: () => openSession(),
});

/** The methods that DBFlux calls. The SDK answers for methods that are left out. */
function openSession(): Session {
  return {
    // A query is the name of a collection here: give it your database's language.
    execute: ({ sql }) => ({ columns: [{ name: "document", typeName: "json" }], rows: rowsOf(sql.trim()) }),
    schema: () => ({
      type: "Document",
      databases: [{ name: "main", isCurrent: true }],
      currentDatabase: "main",
      collections: [...COLLECTIONS].map(([name, documents]) => ({
        name,
        database: "main",
        documentCount: BigInt(documents.length),
        isCapped: false,
      })),
    }),
    browseCollection: async ({ collection: { name }, pagination }) => ({
      columns: [{ name: "document", typeName: "json" }],
      ...await page(rowsOf(name), { pagination }),
    }),
    countCollection: ({ collection: { name } }) => documentsOf(name).length,
    close: () => {},
  };
}

/** A row for each document: DBFlux shows a cell of JSON as a tree. */
function rowsOf(name: string) {
  return documentsOf(name).map((document) => [json(JSON.stringify(document))]);
}

function documentsOf(name: string): readonly Document[] {
  const documents = COLLECTIONS.get(name);
  if (documents === undefined) throw new DriverError("Driver", `There is no collection ${name}`);
  return documents;
}

if (import.meta.main) await serve(driver);
