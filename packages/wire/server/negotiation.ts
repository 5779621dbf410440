/**
 * Version negotiation on the driver's end (PROTOCOL.md#versions): by major version with hosts of layout 0.4, by highest
 * exact match with later ones.
 *
 * @module
 */
import type { ProtocolVersion } from "../dto.ts";
import { driverVersions, type Layout } from "../layout.ts";
import { isSameVersion, versionText } from "../version.ts";

/** The version to speak with a host of a layout that offers these; none where there is no common one. */
export function negotiate(layout: Layout, offered: readonly ProtocolVersion[]): ProtocolVersion | null {
  const ours = driverVersions(layout);
  if (layout === "0.4") return offered.some((version) => version.major === ours[0].major) ? ours[0] : null;
  return ours.findLast((own) => offered.some((version) => isSameVersion(own, version))) ?? null;
}

/** What a driver says when there is no common version. */
export function mismatchText(layout: Layout): string {
  return `No compatible protocol version. Server: ${versionText(driverVersions(layout).at(-1)!)}`;
}

/** What a driver says to a version that was not negotiated; hosts of layout 0.4 and their drivers do not look. */
export function driftText(negotiated: ProtocolVersion, received: ProtocolVersion): string {
  return `Protocol version drift detected: negotiated ${versionText(negotiated)}, received ${versionText(received)}`;
}
