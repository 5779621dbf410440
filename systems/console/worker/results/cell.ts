/**
 * A cell of a result as a grid shows it: exact, and short.
 *
 * @module
 */
import type { NullValue, Value } from "@fluxwire/wire";
import { shownLine } from "../shown_text.ts";
import { jsonText } from "./json_text.ts";
import { LOOKS, type WholeCell } from "./messages.ts";

/** The most characters that a grid shows of a cell. */
export const MAX_CELL = 200;
/** The most bytes that a grid shows of one. */
const MAX_BYTES = 8;

/** A short text. */
export interface CellText {
  /** Its first characters, on one line. */
  readonly text: string;
  /** How it looks: a number of {@link LOOKS}. */
  readonly look: number;
}

const NULL: CellText = { text: "NULL", look: LOOKS.indexOf("null") };
const EMPTY: CellText = { text: "(empty)", look: LOOKS.indexOf("empty") };
const TEXT = LOOKS.indexOf("text"), NUMBER = LOOKS.indexOf("number"), BYTES = LOOKS.indexOf("bytes");
const OTHER = LOOKS.indexOf("other"), QUOTED = LOOKS.indexOf("quoted");

/** Texts that would read as a cell without a value, or without a text, or as one that was quoted. */
const LIKE_OTHERS = /^'*(NULL|\(empty\))'*$/;

/** A cell in a grid. */
export function cellText(value: Value): CellText {
  if (isNull(value)) return NULL;
  if (typeof value === "string") return textCell(value, TEXT);
  if (typeof value === "bigint") return { text: String(value), look: NUMBER };
  if (typeof value === "number") return { text: Object.is(value, -0) ? "-0" : String(value), look: NUMBER };
  if (typeof value === "boolean") return { text: String(value), look: OTHER };
  if (value instanceof Uint8Array) return { text: bytesText(value), look: BYTES };
  if (typeof value === "object" && "value" in value) {
    return textCell(value.value, value.type === "Decimal" ? NUMBER : OTHER);
  }
  return textCell(jsonText(value, MAX_CELL + 1), OTHER);
}

/** A cell whole, in each form that it has. */
export function wholeCell(value: Value): WholeCell {
  if (isNull(value)) return { type: "NULL", text: "", bytes: null, json: null };
  if (value instanceof Uint8Array) {
    return { type: `bytes, ${countOf(value.length)}`, text: "", bytes: value, json: null };
  }
  if (typeof value === "string") return ofText("text", value);
  if (typeof value === "object" && "value" in value) return ofText(value.type, value.value);
  if (typeof value !== "object") return { type: typeOf(value), text: cellText(value).text, bytes: null, json: null };
  const text = jsonText(value, Infinity);
  return { type: Array.isArray(value) ? "array" : "document", text, bytes: null, json: text };
}

/** A cell as copied texts have it: whole; empty for NULL. */
export function copiedText(value: Value): string {
  if (isNull(value)) return "";
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return `0x${value.toHex()}`;
  if (typeof value === "object" && "value" in value) return value.value;
  return typeof value === "object" ? jsonText(value, Infinity) : cellText(value).text;
}

/** Whether a cell has no value. */
export function isNull(value: Value): value is null | NullValue {
  return value === null || typeof value === "object" && "type" in value && value.type === "Null";
}

function textCell(text: string, look: number): CellText {
  if (text === "") return EMPTY;
  if (look === TEXT && LIKE_OTHERS.test(text)) return { text: `'${text}'`, look: QUOTED };
  const start = text.length > MAX_CELL ? `${text.slice(0, MAX_CELL)}…` : text;
  return { text: shownLine(start), look };
}

function bytesText(bytes: Uint8Array): string {
  const start = `0x${bytes.subarray(0, MAX_BYTES).toHex()}`;
  return bytes.length > MAX_BYTES ? `${start}… ${countOf(bytes.length)}` : start;
}

function countOf(bytes: number): string {
  return bytes === 1 ? "1 byte" : `${bytes.toLocaleString("en")} bytes`;
}

function ofText(type: string, text: string): WholeCell {
  const isJson = type === "Json" || /^\s*[[{]/.test(text);
  return { type, text, bytes: new TextEncoder().encode(text), json: isJson ? text : null };
}

function typeOf(value: boolean | bigint | number): string {
  return typeof value === "bigint" ? "integer" : typeof value;
}
