/**
 * The messages of one connection, read from both sides: the host's first frame and its Hello decide codec and layout.
 *
 * @module
 */
import {
  type CodecName,
  decode,
  detectCodec,
  type DriverRequestEnvelope,
  type DriverResponseEnvelope,
  type Layout,
  layoutOf,
  MalformedError,
  type Pass,
  provisionalLayout,
} from "@fluxwire/wire";
import type { Sender } from "./entry.ts";

/** A message as it was read; `error` is set where it could not be. */
export type ReadMessage =
  | { from: "host"; layout: Layout; envelope: DriverRequestEnvelope; pass: Pass; error: null }
  | { from: "driver"; layout: Layout; envelope: DriverResponseEnvelope; pass: Pass; error: null }
  | { from: Sender; layout: Layout | null; envelope: null; pass: null; error: MalformedError | null };

/** Reads what goes over one connection. */
export class Conversation {
  #codec: CodecName | null = null;
  #layout: Layout | null = null;

  /** The layout in force: provisional until Hello, null before the first frame. */
  get layout(): Layout | null {
    return this.#layout;
  }

  /** Reads a payload. A driver that speaks first cannot be read. */
  read(from: Sender, payload: Uint8Array): ReadMessage {
    if (from === "host") this.#layout ??= this.#firstLayout(payload);
    const layout = this.#layout;
    if (layout === null) return { from, layout, envelope: null, pass: null, error: null };
    try {
      return from === "host"
        ? this.#readRequest(layout, payload)
        : { from, layout, ...decode("response", layout, payload), error: null };
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      return { from, layout, envelope: null, pass: null, error };
    }
  }

  #readRequest(layout: Layout, payload: Uint8Array): ReadMessage {
    const { envelope, pass } = decode("request", layout, payload);
    if (envelope.body.type === "Hello") this.#layout = layoutOf(this.#codec!, envelope.body.clientVersion).layout;
    return { from: "host", layout: this.#layout!, envelope, pass, error: null };
  }

  #firstLayout(payload: Uint8Array): Layout {
    this.#codec = detectCodec(payload);
    const minor = payload[this.#codec === "bincode" ? 2 : 1] ?? 0;
    return provisionalLayout(this.#codec, { major: payload[0] ?? 0, minor });
  }
}
