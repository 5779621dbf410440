/**
 * A controller's service as data for our gRPC end: its clients are exporters, and what leases them.
 *
 * @module
 */
import type { MethodDefinition, ServiceDefinition } from "@fluxwire/grpc";
import {
  type DialRequest,
  DialRequestSchema,
  type DialResponse,
  DialResponseSchema,
  type GetLeaseRequest,
  GetLeaseRequestSchema,
  type GetLeaseResponse,
  GetLeaseResponseSchema,
  type ListenRequest,
  ListenRequestSchema,
  type ListenResponse,
  ListenResponseSchema,
  type RegisterRequest,
  RegisterRequestSchema,
  type RegisterResponse,
  RegisterResponseSchema,
  type ReleaseLeaseRequest,
  ReleaseLeaseRequestSchema,
  type ReleaseLeaseResponse,
  ReleaseLeaseResponseSchema,
  type ReportStatusRequest,
  ReportStatusRequestSchema,
  type ReportStatusResponse,
  ReportStatusResponseSchema,
  type RequestLeaseRequest,
  RequestLeaseRequestSchema,
  type RequestLeaseResponse,
  RequestLeaseResponseSchema,
  type StatusRequest,
  StatusRequestSchema,
  type StatusResponse,
  StatusResponseSchema,
  type UnregisterRequest,
  UnregisterRequestSchema,
  type UnregisterResponse,
  UnregisterResponseSchema,
} from "../generated/jumpstarter/v1/jumpstarter_pb.ts";
import { codec } from "./message_codec.ts";

/** What a controller serves. */
export const CONTROLLER: ServiceDefinition<{
  register: MethodDefinition<RegisterRequest, RegisterResponse, "unary">;
  unregister: MethodDefinition<UnregisterRequest, UnregisterResponse, "unary">;
  reportStatus: MethodDefinition<ReportStatusRequest, ReportStatusResponse, "unary">;
  listen: MethodDefinition<ListenRequest, ListenResponse, "server-stream">;
  status: MethodDefinition<StatusRequest, StatusResponse, "server-stream">;
  dial: MethodDefinition<DialRequest, DialResponse, "unary">;
  getLease: MethodDefinition<GetLeaseRequest, GetLeaseResponse, "unary">;
  requestLease: MethodDefinition<RequestLeaseRequest, RequestLeaseResponse, "unary">;
  releaseLease: MethodDefinition<ReleaseLeaseRequest, ReleaseLeaseResponse, "unary">;
}> = {
  name: "jumpstarter.v1.ControllerService",
  methods: {
    register: {
      name: "Register",
      kind: "unary",
      request: codec(RegisterRequestSchema),
      response: codec(RegisterResponseSchema),
    },
    unregister: {
      name: "Unregister",
      kind: "unary",
      request: codec(UnregisterRequestSchema),
      response: codec(UnregisterResponseSchema),
    },
    reportStatus: {
      name: "ReportStatus",
      kind: "unary",
      request: codec(ReportStatusRequestSchema),
      response: codec(ReportStatusResponseSchema),
    },
    listen: {
      name: "Listen",
      kind: "server-stream",
      request: codec(ListenRequestSchema),
      response: codec(ListenResponseSchema),
    },
    status: {
      name: "Status",
      kind: "server-stream",
      request: codec(StatusRequestSchema),
      response: codec(StatusResponseSchema),
    },
    dial: { name: "Dial", kind: "unary", request: codec(DialRequestSchema), response: codec(DialResponseSchema) },
    getLease: {
      name: "GetLease",
      kind: "unary",
      request: codec(GetLeaseRequestSchema),
      response: codec(GetLeaseResponseSchema),
    },
    requestLease: {
      name: "RequestLease",
      kind: "unary",
      request: codec(RequestLeaseRequestSchema),
      response: codec(RequestLeaseResponseSchema),
    },
    releaseLease: {
      name: "ReleaseLease",
      kind: "unary",
      request: codec(ReleaseLeaseRequestSchema),
      response: codec(ReleaseLeaseResponseSchema),
    },
  },
};
