/** What a file is for its readers: the value of fields of type File, and what its upload may say. */
import { Refusal } from "../commit/refusal.ts";
import { isObject } from "../json/equal.ts";
import type { Json } from "../json/json.ts";

/** The value of a field of type File, as the upload answered it. */
export interface FileValue {
  readonly [member: string]: Json;
  /** A UUID. Two uploads of the same bytes have two ids, and one copy of the bytes. */
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** A content type without parameters, lower case: what the client said. */
  readonly type: string;
  /** Of the bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/** A file with what only the server knows. */
export interface StoredFile {
  readonly value: FileValue;
  /** Who uploaded it. */
  readonly actor: string;
}

/** The members of a file's value. */
const FILE_MEMBERS = ["id", "name", "size", "type", "sha256"] as const;

/** The longest name, in characters. */
const MAX_NAME = 255;
const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
/** What file systems and headers would take for something else: control characters, and those that turn text around. */
// deno-lint-ignore no-control-regex
const UNSAFE = /[\u0000-\u001f\u007f-\u009f/\\\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** Whether a text can be the id of a file. */
export function isFileId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/**
 * The name that a file gets.
 *
 * @throws {Refusal} `query` if it is a path, or has control characters.
 */
export function fileName(name: string | null): string {
  if (name === null) return "file";
  if (name.length <= MAX_NAME && name.isWellFormed() && !UNSAFE.test(name) && /[^. ]/.test(name)) return name;
  const message = `\`name\` must have 1 to ${MAX_NAME} characters, without slashes and control characters`;
  throw new Refusal("query", message, { parameter: "name" });
}

/**
 * The content type of an upload, without its parameters.
 *
 * @throws {Refusal} `media_type` if it is left out, or is none that the server takes.
 */
export function fileType(header: string | null, allowed: readonly string[]): string {
  const type = (header ?? "").split(";")[0]!.trim().toLowerCase();
  if (TYPE.test(type) && (allowed.length === 0 || isAmong(type, allowed))) return type;
  const wanted = allowed.length === 0 ? "its own, such as image/png" : allowed.join(" or ");
  throw new Refusal("media_type", `The upload needs a content-type: ${wanted}`, { wanted: allowed });
}

/** Whether a type is one of a list, which may have `image/*`. */
export function isAmong(type: string, allowed: readonly string[]): boolean {
  return allowed.some((one) => one === type || one.endsWith("/*") && type.startsWith(one.slice(0, -1)));
}

/** Whether a text can stand in a list of types. */
export function isTypePattern(text: string): boolean {
  return TYPE.test(text.replace(/\/\*$/, "/x"));
}

/** Whether a value has the shape of a file's value. */
export function isFileValue(value: Json): value is FileValue {
  if (!isObject(value) || Object.keys(value).length !== FILE_MEMBERS.length) return false;
  const { id, name, size, type, sha256 } = value;
  return typeof id === "string" && isFileId(id) && typeof name === "string" && Number.isSafeInteger(size) &&
    typeof type === "string" && typeof sha256 === "string";
}
