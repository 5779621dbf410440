/**
 * The capability flags of a driver and its sessions, derived from the form, the metadata and the methods of a session.
 *
 * @module
 */
import type { CodeGeneratorInfo, DriverFormDef, DriverMetadata } from "@fluxwire/wire";
import { METHOD_TABLE } from "@fluxwire/wire/internal";
import { flagNames } from "./flags.ts";
import type { Session } from "./methods/session.ts";
import type { MethodsThere } from "./session_methods.ts";

/** Flags of each method. */
type FlagsOfMethods = Readonly<Partial<Record<keyof Session, readonly string[]>>>;

/** What each method lets the host do. */
export const CAPABILITIES_OF: FlagsOfMethods = Object.fromEntries(
  Object.entries(METHOD_TABLE).flatMap(([name, { capabilities }]) =>
    capabilities === undefined ? [] : [[name, capabilities]]
  ),
);

/** The flags that follow from the metadata. */
const CAPABILITIES_OF_METADATA: readonly [string, (metadata: Partial<DriverMetadata>) => boolean | undefined][] = [
  ["SCHEMAS", ({ syntax }) => syntax?.supportsSchemas],
  ["RETURNING", ({ mutation }) => mutation?.supportsReturning],
  ["TRANSACTIONS", ({ transactions }) => transactions?.supportsTransactions],
  ["TRANSACTIONAL_DDL", ({ ddl }) => ddl?.transactionalDdl],
];

/**
 * The flags that every session of a driver has. The SDK provides cancelling and timeouts; a form with a secret or an
 * auth profile means authentication.
 */
export function driverCapabilities(form: DriverFormDef, metadata: Partial<DriverMetadata>): string[] {
  const fields = form.tabs.flatMap((tab) => tab.sections).flatMap((section) => section.fields);
  const logsIn = fields.some(({ kind }) => ["Password", "WriteOnly", "AuthProfileRef"].includes(kind.type));
  return [
    "QUERY_CANCELLATION",
    "QUERY_TIMEOUT",
    ...(logsIn ? ["AUTHENTICATION"] : []),
    ...CAPABILITIES_OF_METADATA.filter(([, isThere]) => isThere(metadata)).map(([name]) => name),
  ];
}

/** What a session's methods let the host do. */
export function sessionCapabilities(session: MethodsThere): string[] {
  return flagsOf(session, CAPABILITIES_OF);
}

/** The parts of a schema that a session's methods list: the flags with the same name as one of its capabilities. */
export function schemaFeatures(session: Session): string[] {
  const features = new Set(flagNames("SchemaFeatures").values());
  return sessionCapabilities(session).filter((name) => features.has(name));
}

/**
 * The flags of a session's code generators, if they are a list: a generator's id in upper case, such as `create_table`,
 * is the flag's name. The result of a method is not known before the host asks for it.
 */
export function generatedStatements({ codeGenerators }: Session): string[] {
  if (codeGenerators === undefined || typeof codeGenerators === "function") return [];
  const names = new Set(codeGenerators.map(({ id }: CodeGeneratorInfo) => id.toUpperCase()));
  return [...flagNames("CodeGenCapabilities").values()].filter((name) => names.has(name));
}

function flagsOf(session: MethodsThere, table: FlagsOfMethods): string[] {
  return Object.entries(table).flatMap(([method, flags]) =>
    session[method as keyof Session] === undefined ? [] : flags
  );
}
