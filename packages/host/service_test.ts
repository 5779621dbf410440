import { deepEqual, equal } from "node:assert/strict";
import { createService, socketNameOf } from "./service.ts";

Deno.test("createService() has a default for all but the socket", () => {
  deepEqual(createService({ socketId: "planets.sock" }), {
    socketId: "planets.sock",
    kind: "driver",
    enabled: true,
    command: null,
    args: [],
    env: {},
    startupTimeoutMs: 5_000,
    cwd: null,
    sha256: null,
    tokenEnv: null,
    restart: "permanent",
    tap: false,
    stop: {},
    limits: {},
  });
  equal(createService({ socketId: "a", restart: "temporary" }).restart, "temporary");
});

Deno.test("socketNameOf() is a driver's id as it stands, and within an auth provider's name", () => {
  equal(socketNameOf({ kind: "driver", socketId: "planets.sock" }), "planets.sock");
  equal(socketNameOf({ kind: "auth_provider", socketId: "sso" }), "dbflux-auth-provider-sso.sock");
});
