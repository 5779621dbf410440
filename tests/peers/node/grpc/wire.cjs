// The messages of grpc.testing.TestService, as bytes: as much as the tests need.
"use strict";

function varint(value) {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  bytes.push(value);
  return Buffer.from(bytes);
}

/** A field with a length. */
function field(number, body) {
  return Buffer.concat([varint((number << 3) | 2), varint(body.length), body]);
}

/** A field that is a number. */
function number(at, value) {
  return Buffer.concat([varint(at << 3), varint(value)]);
}

/** A field that is a payload of zeros. */
function payload(at, bytes) {
  return field(at, field(2, Buffer.alloc(bytes)));
}

/** The fields of a message: numbers, or bytes. */
function fields(bytes) {
  const found = [];
  let at = 0;
  const read = () => {
    for (let result = 0, scale = 1;; scale *= 128) {
      const byte = bytes[at++];
      result += (byte & 127) * scale;
      if (byte < 128) return result;
    }
  };
  while (at < bytes.length) {
    const tag = read();
    const content = read();
    found.push([tag >>> 3, (tag & 7) === 2 ? bytes.subarray(at, at += content) : content]);
  }
  return found;
}

/** The first field with a number; undefined if it does not occur. */
function get(bytes, number) {
  return fields(bytes).find(([at]) => at === number)?.[1];
}

/** The length of the payload in a field. */
function payloadBytes(bytes, number) {
  const found = get(bytes, number);
  return found === undefined ? 0 : (get(found, 2)?.length ?? 0);
}

const bytes = (value) => value;

/** The definition of a method whose messages are bytes. */
function method(name, requestStream, responseStream) {
  return {
    path: `/grpc.testing.TestService/${name}`,
    requestStream,
    responseStream,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
}

const service = {
  EmptyCall: method("EmptyCall", false, false),
  UnaryCall: method("UnaryCall", false, false),
  StreamingInputCall: method("StreamingInputCall", true, false),
  StreamingOutputCall: method("StreamingOutputCall", false, true),
  FullDuplexCall: method("FullDuplexCall", true, true),
};

module.exports = { field, fields, get, number, payload, payloadBytes, service };
