import { doesNotThrow, throws } from "node:assert/strict";
import { checkPermission, type Destination } from "./permission.ts";
import type { Caller } from "./registration.ts";

const CHILD = { kind: "instance", deviceId: "lamp", isChild: true, hubDeviceId: "hub", childRef: "1" } as const;
const FORBIDDEN = {
  name: "ProxyError",
  code: "Forbidden",
  message: "not this instance's hub",
  status: "PERMISSION_DENIED",
};

function check(caller: Caller, to: Partial<Destination> = {}, requireToken = false): () => void {
  return () => checkPermission(caller, { hubDeviceId: "hub", childRef: "1", ...to }, requireToken);
}

Deno.test("routing 9: with a token a CHILD reaches the hub of its config, with -require_token its own child_ref only", () => {
  doesNotThrow(check(CHILD));
  doesNotThrow(check(CHILD, { childRef: "2" }));
  throws(check(CHILD, { hubDeviceId: "other" }), {
    ...FORBIDDEN,
    detail: "the configuration of this child names hub hub",
  });
  doesNotThrow(check({ ...CHILD, hubDeviceId: null }, { hubDeviceId: "other" }));
  doesNotThrow(check({ kind: "unknown" }, { hubDeviceId: "other" }));
  doesNotThrow(check(CHILD, {}, true));
  throws(check(CHILD, { childRef: "2" }, true), { ...FORBIDDEN, detail: "a child reaches its own child_ref only" });
  throws(check({ ...CHILD, hubDeviceId: null }, {}, true), {
    ...FORBIDDEN,
    detail: "the configuration of this instance names no hub",
  });
  throws(check({ ...CHILD, isChild: false }, {}, true), FORBIDDEN);
  doesNotThrow(check({ kind: "operator" }, { hubDeviceId: "other" }, true));
});

Deno.test("failure: Forbidden, not this instance's hub", () => {
  throws(check({ kind: "invalid" }), { ...FORBIDDEN, detail: "the launch token is of no launch that runs" });
  throws(check({ kind: "unknown" }, {}, true), { ...FORBIDDEN, detail: "a launch token is needed" });
});
