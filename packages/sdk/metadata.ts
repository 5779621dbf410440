/**
 * The metadata of a driver, from what its author says and what follows from that.
 *
 * @module
 */
import type { DatabaseCategory, DbKind, DriverMetadata, Icon, QueryLanguage } from "jsr:@fluxwire/wire@^0.1.0";
import { baseCapabilities } from "./capabilities.ts";
import type { Form } from "./form.ts";

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
  /** The kind of database, as the host groups drivers. Kinds that a layout lacks break its Hello: prefer old ones. */
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
  /** The port of the server, where there is one. */
  defaultPort?: number;
  /** What the driver can do, as bits; otherwise they follow from the form and from the methods of its sessions. */
  capabilities?: bigint;
  /** Whatever else the metadata should say. */
  metadata?: Partial<DriverMetadata>;
}

/** The metadata that goes over the wire. */
export function toMetadata(identity: Identity, form: Form<unknown>): DriverMetadata {
  const { queryLanguage } = identity;
  return {
    id: identity.id,
    displayName: identity.name,
    description: identity.description,
    category: identity.category,
    queryLanguage: typeof queryLanguage === "string"
      ? { type: queryLanguage }
      : { type: "Custom", value: queryLanguage.custom },
    capabilities: identity.capabilities ?? baseCapabilities({ hasSecret: hasSecret(form) }),
    defaultPort: identity.defaultPort ?? null,
    uriScheme: identity.uriScheme,
    icon: identity.icon ?? "Database",
    ...identity.metadata,
  };
}

function hasSecret(form: Form<unknown>): boolean {
  const fields = form.definition.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields);
  return fields.some((field) => field.kind.type === "Password" || field.kind.type === "WriteOnly");
}
