import { type GrpcErrorCode, HTTP2_ERROR_CODES } from "@fluxwire/grpc";
import { HostError, type HostErrorCode, StartError } from "@fluxwire/supervise";
import { ConnectionError, type ConnectionErrorCode, ProtocolError } from "@fluxwire/transport";
import { deepEqual, equal } from "node:assert/strict";
import { CommandError } from "./command_error.ts";
import { exitCodeOf, exitOfGrpcStatus, failing } from "./failing.ts";
import { Interrupted } from "./interrupt.ts";
import { UsageError } from "./usage_error.ts";

Deno.test("exitCodeOf() distinguishes usage, start, signals, a command's own codes and defects", () => {
  equal(exitCodeOf(new UsageError("x")), 1);
  equal(exitCodeOf(new StartError("NotReady", "x")), 2);
  equal(exitCodeOf(new CommandError("ProgramMissing", "x", 127)), 127);
  equal(exitCodeOf(new Interrupted("SIGHUP")), 129);
  equal(exitCodeOf(new TypeError("x")), 9);
  equal(exitCodeOf("x"), 9);
});

Deno.test("exitCodeOf() asks the program's own rules first", () => {
  const rules = { exitCode: (error: unknown) => error instanceof RangeError ? 8 : null };
  equal(exitCodeOf(new RangeError("x"), rules), 8);
  equal(exitCodeOf(new UsageError("x"), rules), 1);
});

Deno.test("failing() gives code, message and hint, those of the program's own rules before the others", () => {
  const of = (error: unknown, rules = {}) => failing(error, { command: "fluxwire nx run", rules }).failure;
  deepEqual(of(new UsageError("Missing x")), {
    code: "Usage",
    message: "Missing x",
    hint: "see fluxwire nx run --help",
  });
  deepEqual(of(new Interrupted("SIGINT")), {
    code: "Interrupted",
    message: "Interrupted by SIGINT",
    hint: "run it again",
  });
  equal(
    of(new Interrupted("SIGINT").after("it may have been carried out")).hint,
    "see what it has done before you run it again",
  );
  deepEqual(of(new RangeError("a\nb")), { code: "Defect", message: "a b", hint: "please report this" });
  equal(of(new RangeError("a\n^"), { hasLines: (error: unknown) => error instanceof RangeError }).message, "a\n^");
  const late = new ConnectionError("Timeout", "x");
  equal(of(late).hint, "check whether the other end hangs, or allow more time by --timeout");
  equal(of(late, { hints: { 7: "wait" } }).hint, "wait");
  equal(of(late, { hint: () => "wait longer", hints: { 7: "wait" }, code: () => "Late" }).hint, "wait longer");
  equal(of(late, { code: () => "Late" }).code, "Late");
  equal(of(new CommandError("x", "x", 6, { hint: "own" }), { hints: { 6: "wait" } }).hint, "own");
});

Deno.test("failing() keeps the last lines of a program that did not start", () => {
  const output = { stdout: ["a"], stderr: ["b", "c"] };
  const error = new StartError("ExitedEarly", "x", { output, hint: "y" });
  deepEqual(failing(error, { command: "x" }), {
    failure: { code: "ExitedEarly", message: "x", hint: "y", output },
    exitCode: 2,
  });
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

Deno.test("exitCodeOf() has a code for every breach of HTTP/2", () => {
  for (const code of HTTP2_ERROR_CODES) {
    equal(exitCodeOf(new ProtocolError(code, "x")), code === "SETTINGS_TIMEOUT" ? 7 : 4, code);
  }
});

Deno.test("exitOfGrpcStatus() has a code for every call that Fluxwire's own ends fail", () => {
  const expected: Record<GrpcErrorCode, number> = {
    CANCELLED: 6,
    UNKNOWN: 6,
    DEADLINE_EXCEEDED: 7,
    PERMISSION_DENIED: 3,
    RESOURCE_EXHAUSTED: 6,
    UNIMPLEMENTED: 4,
    INTERNAL: 6,
    UNAVAILABLE: 2,
    UNAUTHENTICATED: 3,
  };
  for (const [code, exitCode] of Object.entries(expected)) {
    equal(exitOfGrpcStatus(code), exitCode, code);
  }
});
