import { equal } from "node:assert/strict";
import { ProtocolError } from "@fluxwire/transport";
import { MalformedError, type ProtocolErrorCode, RpcError } from "@fluxwire/wire";
import { ConfigError } from "../../host/config/problem.ts";
import { StartError } from "@fluxwire/supervise";
import { LAUNCH_ERROR_CODES, type LaunchErrorCode } from "../../host/launch_codes.ts";
import { CheckError } from "./check_error.ts";
import { exitCodeOf } from "./failure.ts";
import { UsageError } from "@fluxwire/command";

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
