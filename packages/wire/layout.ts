/**
 * The byte layout of a connection. The protocol version does not determine it, as 1.1 is 0.4 and 0.5, and 1.2 is 0.6
 * and 0.7 (PROTOCOL.md#layouts); the codec of the first frame and the host's release do.
 *
 * @module
 */
import { numberOf } from "./checked.ts";
import type { ProtocolVersion } from "./dto.ts";
import { LAYOUTS as GENERATED_LAYOUTS } from "./schema.ts";
import type { LayoutName } from "./schema_types.ts";

/** A byte layout, named after the first release that has it. */
export type Layout = LayoutName;

/** Every layout, oldest first. */
export const LAYOUTS: readonly Layout[] = GENERATED_LAYOUTS;

/** The serializer under a layout. */
export type CodecName = "bincode" | "postcard";

/**
 * The serializer of a layout: bincode up to 0.6, postcard from 0.7.
 *
 * @throws {RangeError} for an unknown layout.
 */
export function codecOf(layout: Layout): CodecName {
  numberOf("layout", layout, LAYOUTS);
  return layout === "0.4" || layout === "0.5" || layout === "0.6" ? "bincode" : "postcard";
}

/** The release and versions in a host's Hello. */
export interface HostRelease {
  /** The host's release. */
  clientVersion: string;
  /** The protocol versions that it supports, ascending; it writes the last one in Hello. */
  versions: readonly [ProtocolVersion, ...ProtocolVersion[]];
}

const V1_0: ProtocolVersion = { major: 1, minor: 0 };
const V1_1: ProtocolVersion = { major: 1, minor: 1 };
const V1_2: ProtocolVersion = { major: 1, minor: 2 };

/** The release that Fluxwire's client imitates in each layout (PROTOCOL.md#layouts). */
export const HOST_RELEASES: Readonly<Record<Layout, HostRelease>> = {
  "0.4": { clientVersion: "0.4.7", versions: [V1_1] },
  "0.5": { clientVersion: "0.5.6", versions: [V1_0, V1_1] },
  "0.6": { clientVersion: "0.6.0", versions: [V1_0, V1_1, V1_2] },
  "0.7.0": { clientVersion: "0.7.0", versions: [V1_0, V1_1, V1_2] },
  "0.7.1": { clientVersion: "0.7.7", versions: [V1_0, V1_1, V1_2] },
  "0.8": { clientVersion: "0.8.0-dev.0", versions: [V1_0, V1_1, V1_2] },
};

/**
 * The versions that a driver supports for a host of a layout: the same as the host's own.
 *
 * @throws {RangeError} for an unknown layout.
 */
export function driverVersions(layout: Layout): HostRelease["versions"] {
  numberOf("layout", layout, LAYOUTS);
  return HOST_RELEASES[layout].versions;
}

/** A comparable release number: three numbers, and the pre-release if any. */
interface Release {
  numbers: [number, number, number];
  pre: (string | number)[] | null;
}

function parseRelease(text: string): Release | null {
  const match = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(text);
  if (match === null) return null;
  const pre = match[4]?.split(".").map((part) => /^\d{1,15}$/.test(part) ? Number(part) : part) ?? null;
  return { numbers: [Number(match[1]), Number(match[2]), Number(match[3])], pre };
}

/** Negative if `a` comes before `b`, by the rules of semantic versioning. */
function compareReleases(a: Release, b: Release): number {
  for (let i = 0; i < 3; i++) {
    const difference = a.numbers[i]! - b.numbers[i]!;
    if (difference !== 0) return difference;
  }
  if (a.pre === null || b.pre === null) return Number(a.pre === null) - Number(b.pre === null);
  for (let i = 0; i < Math.max(a.pre.length, b.pre.length); i++) {
    const left = a.pre[i], right = b.pre[i];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    if (left === right) continue;
    if (typeof left !== typeof right) return typeof left === "number" ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

/**
 * The first release of each layout, by codec and newest first; releases before the oldest entry also have its layout.
 */
const FIRST_RELEASES: Readonly<Record<CodecName, readonly (readonly [string, Layout])[]>> = {
  bincode: [["0.6.0-dev.3", "0.6"], ["0.5.0-dev.2", "0.5"], ["0.0.0-0", "0.4"]],
  postcard: [["0.8.0-dev.0", "0.8"], ["0.7.1-0", "0.7.1"], ["0.0.0-0", "0.7.0"]],
};

/** The releases whose layout is known byte for byte (PROTOCOL.md#layouts); others get the nearest layout. */
const KNOWN_RELEASES: Readonly<Record<Layout, RegExp>> = {
  "0.4": /^(0\.4\.0-(dev\.1[1-4]|rc\.0)|0\.4\.[0-7]|0\.5\.0-dev\.[01])$/,
  "0.5": /^(0\.5\.[0-6]|0\.6\.0-dev\.[0-2])$/,
  "0.6": /^0\.6\.0(-rc\.[45])?$/,
  "0.7.0": /^0\.7\.0$/,
  "0.7.1": /^0\.7\.[1-7]$/,
  "0.8": /^0\.8\.0-dev\.0$/,
};

/**
 * The layout of a connection, from its codec and the release that the host's Hello names.
 *
 * @returns `known` is false for an unknown release: the layout is then the nearest one, and the caller should warn.
 */
export function layoutOf(codec: CodecName, clientVersion: string): { layout: Layout; known: boolean } {
  const release = parseRelease(clientVersion);
  if (release === null) return { layout: codec === "bincode" ? "0.6" : "0.7.1", known: false };
  const candidates = FIRST_RELEASES[codec];
  const [, layout] = candidates.find(([first]) => compareReleases(release, parseRelease(first)!) >= 0) ??
    candidates.at(-1)!;
  return { layout, known: KNOWN_RELEASES[layout].test(clientVersion) };
}

/**
 * The newer layout that a driver's `server_version` implies; null if it is no release of DBFlux with a newer layout
 * than the connection has. DBFlux's own drivers name DBFlux's release there, other drivers their own version.
 */
export function newerLayoutOf(layout: Layout, serverVersion: string): Layout | null {
  const { layout: newer, known } = layoutOf(codecOf(layout), serverVersion);
  return known && LAYOUTS.indexOf(newer) > LAYOUTS.indexOf(layout) ? newer : null;
}

/** The layout to read with until Hello has named the release; Hello itself is the same in all layouts of a codec. */
export function provisionalLayout(codec: CodecName, version: ProtocolVersion): Layout {
  if (codec === "postcard") return "0.7.1";
  return version.major < 1 || (version.major === 1 && version.minor <= 1) ? "0.5" : "0.6";
}
