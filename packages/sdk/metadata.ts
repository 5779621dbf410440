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
import type { Session } from "./methods/session.ts";

/** What an author says of a driver. */
export interface Identity {
  /** A stable name: lower case, no spaces. */
  id: string;
  /** The name users see. */
  name: string;
  /** The driver's own version. */
  version: string;
  /** What it is, in a sentence. */
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
   * from the methods that write rows.
   */
  metadata?: Partial<DriverMetadata>;
}

/**
 * The metadata that goes over the wire: of Hello, or of an open session, which the host obeys (fact sheet 4.4).
 *
 * @param session The open session; null where there is none yet.
 * @throws {TypeError} for the name of a capability that does not exist.
 */
export function toMetadata(identity: Identity, form: DriverFormDef, session: Session | null): DriverMetadata {
  const { queryLanguage, metadata = {} } = identity;
  const capabilities = [
    ...driverCapabilities(form, metadata),
    ...(session === null ? [] : sessionCapabilities(session)),
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
    mutation: session === null ? null : mutationOf(session),
    ...metadata,
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
function mutationOf({ insertRow, updateRow, deleteRow }: Session): MutationCapabilities | null {
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
