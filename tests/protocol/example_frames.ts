/**
 * The example frames of docs/wire/frames.md, at least one for each message group.
 *
 * @module
 */
import { encode, fromExactJson, type Layout, type Role } from "@fluxwire/wire";
import { readVectors } from "../vectors/vectors.ts";

/** An example frame. */
export interface ExampleFrame {
  /** The message group. */
  group: string;
  /** Its title. */
  title: string;
  /** The source of its bytes. */
  source: string;
  /** Its sender. */
  role: Role;
  /** Its layout. */
  layout: Layout;
  /** Its bytes, without a length prefix. */
  payload: Uint8Array;
}

const VECTORS = readVectors();

/** A frame encoded by upstream's own types. */
function vector(group: string, title: string, set: string, name: string, layout: Layout = "0.7.1"): ExampleFrame {
  const found = VECTORS.find((vector) => vector.set === set && vector.name === name && vector.layout === layout);
  if (found === undefined || found.role === null) {
    throw new Error(`Cannot show ${set}: ${name}: no such vector`);
  }
  return { group, title, source: `vector \`${set}: ${name}\``, role: found.role, layout, payload: found.payload };
}

/** A frame without a vector, from exact JSON. */
function written(group: string, title: string, role: Role, layout: Layout, json: string): ExampleFrame {
  const payload = encode(role, layout, fromExactJson(role, json));
  return { group, title, source: "not a vector: encoded from JSON", role, layout, payload };
}

/** Every example, in the order of the document. */
export const EXAMPLE_FRAMES: readonly ExampleFrame[] = [
  vector("Handshake", "Hello without a token", "common", "Hello req no token"),
  vector("Handshake", "the same in bincode", "common", "Hello req no token", "0.4"),
  vector("Session", "OpenSession with the profile `{}`", "common", "OpenSession req"),
  vector("Session", "CancelActive", "common", "CancelActive req"),
  vector("Query", "Execute", "exec req", "v0.7.7"),
  vector("Query", "its result", "exec res", "v0.7.7"),
  vector("Schema", "Databases", "common", "Databases res"),
  vector(
    "Schema",
    "TableDetails, `enum_values` left out in both columns (H2)",
    "mutations v0.7.7",
    "TableDetails cols enum none",
  ),
  vector("Browse", "BrowseTable with a semantic filter", "common", "BrowseTable some"),
  vector("Browse", "CountTable, `semantic_filter` left out (H1)", "common", "CountTable none"),
  vector("Writes", "UpdateRow with types", "mutations v0.7.7", "UpdateRow typed"),
  vector("Writes", "its answer, `metadata_extra` left out (H8)", "mutations v0.7.7", "CrudResult v0.7.7 none"),
  vector("Key-value", "KvGetResult, in bincode", "v0.4 tables", "KvGetResult", "0.4"),
  written(
    "Code generation",
    "CodeGeneratorsResult",
    "response",
    "0.7.1",
    `{"protocolVersion":{"major":1,"minor":2},"requestId":"4","sessionId":null,"done":true,
      "body":{"type":"CodeGeneratorsResult","generators":
        [{"id":"drop","label":"DROP","scope":"Table","order":1,"destructive":true}]}}`,
  ),
  vector("Audit", "EmitAuditEvent, before the answer to the same request", "mutations v0.7.7", "EmitAuditEvent"),
  vector("Error", "Error", "err", "v0.7.7"),
  written(
    "Auth provider",
    "ValidateSession",
    "auth-request",
    "0.7.1",
    `{"protocolVersion":{"major":1,"minor":3},"requestId":"1","body":{"type":"ValidateSession","profileJson":"{}"}}`,
  ),
];
