/**
 * The byte vectors from upstream's own types, as the tests use them.
 *
 * @module
 */
import type { Layout, Role } from "@fluxwire/wire";

/** One vector. */
export interface Vector {
  /** The group of its making. */
  set: string;
  /** Its name. */
  name: string;
  /** The layout of the release that made it. */
  layout: Layout;
  /** The bytes, without a length prefix. */
  payload: Uint8Array;
  /** Its role if it is an envelope; null for a bare value. */
  role: Role | null;
  /** Whether upstream can decode its own bytes. */
  isReadableUpstream: boolean;
}

const LAYOUT_OF_SERIES: Readonly<Record<string, Layout>> = {
  "v0.4": "0.4",
  "v0.4.0": "0.4",
  "v0.5": "0.5",
  "v0.5.0": "0.5",
  "v0.6": "0.6",
  "v0.6.0": "0.6",
  "v0.7.0": "0.7.0",
  "v0.7.7": "0.7.1",
};

const BARE = /^(Value::|uuid$|char |f32$|ColumnInfo |DriverCapabilities |DriverMetadata )/;
const REQUESTS =
  /^(exec (req|ctx)|.* req\b|BrowseTable|CountTable|CountCollection|InsertDocument|DeleteDocument|UpdateRow|InsertRow|PlanSemantic)/;

function roleOf(set: string, name: string): Role | null {
  if (BARE.test(name)) return null;
  return REQUESTS.test(name) || REQUESTS.test(set) ? "request" : "response";
}

/** All 209 vectors, in the order of the file. */
export function readVectors(): Vector[] {
  const text = Deno.readTextFileSync(new URL("./dbflux-vectors.jsonl", import.meta.url));
  return text.trim().split("\n").map((line) => {
    const { set, series, name, hex, upstream_decode } = JSON.parse(line);
    const layout = LAYOUT_OF_SERIES[series]!;
    const isReadableUpstream = upstream_decode === "ok";
    return { set, name, layout, payload: Uint8Array.fromHex(hex), role: roleOf(set, name), isReadableUpstream };
  });
}
