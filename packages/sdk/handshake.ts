/**
 * Answers Hello: checks the token, agrees on a version, describes the driver.
 *
 * @module
 */
import type { DriverHelloRequest, DriverResponseBody, Layout, ProtocolVersion } from "@fluxwire/wire";
import { isSameSecret } from "@fluxwire/transport/secrets";
import { mismatchText, negotiate } from "@fluxwire/wire/server";
import type { Driver } from "./driver.ts";
import { formFor, kindFor, metadataFor } from "./for_layout.ts";

/** The answer to a Hello, and the common version if one exists. */
export interface Handshake {
  /** The answer. */
  body: DriverResponseBody;
  /** The version that both ends use from now on; null if the Hello failed. */
  version: ProtocolVersion | null;
}

/** The capabilities that the SDK grants if the host requests them. */
const CAPABILITIES = ["Cancellation", "SchemaIntrospection", "MultiDatabase"] as const;

/**
 * Answers a Hello.
 *
 * `token` is the expected token, null if any local user may connect; `knowsAudit` says whether the host accepts audit
 * events, which a driver announces without a request.
 */
export function shakeHands(
  driver: Driver,
  layout: Layout,
  hello: DriverHelloRequest,
  { token, knowsAudit }: { token: string | null; knowsAudit: boolean },
): Handshake {
  if (token !== null && !isSameSecret(token, hello.authToken)) {
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
