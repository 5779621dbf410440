/**
 * Messages of protobuf from a table of their fields: as much of it as the tests with foreign programs need.
 *
 * @module
 */
import type { Codec } from "@fluxwire/grpc";

/** The type of a field: a number is an int32, an enum or a bool. */
export type FieldType = "number" | "text" | "bytes" | Codec<object>;

/** The fields of a message by their names. A list of one type is a repeated field. */
export type Fields = Readonly<Record<string, readonly [number: number, type: FieldType | readonly [FieldType]]>>;

const VARINT = 0, LENGTH = 2;

/** The codec of a message; members that a message lacks are undefined, repeated ones are always lists. */
export function message<T extends object>(fields: Fields): Codec<T> {
  return {
    encode: (value) => Uint8Array.from(encodeFields(fields, value as Record<string, unknown>)),
    decode: (bytes) => decodeFields(fields, bytes) as T,
  };
}

function encodeFields(fields: Fields, value: Record<string, unknown>): number[] {
  const bytes: number[] = [];
  for (const [name, [number, type]] of Object.entries(fields)) {
    const member = value[name];
    if (member === undefined) continue;
    const isList = Array.isArray(type);
    for (const one of isList ? member as unknown[] : [member]) {
      encodeField(bytes, number, isList ? type[0] : type as FieldType, one);
    }
  }
  return bytes;
}

function encodeField(bytes: number[], number: number, type: FieldType, value: unknown): void {
  if (type === "number") {
    bytes.push(...varint(number << 3 | VARINT), ...varint(Number(value)));
    return;
  }
  const body = type === "text"
    ? new TextEncoder().encode(value as string)
    : type === "bytes"
    ? value as Uint8Array
    : type.encode(value as object);
  bytes.push(...varint(number << 3 | LENGTH), ...varint(body.length));
  for (const byte of body) bytes.push(byte);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push(value % 128 | 128);
  return [...bytes, value];
}

function decodeFields(fields: Fields, bytes: Uint8Array): object {
  const value: Record<string, unknown> = {};
  for (const [name, [, type]] of Object.entries(fields)) if (Array.isArray(type)) value[name] = [];
  const byNumber = new Map(Object.entries(fields).map(([name, [number, type]]) => [number, { name, type }]));
  let at = 0;
  const number = () => {
    for (let result = 0, scale = 1;; scale *= 128) {
      const byte = bytes[at++]!;
      result += (byte & 127) * scale;
      if (byte < 128) return result;
    }
  };
  while (at < bytes.length) {
    const tag = number();
    const field = byNumber.get(tag >>> 3);
    const content = number();
    const body = (tag & 7) === LENGTH ? bytes.subarray(at, at += content) : null;
    if (field === undefined) continue;
    const { name, type } = field;
    if (Array.isArray(type)) (value[name] as unknown[]).push(decodeField(type[0], content, body));
    else value[name] = decodeField(type as FieldType, content, body);
  }
  return value;
}

function decodeField(type: FieldType, content: number, body: Uint8Array | null): unknown {
  if (type === "number") return content;
  if (type === "text") return new TextDecoder().decode(body!);
  return type === "bytes" ? body!.slice() : type.decode(body!);
}
