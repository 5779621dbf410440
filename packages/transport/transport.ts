/**
 * What carries bytes: three functions, no protocol.
 *
 * @module
 */

/** One end of a stream of bytes. It is read by one reader and written by one writer at a time. */
export interface Transport {
  /**
   * Gives the next bytes, in any division; null at the end of the stream, or once this end is closed.
   *
   * The array may be reused by the next read.
   *
   * @throws {ConnectionError} `ConnectionClosed` if the stream broke.
   */
  read(): Promise<Uint8Array | null>;
  /**
   * Writes all of these bytes; they must not change until it has settled.
   *
   * @throws {ConnectionError} `ConnectionClosed` if the peer has closed or this end is closed; some of the bytes may
   * have gone out then.
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends both directions; what is being read or written settles. Closing again does nothing. */
  close(): void;
}

/** A socket that accepts connections. */
export interface Listener {
  /**
   * Gives the next connection; null once the listener is closed.
   *
   * @throws {ConnectionError} `ConnectionClosed` if the system could not accept, out of file descriptors for example.
   */
  accept(): Promise<Transport | null>;
  /** Stops listening and frees the name. Connections that were accepted live on. Closing again does nothing. */
  close(): void;
}
