/** The types of fields: one row each says its members, its checks, its order and its JSON Schema. */
import type { Field, FieldType } from "./definition.ts";
import { ip } from "./types/address.ts";
import type { TypeRow } from "./types/check.ts";
import { bigInt, float, int } from "./types/numbers.ts";
import { file } from "./types/file.ts";
import { bool, json, list, location, nothing } from "./types/structures.ts";
import { bytes, reference, string, uuid } from "./types/texts.ts";
import { date, dateTime, time } from "./types/times.ts";

/** Every type. */
export const FIELD_TYPES: Readonly<Record<FieldType, TypeRow>> = {
  Null: nothing,
  Bool: bool,
  String: string,
  Int: int,
  BigInt: bigInt,
  Float: float,
  Date: date,
  Time: time,
  DateTime: dateTime,
  UUID: uuid,
  IP: ip,
  JSON: json,
  Location: location,
  Bytes: bytes,
  Reference: reference,
  File: file,
  List: list((field: Field) => FIELD_TYPES[field.type]),
};

/** The members that a field of any type may have. */
export const COMMON_MEMBERS = [
  "type",
  "description",
  "required",
  "default",
  "unique",
  "index",
  "hidden",
  "immutable",
  "personal",
] as const;

/** Names of every instance, which can be sorted and filtered by, with the type of each. Fields cannot have them. */
export const RESERVED: Readonly<Record<string, Field>> = {
  id: { type: "String" },
  revision: { type: "Int" },
  modelVersion: { type: "Int" },
  createdAt: { type: "DateTime" },
  updatedAt: { type: "DateTime" },
};
