/**
 * A call that ends with its headers.
 *
 * @module
 */
import type { HeaderTemplate } from "../hpack/encoder.ts";
import type { Field } from "../hpack/field.ts";
import type { Http2Connection } from "../http2/connection.ts";
import { Stream } from "../http2/stream.ts";

/** Answers with a status at once, in trailers only. */
export class RefusedCall extends Stream {
  readonly #connection: Http2Connection;
  readonly #headers: HeaderTemplate;
  readonly #status: readonly Field[];

  /** A call that gets that answer. */
  constructor(connection: Http2Connection, headers: HeaderTemplate, status: readonly Field[]) {
    super();
    this.#connection = connection;
    this.#headers = headers;
    this.#status = status;
  }

  /** Answers; a request that goes on is reset without an error. */
  onHeaders(_fields: Field[] | null, isEnd: boolean): void {
    if (isEnd) this.isRemoteEnded = true;
    this.#connection.sender.headers(this, this.#headers, this.#status, true);
  }

  /** Nothing comes behind the answer. */
  onData(): void {}

  /** Nothing waits for it. */
  onRemoteEnd(): void {}

  /** Nothing waits for it. */
  onAbort(): void {}

  /** Nothing waits for it. */
  onDrained(): void {}
}
