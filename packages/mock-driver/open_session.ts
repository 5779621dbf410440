/**
 * Opens a session of the mock driver: the profile is checked, nothing is connected (PROTOCOL.md#the-example-driver).
 *
 * @module
 */
import type { DriverRequestBody, DriverResponseBody } from "@fluxwire/wire";
import { type ConnectionProfile, parseProfile, ProfileError } from "@fluxwire/wire/server";
import { failure } from "./failure.ts";
import { METADATA } from "./identity.ts";
import type { Log } from "./log.ts";

type OpenSession = Extract<DriverRequestBody, { type: "OpenSession" }>;

/** The answer to OpenSession: a new session, or an error. */
export function openSession(request: OpenSession, log: Log): DriverResponseBody {
  let profile: ConnectionProfile;
  try {
    profile = parseProfile(request.profileJson);
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return failure("InvalidRequest", `Invalid profile JSON: ${error.message}`);
  }
  if (profile.values === null) return failure("InvalidRequest", "Expected DbConfig::External for custom driver");
  const endpoint = profile.values.get("endpoint");
  if (endpoint === undefined || endpoint.trim() === "") return failure("InvalidRequest", "endpoint is required");
  const apiKey = profile.values.get("api_key") ?? "";
  log.info(`Opening session to endpoint='${endpoint}' api_key_present=${apiKey !== ""}`);
  if (typeof request.password === "string") {
    log.info(`Password provided (length: ${new TextEncoder().encode(request.password).length})`);
  }
  if (typeof request.sshSecret === "string") log.info("SSH secret provided");
  return {
    type: "SessionOpened",
    sessionId: crypto.randomUUID(),
    kind: "SQLite",
    metadata: METADATA,
    schemaLoadingStrategy: "LazyPerDatabase",
    schemaFeatures: 0,
    codeGenCapabilities: 0,
  };
}
