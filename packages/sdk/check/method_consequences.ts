/**
 * What DBFlux cannot do if a session lacks a method (PROTOCOL.md#what-the-real-client-sends).
 *
 * @module
 */
import type { DatabaseCategory } from "@fluxwire/wire";
import { METHODS } from "../methods/table.ts";
import type { Session } from "../methods/session.ts";
import type { Severity } from "./finding.ts";

/** The consequence of a missing method. */
export interface Consequence {
  /** How much of DBFlux stops working. */
  severity: Severity;
  /** What does not work. */
  text: string;
  /** The categories of databases that it matters for; all if absent. */
  categories?: readonly DatabaseCategory[];
}

/** The categories whose databases are shown as tables. */
const TABLES: readonly DatabaseCategory[] = ["Relational", "TimeSeries", "WideColumn", "Graph"];

/** The categories whose databases are shown as collections. */
const COLLECTIONS: readonly DatabaseCategory[] = ["Document", "LogStream"];

/** The category whose databases are shown as keys. */
const KEYS: readonly DatabaseCategory[] = ["KeyValue"];

function warning(text: string, categories?: readonly DatabaseCategory[]): Consequence {
  return { severity: "warning", text, categories };
}

function note(text: string, categories?: readonly DatabaseCategory[]): Consequence {
  return { severity: "note", text, categories };
}

/** The consequence of a method that no window of DBFlux calls. */
function unasked(what: string): Consequence {
  return note(`DBFlux's windows do not request ${what}; other hosts get UnsupportedMethod`);
}

/** The consequence of each method that a window of DBFlux calls, and of some that none calls. */
const KNOWN: Readonly<Partial<Record<keyof Session, Consequence>>> = {
  execute: warning("Every statement of the query editor fails"),
  schema: warning("DBFlux will show an empty tree: the connection turns green, but nothing below it can be opened"),
  listDatabases: unasked("the list of databases"),
  setActiveDatabase: unasked("another active database"),
  activeDatabase: note("The import wizard of DBFlux 0.7 may request the active database, and gets UnsupportedMethod"),
  schemaForDatabase: note("Other databases of the server cannot be opened in the tree"),
  tableDetails: warning("A table cannot be expanded in the tree or shown with its columns and keys", TABLES),
  viewDetails: unasked("the details of a view"),
  schemaTypes: note("The tree shows no custom types: its folder Data Types stays empty", TABLES),
  schemaIndexes: note("The tree shows no indexes: no other answer contains them", TABLES),
  schemaForeignKeys: note("The tree shows only the foreign keys of a table", TABLES),
  browseTable: warning("Opening a table shows an error instead of rows", TABLES),
  countTable: warning("The tab of a table does not know how many rows there are", TABLES),
  browseCollection: warning("Opening a collection shows an error instead of documents", COLLECTIONS),
  countCollection: warning("The tab of a collection does not know how many documents there are", COLLECTIONS),
  insertRow: note("Rows cannot be added in the grid", TABLES),
  updateRow: note("Rows cannot be changed in the grid", TABLES),
  deleteRow: note("Rows cannot be removed in the grid", TABLES),
  explain: unasked("the plan of a query"),
  describeTable: unasked("the description of a table"),
  planSemantic: unasked("a planned query"),
  codeGenerators: note("The menu of a table or view offers no statements", TABLES),
  generateCode: note("No statement can be generated for a table or view", TABLES),
  kvScanKeys: {
    severity: "error",
    text: "A keyspace opens as unavailable: without KV_SCAN the host makes no request about keys at all",
    categories: KEYS,
  },
  kvGetKey: warning("Opening a keyspace shows an error: DBFlux reads its first key at once", KEYS),
  kvBulkGet: note("Several keys cannot be read at once", KEYS),
  kvSetKey: note("Keys cannot be created or changed", KEYS),
  kvDeleteKey: note("Keys cannot be deleted", KEYS),
  kvExistsKey: note("Hosts cannot ask whether a key exists", KEYS),
  kvKeyType: note("Hosts cannot ask for the type of a key alone", KEYS),
  kvKeyTtl: note("Hosts cannot ask for the time to live of a key alone", KEYS),
  kvExpireKey: note("A key's time to live cannot be set", KEYS),
  kvPersistKey: note("A key's time to live cannot be removed", KEYS),
  kvRenameKey: note("Keys cannot be renamed", KEYS),
  kvHashSet: note("Fields of a hash cannot be set", KEYS),
  kvHashDelete: note("Fields of a hash cannot be removed", KEYS),
  kvListSet: note("Elements of a list cannot be changed", KEYS),
  kvListPush: note("Elements cannot be added to a list", KEYS),
  kvListRemove: note("Elements cannot be removed from a list", KEYS),
  kvSetAdd: note("Members cannot be added to a set", KEYS),
  kvSetRemove: note("Members cannot be removed from a set", KEYS),
  kvZSetAdd: note("Members cannot be added to a sorted set", KEYS),
  kvZSetRemove: note("Members cannot be removed from a sorted set", KEYS),
  kvStreamAdd: note("Entries cannot be added to a stream", KEYS),
  kvStreamDelete: note("Entries cannot be removed from a stream", KEYS),
};

/**
 * The consequence of each method that the SDK does not answer itself. No window calls a method missing from `KNOWN`.
 */
export const CONSEQUENCES: Readonly<Record<string, Consequence>> = {
  ...KNOWN,
  ...Object.fromEntries(
    Object.values(METHODS).flatMap(({ name }) =>
      name === null || name in KNOWN ? [] : [[name, unasked(`what ${name} answers`)]]
    ),
  ),
};
