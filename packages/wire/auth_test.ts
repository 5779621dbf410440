import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { decode, encode } from "./codec.ts";
import type { AuthProviderRequestEnvelope, AuthProviderResponseBody, AuthProviderResponseEnvelope } from "./dto.ts";
import { MalformedError } from "./errors.ts";
import { fromExactJson, toExactJson } from "./exact_json.ts";
import { type Layout, LAYOUTS } from "./layout.ts";

const V1_2 = { major: 1, minor: 2 };
const WITH_AUTH: readonly Layout[] = LAYOUTS.slice(1);

const HELLO: AuthProviderRequestEnvelope = {
  protocolVersion: V1_2,
  requestId: 0n,
  body: {
    type: "Hello",
    clientName: "dbflux_ipc",
    clientVersion: "0.5.0",
    supportedVersions: [V1_2],
    authToken: null,
  },
};

const BODIES: readonly AuthProviderResponseBody[] = [
  {
    type: "Hello",
    serverName: "s",
    serverVersion: "1",
    selectedVersion: V1_2,
    providerId: "p",
    displayName: "P",
    formDefinition: { tabs: [] },
  },
  { type: "SessionState", state: { type: "Valid", expiresAt: "2024-01-02T03:04:05Z" } },
  { type: "SessionState", state: { type: "Expired" } },
  { type: "LoginUrlProgress", verificationUrl: null },
  {
    type: "LoginResult",
    session: {
      providerId: "p",
      profileId: "00112233-4455-6677-8899-aabbccddeeff",
      expiresAt: null,
      sessionData: null,
    },
  },
  { type: "Credentials", credentials: { fields: new Map([["a", "1"]]), secretFields: new Map([["__proto__", "2"]]) } },
  { type: "DynamicOptions", options: [{ value: "v", label: "V" }], cacheHintSeconds: 60 },
  { type: "Error", code: "Provider", message: "no", retriable: true },
];

Deno.test("an auth provider's Hello has the bytes of its fields in order, in both codecs", () => {
  const name = "dbflux_ipc", version = "0.5.0";
  const text = (value: string) => new TextEncoder().encode(value).toHex();
  strictEqual(
    encode("auth-request", "0.7.1", HELLO).toHex(),
    `0102` + `00` + `00` + `0a${text(name)}` + `05${text(version)}` + `010102` + `00`,
  );
  strictEqual(
    encode("auth-request", "0.5", HELLO).toHex(),
    `01000200` + `0000000000000000` + `00000000` + `0a00000000000000${text(name)}` +
      `0500000000000000${text(version)}` +
      `0100000000000000` + `01000200` + `00`,
  );
});

Deno.test("every answer of an auth provider is kept in every layout, as bytes and as exact JSON", () => {
  for (const layout of WITH_AUTH) {
    for (const body of BODIES) {
      const envelope: AuthProviderResponseEnvelope = { protocolVersion: V1_2, requestId: 1n, done: true, body };
      const decoded = decode("auth-response", layout, encode("auth-response", layout, envelope));
      deepStrictEqual(decoded, { envelope, pass: "strict" }, `${body.type} in ${layout}`);
      deepStrictEqual(fromExactJson("auth-response", toExactJson("auth-response", envelope)), envelope);
    }
  }
});

Deno.test("an auth provider's variants are renumbered in 0.6 (PROTOCOL.md#auth-providers)", () => {
  const numberOf = (layout: Layout, body: AuthProviderResponseBody) => {
    const bytes = encode("auth-response", layout, { protocolVersion: V1_2, requestId: 1n, done: true, body });
    return layout === "0.5" || layout === "0.6" ? bytes[13] : bytes[4];
  };
  const [state, url, result, credentials, options, error] = [1, 3, 4, 5, 6, 7].map((i) => BODIES[i]!);
  const all = [state, url, result, credentials, options, error].map((body) => body!);
  deepStrictEqual(all.map((body) => numberOf("0.5", body)), [3, 4, 5, 6, 7, 8]);
  for (const layout of WITH_AUTH.slice(1)) {
    deepStrictEqual(all.map((body) => numberOf(layout, body)), [4, 5, 6, 7, 8, 10]);
  }
});

Deno.test("a login with JSON data is answered by its header (H4)", () => {
  const empty = encode("auth-response", "0.7.1", {
    protocolVersion: V1_2,
    requestId: 1n,
    done: true,
    body: BODIES[4]!,
  });
  const withData = Uint8Array.from([...empty.slice(0, -1), 1, 0]);
  try {
    decode("auth-response", "0.7.1", withData);
  } catch (error) {
    ok(error instanceof MalformedError);
    deepStrictEqual(error.header, { protocolVersion: V1_2, requestId: 1n, sessionId: null, body: "LoginResult" });
    strictEqual(error.path, "body.session.sessionData");
    return;
  }
  throw new Error("Expected a MalformedError");
});

Deno.test("layout 0.4 has no auth providers", () => {
  for (
    const action of [
      () => encode("auth-request", "0.4", HELLO),
      () => decode("auth-request", "0.4", new Uint8Array(20)),
    ]
  ) {
    try {
      action();
    } catch (error) {
      ok(error instanceof MalformedError);
      strictEqual(error.reason, "layout 0.4 has no auth-request messages");
      continue;
    }
    throw new Error("Expected a MalformedError");
  }
});
