/**
 * DBFlux's driver protocol: layouts, messages, and their errors.
 *
 * @example A frame to a message
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { decode, detectCodec } from "@fluxwire/wire";
 * import { FrameDecoder } from "@fluxwire/transport";
 *
 * const frames = new FrameDecoder();
 * const [payload] = frames.push(Uint8Array.fromHex("06000000010202000003"));
 * strictEqual(detectCodec(payload!), "postcard");
 * strictEqual(decode("request", "0.7.1", payload!).envelope.requestId, 2n);
 * ```
 *
 * @module
 */
export { escapeControls, spanText } from "./span_text.ts";
export { annotate, type AnnotateOptions, type Annotation, type Span } from "./annotate.ts";
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
export { ConnectionLayout } from "./connection_layout.ts";
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
  MalformedError,
  MESSAGE_ERROR_CODES,
  type MessageHeader,
  PROTOCOL_ERROR_CODES,
  type ProtocolErrorCode,
  RpcError,
} from "./errors.ts";
export { fromExact, fromExactJson, parseJson, toExact, toExactJson, toExactValue } from "./exact_json.ts";
export {
  type CodecName,
  codecOf,
  driverVersions,
  HOST_RELEASES,
  type HostRelease,
  type Layout,
  layoutOf,
  LAYOUTS,
  newerLayoutOf,
  provisionalLayout,
} from "./layout.ts";
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export {
  type Answer,
  type AnswerEnvelope,
  ANSWERS,
  type AnswersByRequest,
  type Method,
  METHOD_TABLE,
  type MethodGroup,
  type MethodName,
  type MethodSchema,
  type MethodsIn,
} from "./method.ts";
export { ERROR_MEANINGS, METHODS, type Methods } from "./methods.ts";
export { ROOTS, SCHEMA } from "./schema.ts";
export { type Dated, layoutHas, maskOf, sinceOf } from "./since.ts";
export type {
  Compound,
  Definition,
  FieldSchema,
  FlagSchema,
  LayoutName,
  Primitive,
  TypeRef,
  VariantSchema,
} from "./schema_types.ts";
export {
  type EmptyTree,
  type EmptyTreeReason,
  type ShownKind,
  type ShownNode,
  type ShownTree,
  shownTree,
  type ShownTreeOptions,
} from "./shown_tree/mod.ts";
export { type Uncrossable, uncrossable } from "./uncrossable.ts";
