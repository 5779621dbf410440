/**
 * The metadata of a driver, from what its author says and what follows from that.
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

/** What an author says of a driver. */
export interface Identity {
  /** A stable name: lower case, no spaces. */
  id: string;
  /** The name users see, beside those of DBFlux's own drivers: one that none of them has. */
  name: string;
  /** The driver's own version. */
  version: string;
  /** What it is, in at most 40 characters: DBFlux cuts off the rest. */
  description: string;
  /** The kind of database, as the host groups drivers. Layouts that lack it are told SQLite: prefer old ones. */
  kind: DbKind;
  /** The data model, which decides how the host shows a database. */
  category: DatabaseCategory;
  /** The language of the query editor: a known one, or the name of another. */
  queryLanguage: Exclude<QueryLanguage["type"], "Custom"> | { custom: string };
  /** The scheme of connection addresses. */
  uriScheme: string;
  /**
   * The picture beside its name.
   *
   * @default {"Database"}
   */
  icon?: Icon;
  /**
   * The port of the server, where there is one.
   *
   * @default {the default of the form's number field `port`}
   */
  defaultPort?: number;
  /**
   * What differs from the capabilities that follow from the form, the metadata and the methods of a session, by the
   * names of `fluxwire probe describe DriverCapabilities`; or all of them, as bits. A layout gets only the bits that it has (H9).
   */
  capabilities?: bigint | FlagChanges;
  /**
   * Whatever else the metadata should say. What it leaves out follows: `transferFamily` from the category, `mutation`
   * from the methods that write rows. With `ddl` DBFlux offers what it names, such as Drop Table.
   *
   * `query.whereOperators` is never sent: it makes DBFlux offer a query builder, whose filter no driver of its own
   * process is ever sent.
   */
  metadata?: Partial<DriverMetadata>;
}

/**
 * The metadata that goes over the wire: of Hello, or of an open session, which the host obeys (PROTOCOL.md#sessions).
 *
 * @param methods The open session; before there is one, what sessions can have; null where that is not known either.
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

/** Which databases rows can be copied to: those of the same data model, for tables if they speak SQL. */
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

/** What queries can do, without the operators that make DBFlux offer its builder. */
function withoutBuilder({ query }: Partial<DriverMetadata>): Pick<DriverMetadata, "query"> {
  return query ? { query: { ...query, whereOperators: [] } } : {};
}

/** The default of the number field `port`, where it is one that the real client takes. */
function portOf(form: DriverFormDef): number | null {
  const fields = form.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields);
  const port = fields.find(({ id, kind }) => id === "port" && kind.type === "Number")?.defaultValue ?? "";
  return /^\d+$/.test(port) && Number(port) <= MAX_NUMBER ? Number(port) : null;
}

/**
 * How rows can be written, by the methods that do; null where there is none. What no method tells is what DBFlux takes
 * for granted of a driver that says nothing.
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
