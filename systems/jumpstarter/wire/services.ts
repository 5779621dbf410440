/**
 * Jumpstarter's services as data for our gRPC end, from the generated messages.
 *
 * @module
 */
import { type Codec, GrpcError, type MethodDefinition, type ServiceDefinition } from "@fluxwire/grpc";
import {
  type DriverCallRequest,
  DriverCallRequestSchema,
  type DriverCallResponse,
  DriverCallResponseSchema,
  type EndSessionRequest,
  EndSessionRequestSchema,
  type EndSessionResponse,
  EndSessionResponseSchema,
  type GetReportResponse,
  GetReportResponseSchema,
  type GetStatusRequest,
  GetStatusRequestSchema,
  type GetStatusResponse,
  GetStatusResponseSchema,
  type LogStreamResponse,
  LogStreamResponseSchema,
  type ResetRequest,
  ResetRequestSchema,
  type ResetResponse,
  ResetResponseSchema,
  type StreamingDriverCallRequest,
  StreamingDriverCallRequestSchema,
  type StreamingDriverCallResponse,
  StreamingDriverCallResponseSchema,
} from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import type { StreamRequest, StreamResponse } from "../generated/jumpstarter/v1/router_pb.ts";
import { type DescMessage, type Empty, EmptySchema, type MessageShape } from "../protobuf.ts";
import { frameCodec } from "./frame_codec.ts";
import { codec } from "./message_codec.ts";
import { MAX_RESULT } from "./names.ts";

const empty = codec(EmptySchema);

/** An answer of a method, which Python's clients take up to 4 MiB only. */
function result<Desc extends DescMessage>(schema: Desc): Codec<MessageShape<Desc>> {
  const { encode, decode } = codec(schema);
  return {
    encode(message) {
      const bytes = encode(message);
      if (bytes.length <= MAX_RESULT) return bytes;
      const remedy = "give less, or send the rest by a streaming method or a byte stream";
      throw new GrpcError(
        "RESOURCE_EXHAUSTED",
        `Cannot send a result of ${bytes.length} bytes: clients take at most ${MAX_RESULT}; ${remedy}`,
      );
    },
    decode,
  };
}

/** What an exporter serves. */
export const EXPORTER: ServiceDefinition<{
  getReport: MethodDefinition<Empty, GetReportResponse, "unary">;
  driverCall: MethodDefinition<DriverCallRequest, DriverCallResponse, "unary">;
  streamingDriverCall: MethodDefinition<StreamingDriverCallRequest, StreamingDriverCallResponse, "server-stream">;
  logStream: MethodDefinition<Empty, LogStreamResponse, "server-stream">;
  reset: MethodDefinition<ResetRequest, ResetResponse, "unary">;
  getStatus: MethodDefinition<GetStatusRequest, GetStatusResponse, "unary">;
  endSession: MethodDefinition<EndSessionRequest, EndSessionResponse, "unary">;
}> = {
  name: "jumpstarter.v1.ExporterService",
  methods: {
    getReport: { name: "GetReport", kind: "unary", request: empty, response: codec(GetReportResponseSchema) },
    driverCall: {
      name: "DriverCall",
      kind: "unary",
      request: codec(DriverCallRequestSchema),
      response: result(DriverCallResponseSchema),
    },
    streamingDriverCall: {
      name: "StreamingDriverCall",
      kind: "server-stream",
      request: codec(StreamingDriverCallRequestSchema),
      response: result(StreamingDriverCallResponseSchema),
    },
    logStream: { name: "LogStream", kind: "server-stream", request: empty, response: codec(LogStreamResponseSchema) },
    reset: { name: "Reset", kind: "unary", request: codec(ResetRequestSchema), response: codec(ResetResponseSchema) },
    getStatus: {
      name: "GetStatus",
      kind: "unary",
      request: codec(GetStatusRequestSchema),
      response: codec(GetStatusResponseSchema),
    },
    endSession: {
      name: "EndSession",
      kind: "unary",
      request: codec(EndSessionRequestSchema),
      response: codec(EndSessionResponseSchema),
    },
  },
};

/** Bytes in both directions. */
export const ROUTER: ServiceDefinition<{
  stream: MethodDefinition<StreamRequest, StreamResponse, "bidi">;
}> = {
  name: "jumpstarter.v1.RouterService",
  methods: {
    stream: {
      name: "Stream",
      kind: "bidi",
      request: frameCodec("jumpstarter.v1.StreamRequest"),
      response: frameCodec("jumpstarter.v1.StreamResponse"),
    },
  },
};
