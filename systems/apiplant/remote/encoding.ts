/** Messages as bodies of requests and answers, in either encoding. */
import {
  create,
  type DescMessage,
  fromBinary,
  fromJsonString,
  type MessageInitShape,
  type MessageShape,
  toBinary,
  toJsonString,
} from "../protobuf.ts";

/** The encodings of bodies. */
export const ENCODINGS = ["json", "protobuf"] as const;

/** The encoding of a body. */
export type Encoding = typeof ENCODINGS[number];

/** The content type of each encoding. */
export const CONTENT_TYPES: Readonly<Record<Encoding, string>> = {
  json: "application/json",
  protobuf: "application/proto",
};

/** The encoding of a content type, whose parameters do not matter; `null` for any other. */
export function encodingOf(contentType: string | null): Encoding | null {
  const type = contentType?.split(";", 1).join().trim().toLowerCase();
  return ENCODINGS.find((encoding) => CONTENT_TYPES[encoding] === type) ?? null;
}

/** A message's body. Unset fields have their defaults. */
export function encode<Desc extends DescMessage>(
  schema: Desc,
  message: MessageInitShape<Desc>,
  encoding: Encoding,
): Uint8Array<ArrayBuffer> {
  const made = create(schema, message);
  if (encoding === "protobuf") return toBinary(schema, made);
  return new TextEncoder().encode(toJsonString(schema, made));
}

/** The message of a body; fields that this version does not know are left out. Throws if it is no such message. */
export function decode<Desc extends DescMessage>(
  schema: Desc,
  body: Uint8Array,
  encoding: Encoding,
): MessageShape<Desc> {
  if (encoding === "protobuf") return fromBinary(schema, body);
  return fromJsonString(schema, new TextDecoder("utf-8", { fatal: true }).decode(body), { ignoreUnknownFields: true });
}
