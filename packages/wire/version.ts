/**
 * Protocol versions as values.
 *
 * @module
 */
import type { ProtocolVersion } from "./dto.ts";

/** Whether two versions are the same. */
export function isSameVersion(a: ProtocolVersion, b: ProtocolVersion): boolean {
  return a.major === b.major && a.minor === b.minor;
}

/** A version as text: `1.2`. */
export function versionText(version: ProtocolVersion): string {
  return `${version.major}.${version.minor}`;
}
