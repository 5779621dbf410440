/**
 * Checks of messages that cannot cross the wire (H3, H4, H7): a driver refuses them, and survives.
 *
 * @module
 */
import { annotate, type DriverRequestBody, encode, type Layout } from "@fluxwire/wire";
import { type CheckTable, SINCE_0_6 } from "./check.ts";
import { answersAndLives, answersOrCloses } from "./errors.ts";
import type { HostEnd } from "./runner/host_end.ts";

const MISSING = "fluxwire_missing";
const PAGE = { type: "Offset", limit: 1, offset: 0n } as const;
/** The object `{"a":1}` as upstream writes it: a count, a text and a number, none with a type tag. */
const JSON_OBJECT: Readonly<Record<"bincode" | "postcard", string>> = {
  bincode: "0100000000000000" + "0100000000000000" + "61" + "0100000000000000",
  postcard: "01" + "0161" + "01",
};

function jsonObject(layout: Layout): Uint8Array {
  return Uint8Array.fromHex(JSON_OBJECT[["0.4", "0.5", "0.6"].includes(layout) ? "bincode" : "postcard"]);
}

/** A request whose option at a path holds JSON. */
const withJson = (body: DriverRequestBody, path: string) => (end: HostEnd, requestId: bigint): Uint8Array => {
  const payload = end.payload(body, { requestId });
  const at = annotate("request", end.layout, payload).spans.find((span) => span.path === path)!.offset;
  return Uint8Array.of(...payload.subarray(0, at), 1, ...jsonObject(end.layout), ...payload.subarray(at + 1));
};

/** A request about documents: a collection, then JSON. */
const ofDocuments = (number: number) => (end: HostEnd, requestId: bigint): Uint8Array => {
  const payload = end.payload({ type: "SchemaForDatabase", database: MISSING }, { requestId });
  const at = annotate("request", end.layout, payload).spans.find(({ path }) => path === "body")!.offset;
  payload[at] = number;
  const json = jsonObject(end.layout);
  return Uint8Array.of(...payload, 0, ...json, ...json);
};

/** A plan that omits its lists of types, as hosts of 0.6 and later do. */
function planWithGaps(end: HostEnd, requestId: bigint): Uint8Array {
  const body: DriverRequestBody = {
    type: "PlanSemantic",
    request: {
      type: "Mutation",
      value: {
        type: "SqlUpdateMany",
        table: MISSING,
        filter: { type: "Predicate", field: { type: "Column", name: "id" }, operator: "Eq", value: 1n },
        changes: [["a", 1n]],
        returning: ["id"],
      },
    },
  };
  const { version: protocolVersion, sessionId, layout } = end;
  return encode("request", layout, { protocolVersion, requestId, sessionId, body }, { faithful: true });
}

type Make = (end: HostEnd, requestId: bigint) => Uint8Array;

/** The messages that cannot cross, by name. */
const UNCROSSABLE: Readonly<Record<string, { what: string; make: Make; since06?: boolean }>> = {
  "collection-filter": {
    what: "A BrowseCollection with a filter in JSON (H4)",
    make: withJson(
      { type: "BrowseCollection", request: { collection: { database: MISSING, name: MISSING }, pagination: PAGE } },
      "body.request.filter",
    ),
  },
  "count-filter": {
    what: "A CountCollection with a filter in JSON (H4)",
    make: withJson(
      { type: "CountCollection", request: { collection: { database: MISSING, name: MISSING } } },
      "body.request.filter",
    ),
  },
  "document-update": { what: "An UpdateDocument (H4)", make: ofDocuments(25) },
  "document-insert": { what: "An InsertDocument (H4)", make: ofDocuments(26) },
  "document-delete": { what: "A DeleteDocument (H4)", make: ofDocuments(27) },
  "table-indexes": {
    what: "A GenerateCode with indexes (H3)",
    make: withJson({ type: "GenerateCode", generatorId: MISSING, table: { name: MISSING } }, "body.table.indexes"),
  },
  "plan-types": { what: "A PlanSemantic without its types (H7)", make: planWithGaps, since06: true },
};

/** Two checks of each message that cannot cross: that the driver survives it, and that it answers. */
export const HAZARD_CHECKS: CheckTable = Object.fromEntries(
  Object.entries(UNCROSSABLE).flatMap(([name, { what, make, since06 }]) => {
    const id = `hazards.${name}`, layouts = since06 ? SINCE_0_6 : undefined;
    const shared = { section: "hazards", layouts };
    return [
      [id, {
        ...shared,
        suite: "core",
        text: `${what} is answered with an error, or ends its own connection only`,
        needs: ["envelopes.answer-type"],
        run: answersOrCloses(make),
      }],
      [`${id}-answered`, {
        ...shared,
        suite: "strict",
        text: `${what} is answered with InvalidRequest, and the connection lives`,
        needs: [id],
        run: answersAndLives(make),
      }],
    ];
  }),
);
