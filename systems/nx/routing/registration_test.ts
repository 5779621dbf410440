import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  type Accepted,
  type Caller,
  DEFAULT_MAX_IN_FLIGHT,
  judgeRegistration,
  maxInFlightOf,
  type Refusal,
  type Registration,
} from "./registration.ts";

const FIRST: Registration = {
  endpointKey: "__register__",
  hubDeviceId: "hub",
  correlationId: "1",
  features: [],
  maxInFlight: 0,
};
const LAUNCHED: Caller = { kind: "instance", deviceId: "hub", isChild: false, hubDeviceId: null, childRef: null };
const UNKNOWN: Caller = { kind: "unknown" };

function verdict(
  change: Partial<Registration>,
  { caller = UNKNOWN, requireToken = false, session = null }: {
    caller?: Caller;
    requireToken?: boolean;
    session?: { isSure: boolean } | null;
  } = {},
): Refusal | Accepted {
  const context = { caller, requireToken, isHub: (id: string) => id === "hub", sessionOf: () => session };
  return judgeRegistration({ ...FIRST, ...change }, context);
}

Deno.test("registration refused: the first message must register", () => {
  const refusal = { status: "FAILED_PRECONDITION", message: "the first message must register" };
  deepStrictEqual(verdict({ endpointKey: "power" }), refusal);
  deepStrictEqual(verdict({ endpointKey: "" }), refusal);
});

Deno.test("registration refused: a registration needs hub_device_id and correlation_id", () => {
  const refusal = {
    status: "INVALID_ARGUMENT",
    message: "a registration needs hub_device_id and correlation_id",
  };
  deepStrictEqual(verdict({ hubDeviceId: "" }), refusal);
  deepStrictEqual(verdict({ correlationId: "" }), refusal);
});

Deno.test("registration refused: no HUB instance has the device id X", () => {
  const refusal = { status: "NOT_FOUND", message: "no HUB instance has the device id lamp" };
  deepStrictEqual(verdict({ hubDeviceId: "lamp" }), refusal);
  deepStrictEqual(verdict({ hubDeviceId: "lamp" }, { caller: LAUNCHED }), refusal);
});

Deno.test("registration refused: X is not this launch's device id", () => {
  const refusal = { status: "PERMISSION_DENIED", message: "hub is not this launch's device id" };
  deepStrictEqual(verdict({}, { caller: { kind: "invalid" } }), refusal);
  deepStrictEqual(verdict({}, { caller: { ...LAUNCHED, deviceId: "other" } }), refusal);
});

Deno.test("registration refused: a launch token is needed", () => {
  const refusal = { status: "UNAUTHENTICATED", message: "a launch token is needed" };
  deepStrictEqual(verdict({}, { requireToken: true }), refusal);
  deepStrictEqual(verdict({}, { requireToken: true, caller: LAUNCHED }), { isSure: true, replaces: false });
});

Deno.test("registration refused: hub X is registered already", () => {
  const refusal = { status: "ALREADY_EXISTS", message: "hub hub is registered already" };
  deepStrictEqual(verdict({}, { session: { isSure: false } }), refusal);
  deepStrictEqual(verdict({}, { session: { isSure: true } }), refusal);
  deepStrictEqual(verdict({}, { session: { isSure: true }, caller: LAUNCHED }), refusal);
});

Deno.test("judgeRegistration() lets the launched hub replace a session that is not sure", () => {
  deepStrictEqual(verdict({}, { session: { isSure: false }, caller: LAUNCHED }), { isSure: true, replaces: true });
  deepStrictEqual(verdict({}), { isSure: false, replaces: false });
});

Deno.test("maxInFlightOf() is 16 unless the hub says, at most 256, and at most what the instance allows", () => {
  strictEqual(DEFAULT_MAX_IN_FLIGHT, 16);
  const asked = (maxInFlight: number, limit: number | null) => maxInFlightOf({ ...FIRST, maxInFlight }, limit);
  deepStrictEqual([asked(0, null), asked(1, null), asked(300, null), asked(0, 4), asked(2, 4)], [16, 1, 256, 4, 2]);
});
