/**
 * Rows as protobuf messages.
 *
 * @module
 */
import type { Value } from "../../../packages/wire/dto.ts";

/** protobuf-es and its descriptors, as far as they are used. */
export interface Protobuf {
  create(schema: unknown, value?: unknown): unknown;
  toBinary(schema: unknown, message: unknown): Uint8Array;
  fromBinary(schema: unknown, bytes: Uint8Array): unknown;
  createFileRegistry(file: unknown): { getMessage(name: string): unknown };
  FileDescriptorSetSchema: unknown;
}

/** The steps of protobuf. Its messages are built beforehand; an author's work of building them is not counted. */
export interface ProtobufRows {
  /** The rows as a message of protobuf-es. */
  messageOf(rows: readonly Value[][]): unknown;
  /** A message's bytes. */
  encode(message: unknown): Uint8Array;
  /** The message in such bytes. */
  decode(bytes: Uint8Array): unknown;
}

const SINT64 = 18, DOUBLE = 1, STRING = 9, BOOL = 8, MESSAGE = 11, OPTIONAL = 1, REPEATED = 3;

/** Declares `message Cell { oneof kind { ... } } message Row { repeated Cell cells } message Rows { repeated Row rows }`. */
export function protobufRows(protobuf: Protobuf, wkt: Protobuf): ProtobufRows {
  const kinds: [string, number][] = [["absent", BOOL], ["int", SINT64], ["float", DOUBLE], ["text", STRING], [
    "time",
    STRING,
  ]];
  const cell = kinds.map(([name, type], i) => ({ name, number: i + 1, label: OPTIONAL, type, oneofIndex: 0 }));
  const repeated = (name: string, typeName: string) => [{ name, number: 1, label: REPEATED, type: MESSAGE, typeName }];
  const file = {
    name: "rows.proto",
    syntax: "proto3",
    messageType: [
      { name: "Cell", field: cell, oneofDecl: [{ name: "kind" }] },
      { name: "Row", field: repeated("cells", ".Cell") },
      { name: "Rows", field: repeated("rows", ".Row") },
    ],
  };
  const registry = protobuf.createFileRegistry(protobuf.create(wkt.FileDescriptorSetSchema, { file: [file] }));
  const schema = registry.getMessage("Rows");
  return {
    messageOf: (rows) => protobuf.create(schema, { rows: rows.map((row) => ({ cells: row.map(cellOf) })) }),
    encode: (message) => protobuf.toBinary(schema, message),
    decode: (bytes) => protobuf.fromBinary(schema, bytes),
  };
}

function cellOf(value: Value): unknown {
  if (value === null) return { kind: { case: "absent", value: true } };
  if (typeof value === "bigint") return { kind: { case: "int", value } };
  if (typeof value === "number") return { kind: { case: "float", value } };
  if (typeof value === "string") return { kind: { case: "text", value } };
  return { kind: { case: "time", value: (value as { value: string }).value } };
}
