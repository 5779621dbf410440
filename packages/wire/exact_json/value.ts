/**
 * The exact JSON of a database value.
 *
 * @module
 */
import { BYTES, bytesOf } from "./bytes.ts";
import { F64, namedFloat } from "./floats.ts";
import type { JsonForm } from "./form.ts";
import { I64 } from "./integers.ts";
import { mismatch, MismatchError, objectOf, quoted, within } from "./mismatch.ts";
import { listForm, mapForm, oneDeeper } from "./parts.ts";
import { payloadOf } from "./tagged.ts";
import { textOf } from "./texts.ts";

const TEXT_TYPES: readonly unknown[] = ["Json", "Decimal", "DateTime", "Date", "Time", "ObjectId", "Unsupported"];
const TYPES = ["Int", "Float", "Bytes", "Document", ...TEXT_TYPES].join(", ");

/** Any value. Values that JSON can express are unchanged; all others are objects with a `type`. */
export const VALUE: JsonForm = {
  toJson(value, depth) {
    switch (typeof value) {
      case "string":
        return textOf(value);
      case "boolean":
        return value;
      case "number":
        return F64.toJson(value, depth);
      case "bigint":
        return { type: "Int", value: I64.toJson(value, depth) };
    }
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return LIST.toJson(value, oneDeeper(depth));
    if (value instanceof Uint8Array) return BYTES.toJson(value, depth);
    if (value instanceof Map) return { type: "Document", value: DOCUMENT.toJson(value, oneDeeper(depth)) };
    return taggedText(objectOf(value, "a database value"));
  },
  fromJson(json, depth) {
    switch (typeof json) {
      case "string":
        return textOf(json);
      case "boolean":
        return json;
      case "number":
      case "bigint":
        return F64.fromJson(json, depth);
    }
    if (json === null) return null;
    if (Array.isArray(json)) return LIST.fromJson(json, oneDeeper(depth));
    return fromTagged(objectOf(json, "a database value"), depth);
  },
};

const LIST = listForm(VALUE);
const DOCUMENT = mapForm(VALUE);

function fromTagged(tagged: Record<string, unknown>, depth: number): unknown {
  switch (tagged.type) {
    case "Int":
      return payloadOf(tagged, "value", (value) => I64.fromJson(value, depth));
    case "Float":
      return payloadOf(tagged, "value", namedFloat);
    case "Bytes":
      return payloadOf(tagged, "base64", bytesOf);
    case "Document":
      return payloadOf(tagged, "value", (value) => DOCUMENT.fromJson(value, oneDeeper(depth)));
    default:
      return taggedText(tagged);
  }
}

/** The types that are the same in TypeScript. */
function taggedText(tagged: Record<string, unknown>): unknown {
  const { type } = tagged;
  if (type === "Null" && Object.keys(tagged).length === 1) return { type };
  if (TEXT_TYPES.includes(type)) return { type, value: payloadOf(tagged, "value", (value) => textOf(value)) };
  const error = typeof type === "string"
    ? new MismatchError(`expected ${TYPES}, found ${quoted(type)}`)
    : mismatch(TYPES, type);
  throw within(error, ".type");
}
