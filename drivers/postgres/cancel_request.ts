/**
 * Cancels a statement, over a separate connection that names its process, and waits until the server has received it.
 *
 * @module
 */
import { Connection, type PgClient } from "./pg.ts";
import type { ServerAddress } from "./server_address.ts";

/** The time limit for the server to receive a cancel, in milliseconds. */
const CANCEL_TIMEOUT_MS = 5_000;

/**
 * Asks the server to end the statement of a client's process, and waits until it has signalled the process.
 *
 * The server closes the connection after it has signalled the process, and a process drops a signal that finds it
 * between two statements. So a statement sent after this resolves is never hit.
 *
 * @throws {Error} if the server cannot be reached, or takes longer than 5 seconds.
 */
export async function requestCancel(client: PgClient, address: ServerAddress): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const { host, port, ssl } = address;
  const connection = new Connection({ ssl });
  const send = (): void => connection.cancel(client.processID, client.secretKey);
  connection.on("connect", () => ssl === false ? send() : connection.requestSsl());
  connection.on("sslconnect", send);
  connection.on("end", () => resolve());
  connection.on("error", reject);
  const late = (): void => reject(new Error(`the server did not take the cancel within ${CANCEL_TIMEOUT_MS} ms`));
  const timer = setTimeout(late, CANCEL_TIMEOUT_MS);
  if (host.startsWith("/")) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    connection.stream.destroy();
  }
}
