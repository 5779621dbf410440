/**
 * The codec and layout of one connection: the host's first frame decides the codec, the release in its Hello the
 * layout.
 *
 * @module
 */
import { detectCodec } from "./detect.ts";
import type { ProtocolVersion } from "./dto.ts";
import { type CodecName, type Layout, layoutOf, provisionalLayout } from "./layout.ts";

/** Detects the codec and layout of a connection from the host's frames. */
export class ConnectionLayout {
  #codec: CodecName | null = null;
  #layout: Layout | null = null;
  #isUnknownRelease = false;

  /** The codec of the host's first frame; null before that. */
  get codec(): CodecName | null {
    return this.#codec;
  }

  /** The layout in force: provisional until Hello, null before the first frame. */
  get layout(): Layout | null {
    return this.#layout;
  }

  /** Whether the last Hello named an unknown release; its layout is then the nearest known one. */
  get isUnknownRelease(): boolean {
    return this.#isUnknownRelease;
  }

  /** The layout of a payload of the host; until Hello, the first payload decides it. */
  of(payload: Uint8Array): Layout {
    this.#codec ??= detectCodec(payload);
    return this.#layout ??= provisionalLayout(this.#codec, versionIn(this.#codec, payload));
  }

  /** Sets the layout of the release that a Hello names. Call it after {@link of} has read the Hello's payload. */
  greet(clientVersion: string): Layout {
    const { layout, known } = layoutOf(this.#codec!, clientVersion);
    this.#isUnknownRelease = !known;
    return this.#layout = layout;
  }
}

/** The version at the start of a payload: two u16 in bincode, two short integers in postcard. */
function versionIn(codec: CodecName, payload: Uint8Array): ProtocolVersion {
  return { major: payload[0] ?? 0, minor: payload[codec === "bincode" ? 2 : 1] ?? 0 };
}
