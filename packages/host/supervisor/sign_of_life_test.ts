import { equal } from "node:assert/strict";
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { RpcError } from "@fluxwire/wire";
import { isSilence, isUnreachable } from "./sign_of_life.ts";

Deno.test("isSilence() takes no refusal and no answer for silence, however odd", () => {
  const silent = [
    new ConnectionError("Timeout", "x"),
    new ConnectionError("SocketUnreachable", "x"),
    new ProtocolError("HandshakeTimeout", "x"),
    new Error("x", { cause: new ProtocolError("FrameTimeout", "x") }),
  ];
  const alive = [
    new RpcError("SessionNotFound", "x"),
    new ConnectionError("ConnectionClosed", "x"),
    new ProtocolError("QueueFull", "x"),
    new ProtocolError("NoCommonLayout", "x"),
    new Error("x"),
  ];
  for (const error of silent) equal(isSilence(error), true, error.message);
  for (const error of alive) equal(isSilence(error), false, error.message);
});

Deno.test("isUnreachable() recognises a socket without a listener", () => {
  equal(isUnreachable(new ConnectionError("SocketUnreachable", "x")), true);
  equal(isUnreachable(new ConnectionError("Timeout", "x")), false);
});
