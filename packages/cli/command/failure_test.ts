import { deepEqual, equal } from "node:assert/strict";
import { ConnectionError } from "@fluxwire/transport";
import { MalformedError, RpcError } from "@fluxwire/wire";
import { LAUNCH_ERROR_MEANINGS } from "../../host/launch_codes.ts";
import { StartError } from "@fluxwire/supervise";
import { failureOf } from "./failure.ts";

Deno.test("failureOf() gives code, message and hint", () => {
  deepEqual(failureOf(new ConnectionError("Timeout", "Cannot finish Ping: too late")), {
    code: "Timeout",
    message: "Cannot finish Ping: too late",
    hint: "check whether the driver hangs, or allow more time by --timeout",
  });
});

Deno.test("failureOf() names a refused token, and a defect", () => {
  equal(failureOf(new RpcError("InvalidRequest", "Unauthorized driver RPC client")).code, "TokenRefused");
  equal(failureOf(new RangeError("Maximum call stack size exceeded")).code, "Defect");
});

Deno.test("failureOf() keeps the lines of what a driver answers, and of nothing else", () => {
  const message = "syntax error\nLINE 1: SELEC\n        ^";
  equal(failureOf(new RpcError("Driver", message)).message, message);
  equal(failureOf(new ConnectionError("Timeout", "too\nlate")).message, "too late");
});

Deno.test("failureOf() hints at what a driver wrote, whether to retry, and what could be read", () => {
  const output = { stdout: ["a"], stderr: ["b", "c"] };
  deepEqual(failureOf(new StartError("ExitedEarly", "x", { output, hint: "y" })), {
    code: "ExitedEarly",
    message: "x",
    hint: "y",
    output,
  });
  equal(failureOf(new StartError("NotReady", "x")).hint, LAUNCH_ERROR_MEANINGS.NotReady);
  equal(
    failureOf(new RpcError("Timeout", "x", { retriable: true })).hint,
    "the driver reports that trying again may help",
  );
  const header = { protocolVersion: { major: 1, minor: 2 }, requestId: 7n, sessionId: null, body: "Pong" };
  equal(failureOf(new MalformedError("decode", "x", 0, "", header)).hint, "its header could be read: request 7, Pong");
});
