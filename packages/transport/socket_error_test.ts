import assert from "node:assert/strict";
import { brokenError, connectError, listenError } from "./socket_error.ts";

function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

Deno.test("connectError() asks to try again where the queue of the listener is full", () => {
  const cause = systemError("EAGAIN", "Resource temporarily unavailable (os error 11)");
  const error = connectError("a", cause);
  assert.equal(error.code, "SocketUnreachable");
  assert.equal(error.message, `Cannot connect to socket "a": too many connections wait to be accepted; try again`);
  assert.equal(error.cause, cause);
});

Deno.test("connectError() and listenError() tell a refusal by the system", () => {
  const cause = systemError("EACCES", "Permission denied (os error 13)");
  for (const [action, error] of [["connect to", connectError("a", cause)], ["listen on", listenError("a", cause)]]) {
    assert.ok(error instanceof Error);
    assert.equal("code" in error && error.code, "PermissionMissing");
    assert.equal(
      error.message,
      `Cannot ${action} socket "a": Permission denied (os error 13); choose a name that this user may use`,
    );
  }
});

Deno.test("connectError() strips the NUL that Deno's messages have before an abstract name", () => {
  const error = connectError("a", new Error('Odd "unix:\0a"'));
  assert.equal(error.code, "SocketUnreachable");
  assert.equal(error.message, `Cannot connect to socket "a": Odd "unix:a"`);
});

Deno.test("brokenError() names what was being done", () => {
  const error = brokenError("read from", systemError("ECONNRESET", "Connection reset by peer (os error 104)"));
  assert.equal(error.code, "ConnectionClosed");
  assert.equal(error.message, "Cannot read from socket: Connection reset by peer (os error 104)");
});
