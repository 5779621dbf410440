/**
 * Hello: checks the token, agrees on a version, says what the driver is.
 *
 * @module
 */
import type { DriverHelloRequest, DriverResponseBody, Layout, ProtocolVersion } from "@fluxwire/wire";
import { mismatchText, negotiate } from "@fluxwire/wire/server";
import type { Driver } from "./driver.ts";
import { formFor, kindFor, metadataFor } from "./for_layout.ts";
import { isSameToken } from "./token.ts";

/** What came of a Hello: the answer, and the version if there is a common one. */
export interface Handshake {
  /** The answer. */
  body: DriverResponseBody;
  /** The version both ends speak from now on; null where the Hello failed. */
  version: ProtocolVersion | null;
}

/** What a driver of this SDK can do of what a host requests. */
const CAPABILITIES = ["Cancellation", "SchemaIntrospection", "MultiDatabase"] as const;

/**
 * Answers a Hello.
 *
 * `token` is the expected one, null where any local user may connect; `knowsAudit` says whether the host takes audit
 * events, which a driver announces unasked.
 */
export function shakeHands(
  driver: Driver,
  layout: Layout,
  hello: DriverHelloRequest,
  { token, knowsAudit }: { token: string | null; knowsAudit: boolean },
): Handshake {
  if (token !== null && !isSameToken(token, hello.authToken)) {
    return failed("InvalidRequest", "Unauthorized driver RPC client");
  }
  const version = negotiate(layout, hello.supportedVersions);
  if (version === null) return failed("VersionMismatch", mismatchText(layout));
  const { definition, metadata, formDefinition } = driver;
  const requested = CAPABILITIES.filter((capability) => hello.requestedCapabilities.includes(capability));
  return {
    version,
    body: {
      type: "Hello",
      serverName: definition.id,
      serverVersion: definition.version,
      selectedVersion: version,
      capabilities: [...requested, ...(knowsAudit ? ["AuditEmit" as const] : [])],
      driverKind: kindFor(layout, definition.kind),
      driverMetadata: metadataFor(layout, metadata),
      formDefinition: formFor(layout, formDefinition),
    },
  };
}

function failed(code: "InvalidRequest" | "VersionMismatch", message: string): Handshake {
  return { version: null, body: { type: "Error", code, message, retriable: false } };
}
