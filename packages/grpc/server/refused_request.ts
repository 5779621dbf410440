/**
 * A request that is no call of gRPC, and is answered in the words of HTTP.
 *
 * @module
 */
import { HeaderTemplate } from "../hpack/encoder.ts";
import type { Field } from "../hpack/field.ts";
import type { Http2Connection } from "../http2/connection.ts";
import { Stream } from "../http2/stream.ts";

/** A body beyond this is not waited for. */
const MAX_BODY_BYTES = 65_536;

/** Answers with a status and a text, behind the end of the request. */
export class RefusedRequest extends Stream {
  readonly #connection: Http2Connection;
  readonly #status: string;
  readonly #text: string;
  #bodyBytes = 0;

  /** A request that gets that answer. */
  constructor(connection: Http2Connection, status: string, text: string) {
    super();
    this.#connection = connection;
    this.#status = status;
    this.#text = text;
  }

  /** Headers and trailers change nothing. */
  onHeaders(): void {}

  /** The body is dropped. */
  onData(_buffer: Uint8Array, start: number, end: number): void {
    this.#connection.credit.took(this, end - start);
    this.#bodyBytes += end - start;
    if (this.#bodyBytes > MAX_BODY_BYTES && this.end === null && !this.isLocalEnded) this.#answer();
  }

  /** Answers. */
  onRemoteEnd(): void {
    if (this.end === null && !this.isLocalEnded) this.#answer();
  }

  /** Nothing waits for it. */
  onAbort(): void {}

  /** Nothing waits for it. */
  onDrained(): void {}

  #answer(): void {
    const { sender } = this.#connection;
    const body = new TextEncoder().encode(this.#text);
    const fields: Field[] = [
      { name: ":status", value: this.#status },
      { name: "content-type", value: "text/plain; charset=utf-8" },
    ];
    sender.headers(this, new HeaderTemplate(fields), null, false);
    sender.data(this, body, false, true);
  }
}
