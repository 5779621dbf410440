/**
 * A host that sends exactly the messages of a test, over any transport.
 *
 * @module
 */
import { helloOf, helloVersion } from "../client/handshake.ts";
import { decode, encode } from "../codec.ts";
import type { DriverRequestEnvelope, DriverResponseEnvelope, ProtocolVersion } from "../dto.ts";
import { encodeFrame, FrameDecoder, type Transport } from "@fluxwire/transport";
import type { Layout } from "../layout.ts";

/** The parts of a request that a test sets; the rest is that of the layout's host. */
export type RawRequest = Pick<DriverRequestEnvelope, "body"> & Partial<DriverRequestEnvelope>;

/** The host's end of one connection, without a client's checks. */
export class RawHost {
  readonly #frames = new FrameDecoder();
  readonly #arrived: Uint8Array[] = [];

  /** @param layout The layout of the host to imitate. */
  constructor(readonly transport: Transport, readonly layout: Layout) {}

  /** The version that the layout's host writes. */
  get version(): ProtocolVersion {
    return helloVersion(this.layout);
  }

  /** The request as bytes, without a length prefix. */
  payload(request: RawRequest): Uint8Array {
    return encode("request", this.layout, { protocolVersion: this.version, requestId: 1n, ...request });
  }

  /** The layout's Hello; `patch` replaces members of its body. */
  hello(patch: Partial<Extract<DriverRequestEnvelope["body"], { type: "Hello" }>> = {}): RawRequest {
    const body = helloOf(this.layout, null);
    return { requestId: 0n, body: { ...body, ...patch } };
  }

  /** Sends bytes as one frame. */
  async send(payload: Uint8Array): Promise<void> {
    await this.transport.write(encodeFrame(payload));
  }

  /** The next frame, or null if the driver closed the connection. */
  async receive(): Promise<Uint8Array | null> {
    while (this.#arrived.length === 0) {
      const chunk = await this.transport.read();
      if (chunk === null) return null;
      for (const payload of this.#frames.push(chunk)) this.#arrived.push(payload.slice());
    }
    return this.#arrived.shift()!;
  }

  /** Sends bytes and returns the answer's bytes. */
  async exchange(payload: Uint8Array): Promise<Uint8Array> {
    await this.send(payload);
    const answer = await this.receive();
    if (answer === null) throw new Error("The driver closed the connection");
    return answer;
  }

  /** Sends a request and returns the answer. */
  async ask(request: RawRequest): Promise<DriverResponseEnvelope> {
    return decode("response", this.layout, await this.exchange(this.payload(request))).envelope;
  }
}
