/**
 * Every request that can cross the wire and runs on a session, from the table of methods. Each names objects that no
 * database has, so that no driver changes anything.
 *
 * @module
 */
import {
  type DriverRequestBody,
  type Layout,
  layoutHas,
  METHOD_TABLE,
  type MethodSchema,
  SCHEMA,
  type VariantSchema,
} from "@fluxwire/wire";
import { canMakeVariant } from "../generate/can_make.ts";
import { leastVariant } from "../generate/least_of.ts";

/** The name of what no database has: a table, a key, a generator. */
const MISSING = "fluxwire_missing";
const IDENTITY = { type: "Composite" as const, columns: ["id"], values: [1n] };
const PAGE = { type: "Offset", limit: 1, offset: 0n } as const;

/** The groups of methods that run on a session, and their requests can cross. */
const GROUPS: ReadonlySet<MethodSchema["group"]> = new Set(["session", "query", "schema", "rows", "keys", "code"]);

/** Requests whose smallest form may change something, or asks for nothing. */
const CHOSEN: { readonly [M in DriverRequestBody["type"]]?: Extract<DriverRequestBody, { type: M }> } = {
  Execute: { type: "Execute", request: { sql: "", params: [] } },
  ExecuteWithHandle: { type: "ExecuteWithHandle", request: { sql: "", params: [] } },
  Cancel: { type: "Cancel", handleId: "0badcafe-0000-4000-8000-00000000beef" },
  SetActiveDatabase: { type: "SetActiveDatabase", database: MISSING },
  UpdateRow: { type: "UpdateRow", patch: { identity: IDENTITY, table: MISSING, changes: [["a", 1n]] } },
  DeleteRow: { type: "DeleteRow", delete: { identity: IDENTITY, table: MISSING } },
  BrowseTable: { type: "BrowseTable", request: { table: { name: MISSING }, pagination: PAGE, orderBy: [] } },
  BrowseCollection: {
    type: "BrowseCollection",
    request: { collection: { database: MISSING, name: MISSING }, pagination: PAGE },
  },
  KvScanKeys: { type: "KvScanKeys", request: { filter: `${MISSING}*`, limit: 1 } },
  KvSetKey: {
    type: "KvSetKey",
    request: { key: MISSING, value: new Uint8Array(), repr: "Text", condition: "IfExists" },
  },
};

/** The requests that a layout has, in the order of their numbers. */
export function harmlessRequests(layout: Layout): DriverRequestBody[] {
  const { variants } = SCHEMA.DriverRequestBody as { variants: readonly VariantSchema[] };
  return variants.filter((variant) => isWanted(variant, layout)).map((variant) =>
    CHOSEN[variant.name as DriverRequestBody["type"]] ?? leastVariant(variant, layout, MISSING) as DriverRequestBody
  );
}

const WANTED: ReadonlySet<string> = new Set(
  Object.entries(METHOD_TABLE).filter(([name, { group }]) => name !== "closeSession" && GROUPS.has(group))
    .map(([, { request }]) => request),
);

function isWanted(variant: VariantSchema, layout: Layout): boolean {
  return WANTED.has(variant.name) && layoutHas(layout, variant) && canMakeVariant(variant, layout);
}
