import { equal } from "node:assert/strict";
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { MalformedError, RpcError } from "@fluxwire/wire";
import { causeOfHello } from "./hello.ts";

Deno.test("causeOfHello() tells what the driver did wrong", () => {
  const codes: [unknown, string][] = [
    [new RpcError("InvalidRequest", "Unauthorized driver RPC client"), "TokenRefused"],
    [new RpcError("InvalidRequest", "no"), "HelloRefused"],
    [new RpcError("VersionMismatch", "no"), "VersionMismatch"],
    [new ProtocolError("NoCommonLayout", "x"), "NoCommonLayout"],
    [
      new ProtocolError("NoCommonLayout", "x", { cause: new ConnectionError("ConnectionClosed", "y") }),
      "NoCommonLayout",
    ],
    [new ProtocolError("NoCommonLayout", "x", { cause: new ProtocolError("WrongCodec", "y") }), "WrongCodec"],
    [new ProtocolError("NoCommonLayout", "x", { cause: new ProtocolError("WrongLayout", "y") }), "WrongLayout"],
    [new ProtocolError("HandshakeTimeout", "x"), "HandshakeTimeout"],
    [new ProtocolError("FrameTooLong", "x"), "AnswerUnreadable"],
    [new ProtocolError("VersionDrift", "x"), "AnswerUnreadable"],
    [new MalformedError("decode", "x", 0, ""), "AnswerUnreadable"],
    [new ConnectionError("FrameTruncated", "x"), "AnswerUnreadable"],
  ];
  for (const [error, code] of codes) equal(causeOfHello(error)?.code, code, String(error));
});

Deno.test("causeOfHello() blames no driver for what is not its doing", () => {
  for (const error of [new ConnectionError("PermissionMissing", "x"), new TypeError("x"), "aborted"]) {
    equal(causeOfHello(error), null);
  }
});
