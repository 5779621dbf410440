/**
 * Metadata: what goes with a call beside its messages.
 *
 * @module
 */
import type { Field } from "../hpack/field.ts";

/** Text, or bytes for a key that ends in `-bin`. */
export type MetadataValue = string | Uint8Array;

/** What {@link Metadata} is made from. */
export type MetadataInit =
  | Metadata
  | Readonly<Record<string, MetadataValue | readonly MetadataValue[]>>
  | undefined;

const KEY = /^[0-9a-z_.-]+$/;
const ASCII = /^[\x20-\x7e]*$/;
const BINARY = "-bin";
/** What gRPC and HTTP/2 use themselves. */
const RESERVED =
  /^(:|grpc-(status|message|timeout|encoding|accept-encoding)$|te$|content-type$|content-length$|connection$)/;

/**
 * Keys and values, in order; a key may occur more than once. Keys are in lower case.
 *
 * @example
 * ```ts
 * import { Metadata } from "./metadata.ts";
 * import { deepEqual, equal } from "node:assert/strict";
 *
 * const metadata = new Metadata({ "x-device": "lamp-1", "trace-bin": Uint8Array.of(1, 2) });
 * metadata.append("x-device", "lamp-2");
 * equal(metadata.get("X-Device"), "lamp-1");
 * deepEqual(metadata.getAll("x-device"), ["lamp-1", "lamp-2"]);
 * deepEqual(metadata.get("trace-bin"), Uint8Array.of(1, 2));
 * ```
 */
export class Metadata implements Iterable<[key: string, value: MetadataValue]> {
  #fields: Field[] = [];

  /**
   * Metadata with these entries.
   *
   * @throws {TypeError} As {@link append}.
   */
  constructor(init?: MetadataInit) {
    if (init === undefined) return;
    if (init instanceof Metadata) {
      this.#fields = [...init.#fields];
      return;
    }
    for (const [key, values] of Object.entries(init)) {
      if (typeof values === "string" || values instanceof Uint8Array) this.append(key, values);
      else for (const value of values) this.append(key, value);
    }
  }

  /** The number of entries; a key that occurs twice counts twice. */
  get size(): number {
    return this.#fields.length;
  }

  /** The first value of a key; undefined if it does not occur. Bytes that are not base64 are empty. */
  get(key: string): MetadataValue | undefined {
    const name = key.toLowerCase();
    const field = this.#fields.find((field) => field.name === name);
    return field === undefined ? undefined : toValues(field)[0];
  }

  /** All values of a key, in order; empty if it does not occur. */
  getAll(key: string): MetadataValue[] {
    const name = key.toLowerCase();
    return this.#fields.filter((field) => field.name === name).flatMap(toValues);
  }

  /** Whether a key occurs, in upper or lower case. */
  has(key: string): boolean {
    const name = key.toLowerCase();
    return this.#fields.some((field) => field.name === name);
  }

  /** Replaces all values of a key; throws as {@link append}. */
  set(key: string, value: MetadataValue): void {
    const field = toField(key, value);
    this.delete(key);
    this.#fields.push(field);
  }

  /**
   * Adds an entry.
   *
   * @param key Letters, digits, `_`, `.` and `-`; it ends in `-bin` if the value is bytes. Names that gRPC uses itself,
   * such as `grpc-status` and `content-type`, are refused.
   * @param value Bytes, or printable ASCII.
   * @throws {TypeError} For another key or value.
   */
  append(key: string, value: MetadataValue): void {
    this.#fields.push(toField(key, value));
  }

  /** Removes all values of a key; one that does not occur is ignored. */
  delete(key: string): void {
    const name = key.toLowerCase();
    this.#fields = this.#fields.filter((field) => field.name !== name);
  }

  /** The entries in the order in which they were added; keys are in lower case. */
  *[Symbol.iterator](): IterableIterator<[key: string, value: MetadataValue]> {
    for (const field of this.#fields) {
      for (const value of toValues(field)) yield [field.name, value];
    }
  }

  /** The entries as header fields. */
  static toFields(metadata: Metadata): readonly Field[] {
    return metadata.#fields;
  }

  /** The entries among the fields of a header block. */
  static fromFields(fields: readonly Field[]): Metadata {
    const metadata = new Metadata();
    for (const field of fields) if (!RESERVED.test(field.name)) metadata.#fields.push(field);
    return metadata;
  }
}

function toField(key: string, value: MetadataValue): Field {
  const name = key.toLowerCase();
  if (!KEY.test(name) || RESERVED.test(name)) {
    throw new TypeError(`Cannot use metadata key ${JSON.stringify(key)}: choose another name`);
  }
  const isBinary = name.endsWith(BINARY);
  if (isBinary !== (typeof value !== "string")) {
    throw new TypeError(`Cannot use metadata ${name}: keys that end in -bin have bytes, and only they`);
  }
  if (typeof value !== "string") return { name, value: value.toBase64({ omitPadding: true }) };
  if (!ASCII.test(value)) {
    throw new TypeError(`Cannot use metadata ${name}: its value is not printable ASCII; use a key that ends in -bin`);
  }
  return { name, value };
}

function toValues(field: Field): MetadataValue[] {
  if (!field.name.endsWith(BINARY)) return [field.value];
  return field.value.split(",").map((one) => fromBase64(one.trim()));
}

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.fromBase64(text);
  } catch {
    return new Uint8Array(0);
  }
}
