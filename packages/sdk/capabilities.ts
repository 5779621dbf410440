/**
 * What DBFlux may do with a driver: bits that follow from the methods a session has.
 *
 * @module
 */
import { SCHEMA } from "jsr:@fluxwire/wire@^0.1.0";
import type { Session } from "./methods/session.ts";

/** The names of the bits are upstream's: `probe describe DriverCapabilities` lists them. */
type Flags = readonly string[];

/** What each method lets the host do. */
const CAPABILITIES_OF: Readonly<Partial<Record<keyof Session, Flags>>> = {
  execute: ["EXPORT_CSV", "EXPORT_JSON"],
  setActiveDatabase: ["MULTIPLE_DATABASES"],
  schemaForDatabase: ["MULTIPLE_DATABASES"],
  viewDetails: ["VIEWS"],
  schemaTypes: ["CUSTOM_TYPES"],
  schemaIndexes: ["INDEXES"],
  schemaForeignKeys: ["FOREIGN_KEYS"],
  browseTable: ["PAGINATION", "SORTING", "FILTERING"],
  browseCollection: ["PAGINATION"],
  insertRow: ["INSERT"],
  updateRow: ["UPDATE"],
  deleteRow: ["DELETE"],
  kvScanKeys: ["KV_SCAN"],
  kvGetKey: ["KV_GET", "KV_VALUE_SIZE"],
  kvBulkGet: ["KV_BULK_GET"],
  kvSetKey: ["KV_SET"],
  kvDeleteKey: ["KV_DELETE"],
  kvExistsKey: ["KV_EXISTS"],
  kvKeyType: ["KV_KEY_TYPES"],
  kvKeyTtl: ["KV_TTL"],
  kvRenameKey: ["KV_RENAME"],
  kvStreamAdd: ["KV_STREAM_ADD"],
  kvStreamDelete: ["KV_STREAM_DELETE"],
};

/** Which parts of a schema each method lists. */
const FEATURES_OF: Readonly<Partial<Record<keyof Session, Flags>>> = {
  schemaTypes: ["CUSTOM_TYPES"],
  schemaForeignKeys: ["FOREIGN_KEYS"],
};

/** The bits of flags of a set, by their names. */
function bitsOf(set: "DriverCapabilities" | "SchemaFeatures", names: Flags): bigint {
  const definition = SCHEMA[set]!;
  if (!("flags" in definition)) throw new TypeError(`${set} is no set of flags`);
  return names.reduce((bits, name) => {
    const flag = definition.flags.find((one) => one.name === name);
    if (flag === undefined) throw new TypeError(`${set} has no flag ${name}`);
    return bits | 1n << BigInt(flag.bit);
  }, 0n);
}

function flagsOf(session: Session, table: Readonly<Partial<Record<keyof Session, Flags>>>): Flags {
  return Object.entries(table).flatMap(([method, flags]) =>
    session[method as keyof Session] === undefined ? [] : flags
  );
}

/** What every driver of this SDK can do: cancelling and time-outs are the SDK's; a secret in its form asks for a login. */
export function baseCapabilities({ hasSecret }: { hasSecret: boolean }): bigint {
  const names = ["QUERY_CANCELLATION", "QUERY_TIMEOUT", ...(hasSecret ? ["AUTHENTICATION"] : [])];
  return bitsOf("DriverCapabilities", names);
}

/** What a session's methods let the host do. */
export function sessionCapabilities(session: Session): bigint {
  return bitsOf("DriverCapabilities", flagsOf(session, CAPABILITIES_OF));
}

/** Which parts of a schema a session's methods list. */
export function schemaFeatures(session: Session): number {
  return Number(bitsOf("SchemaFeatures", flagsOf(session, FEATURES_OF)));
}
