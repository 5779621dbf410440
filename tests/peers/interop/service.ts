/**
 * The service of gRPC's interoperability tests, `grpc.testing.TestService`: its messages and methods.
 *
 * @module
 */
import type { Bidi, ClientStream, Codec, ServerStream, ServiceDefinition, Unary } from "@fluxwire/grpc";
import { message } from "../protobuf.ts";

/** A message without fields. */
export type Empty = Record<never, never>;
/** Bytes of no meaning. */
export type Payload = { body?: Uint8Array };
/** The status that a server is asked for. */
export type EchoStatus = { code?: number; message?: string };
/** One request, one answer. */
export type SimpleRequest = { responseSize?: number; payload?: Payload; responseStatus?: EchoStatus };
/** Its answer. */
export type SimpleResponse = { payload?: Payload };
/** Part of a stream of requests. */
export type InputRequest = { payload?: Payload };
/** The bytes of all parts. */
export type InputResponse = { aggregatedPayloadSize?: number };
/** A message that is asked for. */
export type ResponseParameters = { size?: number; intervalUs?: number };
/** Asks for messages. */
export type OutputRequest = {
  responseParameters: ResponseParameters[];
  payload?: Payload;
  responseStatus?: EchoStatus;
};
/** One of them. */
export type OutputResponse = { payload?: Payload };

const EMPTY: Codec<Empty> = message({});
const PAYLOAD: Codec<Payload> = message({ body: [2, "bytes"] });
const STATUS: Codec<EchoStatus> = message({ code: [1, "number"], message: [2, "text"] });
const PARAMETERS: Codec<ResponseParameters> = message({ size: [1, "number"], intervalUs: [2, "number"] });
const SIMPLE_REQUEST: Codec<SimpleRequest> = message({
  responseSize: [2, "number"],
  payload: [3, PAYLOAD],
  responseStatus: [7, STATUS],
});
const SIMPLE_RESPONSE: Codec<SimpleResponse> = message({ payload: [1, PAYLOAD] });
const INPUT_REQUEST: Codec<InputRequest> = message({ payload: [1, PAYLOAD] });
const INPUT_RESPONSE: Codec<InputResponse> = message({ aggregatedPayloadSize: [1, "number"] });
const OUTPUT_REQUEST: Codec<OutputRequest> = message({
  responseParameters: [2, [PARAMETERS]],
  payload: [3, PAYLOAD],
  responseStatus: [7, STATUS],
});
const OUTPUT_RESPONSE: Codec<OutputResponse> = message({ payload: [1, PAYLOAD] });

/** The methods. */
export type TestMethods = {
  /** Nothing for nothing. */
  emptyCall: Unary<Empty, Empty>;
  /** A payload for a payload. */
  unaryCall: Unary<SimpleRequest, SimpleResponse>;
  /** Payloads as asked for. */
  streamingOutputCall: ServerStream<OutputRequest, OutputResponse>;
  /** Counts bytes. */
  streamingInputCall: ClientStream<InputRequest, InputResponse>;
  /** Payloads as each request asks for. */
  fullDuplexCall: Bidi<OutputRequest, OutputResponse>;
  /** Served by no server. */
  unimplementedCall: Unary<Empty, Empty>;
};

/** The service. */
export const TEST_SERVICE: ServiceDefinition<TestMethods> = {
  name: "grpc.testing.TestService",
  methods: {
    emptyCall: { name: "EmptyCall", kind: "unary", request: EMPTY, response: EMPTY },
    unaryCall: { name: "UnaryCall", kind: "unary", request: SIMPLE_REQUEST, response: SIMPLE_RESPONSE },
    streamingOutputCall: {
      name: "StreamingOutputCall",
      kind: "server-stream",
      request: OUTPUT_REQUEST,
      response: OUTPUT_RESPONSE,
    },
    streamingInputCall: {
      name: "StreamingInputCall",
      kind: "client-stream",
      request: INPUT_REQUEST,
      response: INPUT_RESPONSE,
    },
    fullDuplexCall: { name: "FullDuplexCall", kind: "bidi", request: OUTPUT_REQUEST, response: OUTPUT_RESPONSE },
    unimplementedCall: { name: "UnimplementedCall", kind: "unary", request: EMPTY, response: EMPTY },
  },
};

/** A service that no server has. */
export const UNIMPLEMENTED_SERVICE: ServiceDefinition<Pick<TestMethods, "unimplementedCall">> = {
  name: "grpc.testing.UnimplementedService",
  methods: { unimplementedCall: TEST_SERVICE.methods.unimplementedCall },
};
