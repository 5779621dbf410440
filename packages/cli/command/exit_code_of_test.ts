import { GrpcError, type GrpcErrorCode, HTTP2_ERROR_CODES } from "@fluxwire/grpc";
import { equal } from "node:assert/strict";
import { ConnectionError, type ConnectionErrorCode, ProtocolError } from "@fluxwire/transport";
import { MalformedError, type ProtocolErrorCode, RpcError } from "@fluxwire/wire";
import { ConfigError } from "../../host/config/problem.ts";
import { HostError, type HostErrorCode, StartError } from "@fluxwire/supervise";
import { LAUNCH_ERROR_CODES, type LaunchErrorCode } from "../../host/launch_codes.ts";
import { CheckError } from "./check_error.ts";
import { exitCodeOf } from "./exit_code_of.ts";
import { UsageError } from "./usage_error.ts";

Deno.test("exitCodeOf() distinguishes usage, start, malformed bytes, checks and defects", () => {
  equal(exitCodeOf(new UsageError("x")), 1);
  equal(exitCodeOf(new ConfigError("UnknownService", "x")), 1);
  equal(exitCodeOf(new StartError("NotReady", "x")), 2);
  equal(exitCodeOf(new MalformedError("decode", "x", 0, "")), 4);
  equal(exitCodeOf(new CheckError("x")), 8);
  equal(exitCodeOf(new TypeError("x")), 9);
  equal(exitCodeOf("x"), 9);
});

Deno.test("exitCodeOf() has 2 for what did not start, and what Hello deserves for what did", () => {
  const others: Partial<Record<LaunchErrorCode, number>> = {
    TokenRefused: 3,
    AnswerUnreadable: 4,
    VersionMismatch: 5,
    NoCommonLayout: 5,
    WrongCodec: 5,
    WrongLayout: 5,
    HelloRefused: 6,
    HandshakeTimeout: 7,
  };
  for (const code of LAUNCH_ERROR_CODES) equal(exitCodeOf(new StartError(code, "x")), others[code] ?? 2, code);
});

Deno.test("exitCodeOf() distinguishes a refused token and a refused version from other answers", () => {
  equal(exitCodeOf(new RpcError("InvalidRequest", "Unauthorized driver RPC client")), 3);
  equal(exitCodeOf(new RpcError("InvalidRequest", "endpoint is required")), 6);
  equal(exitCodeOf(new RpcError("VersionMismatch", "x")), 5);
  equal(exitCodeOf(new RpcError("Driver", "x")), 6);
});

Deno.test("exitCodeOf() has a code for every error of a host", () => {
  const expected: Record<HostErrorCode, number> = {
    HostNotRunning: 2,
    HostRunning: 2,
    FolderUnusable: 1,
    UnknownService: 1,
    ServiceNotReady: 2,
    BadRequest: 4,
    UnknownVerb: 4,
    RequestFailed: 9,
  };
  for (const [code, exitCode] of Object.entries(expected)) {
    equal(exitCodeOf(new HostError(code as HostErrorCode, "x")), exitCode, code);
  }
});

Deno.test("exitCodeOf() has a code for every end of a connection", () => {
  const expected: Record<ConnectionErrorCode, number> = {
    SocketNameInvalid: 1,
    PermissionMissing: 1,
    SocketInUse: 2,
    SocketUnreachable: 2,
    TlsFailed: 2,
    SocketForeign: 3,
    ConnectionClosed: 2,
    FrameTruncated: 4,
    Timeout: 7,
    Draining: 2,
  };
  for (const [code, exitCode] of Object.entries(expected)) {
    equal(exitCodeOf(new ConnectionError(code as ConnectionErrorCode, "x")), exitCode, code);
  }
});

Deno.test("exitCodeOf() has a code for every breach of the protocol", () => {
  const expected: Record<ProtocolErrorCode, number> = {
    FrameTooLong: 4,
    FrameEmpty: 4,
    FrameTimeout: 7,
    HandshakeTimeout: 7,
    HeaderUnreadable: 4,
    WrongCodec: 4,
    WrongLayout: 4,
    NoCommonLayout: 5,
    RequestIdMismatch: 4,
    VersionDrift: 4,
    UnexpectedResponse: 4,
    QueueFull: 4,
  };
  for (const [code, exitCode] of Object.entries(expected)) {
    equal(exitCodeOf(new ProtocolError(code as ProtocolErrorCode, "x")), exitCode, code);
  }
});

Deno.test("exitCodeOf() has a code for every call that Fluxwire's own ends fail", () => {
  const expected: Record<GrpcErrorCode, number> = {
    CANCELLED: 6,
    UNKNOWN: 6,
    DEADLINE_EXCEEDED: 7,
    PERMISSION_DENIED: 3,
    RESOURCE_EXHAUSTED: 6,
    UNIMPLEMENTED: 6,
    INTERNAL: 6,
    UNAVAILABLE: 2,
    UNAUTHENTICATED: 3,
  };
  for (const [code, exitCode] of Object.entries(expected)) {
    equal(exitCodeOf(new GrpcError(code as GrpcErrorCode)), exitCode, code);
  }
});

Deno.test("exitCodeOf() has a code for every breach of HTTP/2", () => {
  for (const code of HTTP2_ERROR_CODES) {
    equal(exitCodeOf(new ProtocolError(code, "x")), code === "SETTINGS_TIMEOUT" ? 7 : 4, code);
  }
});
