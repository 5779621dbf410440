/**
 * What DBFlux may do with a driver, by the names of flags: it follows from the form, the metadata, and the methods that a
 * session has.
 *
 * @module
 */
import { type CodeGeneratorInfo, type DriverFormDef, type DriverMetadata, METHOD_TABLE } from "@fluxwire/wire";
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

/** What a database's own options let the host do. */
const CAPABILITIES_OF_METADATA: readonly [string, (metadata: Partial<DriverMetadata>) => boolean | undefined][] = [
  ["SCHEMAS", ({ syntax }) => syntax?.supportsSchemas],
  ["RETURNING", ({ mutation }) => mutation?.supportsReturning],
  ["TRANSACTIONS", ({ transactions }) => transactions?.supportsTransactions],
  ["TRANSACTIONAL_DDL", ({ ddl }) => ddl?.transactionalDdl],
];

/**
 * What every session of a driver can do: cancelling and time-outs are the SDK's, a form that has a secret or an auth
 * profile logs in.
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

/** Which parts of a schema a session's methods list: the flags that are called like a capability of theirs. */
export function schemaFeatures(session: Session): string[] {
  const features = new Set(flagNames("SchemaFeatures").values());
  return sessionCapabilities(session).filter((name) => features.has(name));
}

/**
 * What a session's generators make, where they are a list: the flags that are called like a generator's id in upper
 * case, as `create_table`. What a method gives is known only when the host asks.
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
