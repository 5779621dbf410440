/**
 * Sends Hello as the real host does, and reads its answer (PROTOCOL.md#handshake, PROTOCOL.md#layouts).
 *
 * @module
 */
import { decode } from "../codec.ts";
import type { DriverHelloResponse, DriverRequestBody, DriverResponseEnvelope, ProtocolVersion } from "../dto.ts";
import { numberOf } from "../checked.ts";
import { MalformedError, type ProtocolErrorCode } from "../errors.ts";
import { ProtocolError } from "@fluxwire/transport";
import { type CodecName, codecOf, HOST_RELEASES, type Layout, LAYOUTS } from "../layout.ts";
import type { Limits } from "../limits.ts";
import { isSameVersion, versionText } from "../version.ts";

/** The answer to Hello has another layout of the same codec: `WrongLayout`. */
export class WrongLayoutError extends ProtocolError<ProtocolErrorCode> {
  /**
   * An answer of another layout.
   *
   * @param layout The layout that it has.
   */
  constructor(readonly layout: Layout, message: string, options: { cause?: unknown } = {}) {
    super("WrongLayout", message, options);
  }
}

/**
 * The Hello of a host of a layout, with its release, its versions and the capabilities it requests.
 *
 * @throws {RangeError} for an unknown layout.
 */
export function helloOf(layout: Layout, token: string | null): Extract<DriverRequestBody, { type: "Hello" }> {
  numberOf("layout", layout, LAYOUTS);
  const { clientVersion, versions } = HOST_RELEASES[layout];
  return {
    type: "Hello",
    clientName: "dbflux_driver_ipc",
    clientVersion,
    supportedVersions: [...versions],
    requestedCapabilities: ["Cancellation", "ChunkedResults", "SchemaIntrospection", "MultiDatabase"],
    authToken: token,
  };
}

/** The version that a host of a layout writes in Hello: the highest it supports. */
export function helloVersion(layout: Layout): ProtocolVersion {
  return HOST_RELEASES[layout].versions.at(-1)!;
}

/**
 * Reads the answer to Hello. A driver of another release answers in its own codec or layout, which the error names, so
 * that the caller knows which layout to imitate instead.
 *
 * @throws {ProtocolError} `WrongCodec` where it is an envelope of the other codec.
 * @throws {WrongLayoutError} where it is one of another layout of the same codec: the nearest older one, else the nearest
 * newer one.
 * @throws {MalformedError} otherwise.
 */
export function readHelloAnswer(layout: Layout, payload: Uint8Array, limits: Partial<Limits>): DriverResponseEnvelope {
  const codec = codecOf(layout), found = answerCodec(payload);
  if (found !== codec && LAYOUTS.some((other) => codecOf(other) === found && isAnswer(other, payload))) {
    throw new ProtocolError<ProtocolErrorCode>(
      "WrongCodec",
      `Cannot read Hello answer: it is ${found}, Hello in layout ${layout} was ${codec}; imitate another layout`,
    );
  }
  try {
    return decode("response", layout, payload, { limits }).envelope;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    const at = LAYOUTS.indexOf(layout);
    const other = [...LAYOUTS.slice(0, at).reverse(), ...LAYOUTS.slice(at + 1)].find((other) =>
      codecOf(other) === codec && isAnswer(other, payload)
    );
    if (other === undefined) throw error;
    throw new WrongLayoutError(
      other,
      `Cannot read Hello answer: it has layout ${other}, Hello had layout ${layout}; imitate layout ${other}`,
      { cause: error },
    );
  }
}

/**
 * The version that both ends use from now on. A host of layout 0.4 uses its own and ignores the selected one
 * (PROTOCOL.md#versions).
 *
 * @throws {ProtocolError} `VersionDrift` if the driver selected a version that was not offered.
 */
export function agreedVersion(layout: Layout, { selectedVersion }: DriverHelloResponse): ProtocolVersion {
  const { versions } = HOST_RELEASES[layout];
  if (layout === "0.4") return helloVersion(layout);
  const agreed = versions.find((version) => isSameVersion(version, selectedVersion));
  if (agreed !== undefined) return agreed;
  throw new ProtocolError<ProtocolErrorCode>(
    "VersionDrift",
    `Cannot accept Hello answer: selected version ${versionText(selectedVersion)} is not one of ${
      versions.map(versionText).join(", ")
    }; the driver must select one it was offered`,
  );
}

/**
 * The codec of an answer to request 0: in bincode the upper halves of the version and the id are zero, in postcard
 * `done` or the body's variant is among these bytes.
 */
function answerCodec(payload: Uint8Array): CodecName {
  const zeros = [1, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  return payload.length >= 18 && zeros.every((at) => payload[at] === 0) ? "bincode" : "postcard";
}

/** Whether a payload is an answer to Hello in a layout. */
function isAnswer(layout: Layout, payload: Uint8Array): boolean {
  try {
    const { requestId, body } = decode("response", layout, payload).envelope;
    return requestId === 0n && (body.type === "Hello" || body.type === "Error");
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return false;
  }
}
