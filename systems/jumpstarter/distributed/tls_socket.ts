/**
 * TLS to a server whose certificate its configuration pins, or does not ask to be checked.
 *
 * Deno's own TLS refuses a certificate that is its own authority, as controllers make them for themselves, and it always
 * checks; that of Node's API does neither.
 *
 * @module
 */
import { connect, type TLSSocket } from "node:tls";
import { ConnectionError, onAbort, type Transport } from "@fluxwire/transport";

/** What is trusted. */
export interface Trust {
  /** Certificates in PEM, in place of the system's; null for the system's. */
  readonly ca: string | null;
  /** Whether the server's certificate is checked. */
  readonly isChecked: boolean;
}

const ALPN = "h2";

/**
 * Connects.
 *
 * @throws {ConnectionError} `TlsFailed`, `SocketUnreachable`, or `Timeout` after `timeoutMs`.
 */
export async function connectTls(
  { hostname, port }: { hostname: string; port: number },
  { ca, isChecked }: Trust,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
): Promise<Transport> {
  signal?.throwIfAborted();
  const action = `Cannot connect to ${hostname}:${port}`;
  const isAddress = hostname.includes(":") || /^[\d.]+$/.test(hostname);
  const socket = connect({
    host: hostname,
    port,
    ALPNProtocols: [ALPN],
    rejectUnauthorized: isChecked,
    ...ca === null ? {} : { ca },
    ...isAddress ? {} : { servername: hostname },
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    reject(new ConnectionError("Timeout", `${action}: no connection within ${timeoutMs} ms`));
  }, timeoutMs);
  using _listening = onAbort(signal, () => reject(signal!.reason));
  socket.once("secureConnect", () => resolve());
  socket.on("error", (cause) => reject(failure(action, cause)));
  socket.once("close", () => reject(new ConnectionError("TlsFailed", `${action}: the server closed the connection`)));
  try {
    await promise;
    if (socket.alpnProtocol === ALPN) return new TlsTransport(socket);
    throw new ConnectionError("TlsFailed", `${action}: the server does not name ${ALPN} by ALPN`);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function failure(action: string, cause: Error & { code?: string }): ConnectionError {
  const isSocket = /^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE)/.test(cause.code ?? "");
  const hint = isSocket ? "" : "; the certificate must be the one of tls.ca, or be signed by it, and name the host";
  return new ConnectionError(isSocket ? "SocketUnreachable" : "TlsFailed", `${action}: ${cause.message}${hint}`, {
    cause,
  });
}

class TlsTransport implements Transport {
  readonly #socket: TLSSocket;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #isClosed = false;

  constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }

  async read(): Promise<Uint8Array | null> {
    try {
      const { value, done } = await this.#chunks.next();
      return done ? null : value;
    } catch (cause) {
      if (this.#isClosed) return null;
      throw new ConnectionError("ConnectionClosed", `Cannot read: ${(cause as Error).message}`, { cause });
    }
  }

  write(bytes: Uint8Array): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#socket.write(bytes, (cause) => {
      if (cause === null || cause === undefined) resolve();
      else reject(new ConnectionError("ConnectionClosed", `Cannot write: ${cause.message}`, { cause }));
    });
    return promise;
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }
}
