/**
 * Negotiates the version on the driver's end (PROTOCOL.md#versions): by major version with hosts of layout 0.4, by the
 * highest exact match with later ones.
 *
 * @module
 */
import type { ProtocolVersion } from "../dto.ts";
import { driverVersions, type Layout } from "../layout.ts";
import { isSameVersion, versionText } from "../version.ts";

/** The version to use with a host of a layout that offers these; null without a common one. */
export function negotiate(layout: Layout, offered: readonly ProtocolVersion[]): ProtocolVersion | null {
  const ours = driverVersions(layout);
  if (layout === "0.4") return offered.some((version) => version.major === ours[0].major) ? ours[0] : null;
  return ours.findLast((own) => offered.some((version) => isSameVersion(own, version))) ?? null;
}

/** The error of a driver without a common version. */
export function mismatchText(layout: Layout): string {
  return `No compatible protocol version. Server: ${versionText(driverVersions(layout).at(-1)!)}`;
}

/**
 * The error of a driver for a version that was not negotiated; hosts of layout 0.4 and their drivers do not check it.
 */
export function driftText(negotiated: ProtocolVersion, received: ProtocolVersion): string {
  return `Protocol version drift detected: negotiated ${versionText(negotiated)}, received ${versionText(received)}`;
}
