/**
 * DBFlux's driver protocol on bytes: frames, layouts, messages, and the errors they can give.
 *
 * @example A frame to a message
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { decode, detectCodec, FrameDecoder } from "@fluxwire/wire";
 *
 * const frames = new FrameDecoder();
 * const [payload] = frames.push(Uint8Array.fromHex("06000000010202000003"));
 * strictEqual(detectCodec(payload!), "postcard");
 * strictEqual(decode("request", "0.7.1", payload!).envelope.requestId, 2n);
 * ```
 *
 * @module
 */
export { escapeControl, spanText } from "./span_text.ts";
export { annotate, type AnnotateOptions, type Annotation, type Span } from "./annotate.ts";
export { type Clock, SYSTEM_CLOCK } from "./clock.ts";
export {
  type CodecOptions,
  decode,
  encode,
  type EncodeOptions,
  type Envelopes,
  type Pass,
  type Role,
  ROLES,
} from "./codec.ts";
export { Connection } from "./connection.ts";
export {
  describe,
  type DescribeOptions,
  type FieldDescription,
  type FlagDescription,
  TYPE_NAMES,
  type TypeDescription,
  type VariantDescription,
} from "./describe.ts";
export { detectCodec } from "./detect.ts";
export type * from "./dto.ts";
export {
  CONNECTION_ERROR_CODES,
  ConnectionError,
  type ConnectionErrorCode,
  MalformedError,
  type MessageHeader,
  PROTOCOL_ERROR_CODES,
  ProtocolError,
  type ProtocolErrorCode,
  RpcError,
} from "./errors.ts";
export { fromExact, fromExactJson, parseJson, toExact, toExactJson } from "./exact_json.ts";
export { encodeFrame, FrameDecoder } from "./frame.ts";
export {
  type CodecName,
  codecOf,
  driverVersions,
  HOST_RELEASES,
  type HostRelease,
  type Layout,
  layoutOf,
  LAYOUTS,
  provisionalLayout,
} from "./layout.ts";
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export { ROOTS, SCHEMA } from "./schema.ts";
export type {
  Definition,
  FieldSchema,
  FlagSchema,
  LayoutName,
  Primitive,
  TypeRef,
  VariantSchema,
} from "./schema_types.ts";
export type { EmptyTree, EmptyTreeReason } from "./shown_tree/empty_tree.ts";
export type { ShownKind, ShownNode } from "./shown_tree/node.ts";
export { type ShownTree, shownTree, type ShownTreeOptions } from "./shown_tree/shown_tree.ts";
export { type Uncrossable, uncrossable } from "./uncrossable.ts";
