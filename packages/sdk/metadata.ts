/**
 * The metadata of a driver, from its author's declaration and the defaults that follow from it.
 *
 * @module
 */
import type {
  DatabaseCategory,
  DbKind,
  DriverFormDef,
  DriverMetadata,
  Icon,
  MutationCapabilities,
  QueryLanguage,
  TransferFamily,
} from "@fluxwire/wire";
import { driverCapabilities, sessionCapabilities } from "./capabilities.ts";
import { MAX_NUMBER } from "./field.ts";
import { chosenFlags, type FlagChanges } from "./flags.ts";
import type { MethodsThere } from "./session_methods.ts";

/** A driver's description of itself. */
export interface Identity {
  /** A stable name: lower case, no spaces. */
  id: string;
  /** The name that users see. It must differ from those of DBFlux's own drivers, which stand in the same list. */
  name: string;
  /** The driver's own version. */
  version: string;
  /** A description of at most 40 characters: DBFlux cuts off the rest. */
  description: string;
  /** The kind of database, by which hosts group drivers. Hosts whose layout lacks it get SQLite: prefer an old kind. */
  kind: DbKind;
  /** The data model, which decides how the host shows a database. */
  category: DatabaseCategory;
  /** The language of the query editor: a known one, or the name of a custom one. */
  queryLanguage: Exclude<QueryLanguage["type"], "Custom"> | { custom: string };
  /** The scheme of connection addresses. */
  uriScheme: string;
  /**
   * The icon beside its name.
   *
   * @default {"Database"}
   */
  icon?: Icon;
  /**
   * The server's usual port.
   *
   * @default {the default of the form's number field `port`}
   */
  defaultPort?: number;
  /**
   * Changes to the capabilities that follow from the form, the metadata and the methods of a session, by the names that
   * `fluxwire probe describe DriverCapabilities` lists; or all of them as bits. Each host gets only the bits that its
   * layout has.
   */
  capabilities?: bigint | FlagChanges;
  /**
   * Further metadata. Of the parts that it leaves out, `transferFamily` follows from the category, and `mutation` from
   * the methods that write rows. With `ddl` DBFlux offers the statements that it names, such as Drop Table.
   *
   * `query.whereOperators` is never sent: it makes DBFlux offer a query builder whose filter it never sends to external
   * drivers.
   */
  metadata?: Partial<DriverMetadata>;
}

/**
 * The metadata in its wire format: that of Hello, or that of an open session, which the host follows
 * (PROTOCOL.md#sessions).
 *
 * @param methods The open session; for Hello the methods that sessions can have, or null if unknown.
 * @throws {TypeError} for the name of a capability that does not exist.
 */
export function toMetadata(identity: Identity, form: DriverFormDef, methods: MethodsThere | null): DriverMetadata {
  const { queryLanguage, metadata = {} } = identity;
  const capabilities = [
    ...driverCapabilities(form, metadata),
    ...(methods === null ? [] : sessionCapabilities(methods)),
  ];
  return {
    id: identity.id,
    displayName: identity.name,
    description: identity.description,
    category: identity.category,
    transferFamily: transferFamily(identity),
    queryLanguage: typeof queryLanguage === "string"
      ? { type: queryLanguage }
      : { type: "Custom", value: queryLanguage.custom },
    capabilities: chosenFlags("DriverCapabilities", identity.capabilities, capabilities),
    defaultPort: identity.defaultPort ?? portOf(form),
    uriScheme: identity.uriScheme,
    icon: identity.icon ?? "Database",
    mutation: methods === null ? null : mutationOf(methods),
    ...metadata,
    ...withoutBuilder(metadata),
  };
}

/** The databases that rows can be copied to: those of the same data model, and for tables only those that speak SQL. */
function transferFamily({ category, queryLanguage }: Identity): TransferFamily {
  switch (category) {
    case "Relational":
      return queryLanguage === "Sql" ? "Sql" : "Incompatible";
    case "LogStream":
    case "ObjectStorage":
      return "Incompatible";
    default:
      return category;
  }
}

/** The abilities of queries, without the operators that make DBFlux offer its query builder. */
function withoutBuilder({ query }: Partial<DriverMetadata>): Pick<DriverMetadata, "query"> {
  return query ? { query: { ...query, whereOperators: [] } } : {};
}

/** The default of the number field `port`, if the real client accepts it. */
function portOf(form: DriverFormDef): number | null {
  const fields = form.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields);
  const port = fields.find(({ id, kind }) => id === "port" && kind.type === "Number")?.defaultValue ?? "";
  return /^\d+$/.test(port) && Number(port) <= MAX_NUMBER ? Number(port) : null;
}

/**
 * How rows can be written, from the methods that write them; null without such a method. The rest has the values that
 * DBFlux assumes by default.
 */
function mutationOf({ insertRow, updateRow, deleteRow }: MethodsThere): MutationCapabilities | null {
  if (insertRow === undefined && updateRow === undefined && deleteRow === undefined) return null;
  return {
    supportsInsert: insertRow !== undefined,
    supportsUpdate: updateRow !== undefined,
    supportsDelete: deleteRow !== undefined,
    supportsUpsert: false,
    supportsReturning: false,
    maxInsertValues: 0,
    supportsBatch: true,
    supportsBulkUpdate: updateRow !== undefined,
    supportsBulkDelete: deleteRow !== undefined,
  };
}
