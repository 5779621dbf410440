/**
 * The messages of one connection, decoded in both directions: the host's first frame and Hello decide codec and layout.
 *
 * @module
 */
import {
  ConnectionLayout,
  decode,
  type DriverRequestEnvelope,
  type DriverResponseEnvelope,
  type Layout,
  MalformedError,
  type Pass,
} from "@fluxwire/wire";
import type { Sender } from "./entry.ts";

/** A decoded message; `error` is set if decoding failed. */
export type ReadMessage =
  | { from: "host"; layout: Layout; envelope: DriverRequestEnvelope; pass: Pass; error: null }
  | { from: "driver"; layout: Layout; envelope: DriverResponseEnvelope; pass: Pass; error: null }
  | { from: Sender; layout: Layout | null; envelope: null; pass: null; error: MalformedError | null };

/** Decodes the messages of one connection. */
export class Conversation {
  readonly #connection = new ConnectionLayout();

  /** The current layout: provisional until Hello, null before the first frame. */
  get layout(): Layout | null {
    return this.#connection.layout;
  }

  /** Decodes a payload. Frames of a driver that speaks first cannot be decoded. */
  read(from: Sender, payload: Uint8Array): ReadMessage {
    const layout = from === "host" ? this.#connection.of(payload) : this.#connection.layout;
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
    const { body } = envelope;
    const spoken = body.type === "Hello" ? this.#connection.greet(body.clientVersion) : layout;
    return { from: "host", layout: spoken, envelope, pass, error: null };
  }
}
