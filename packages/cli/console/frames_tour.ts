/**
 * The tour of the mock driver, for a console that nothing was named for: its frames are there to be looked at.
 *
 * @module
 */
import { type DriverClient, formFields, RpcError, sessionRequest } from "@fluxwire/wire/client";
import { EXAMPLE_QUERIES, UNSUPPORTED_QUERY } from "../driver/example_statements.ts";

/**
 * Greets the driver, opens a session, asks it something, makes two mistakes, and goes.
 *
 * @throws What ends the conversation; errors that the driver answers are part of the tour.
 */
export async function playTour(client: DriverClient, socketId: string, signal: AbortSignal): Promise<void> {
  const { hello, layout } = client, empty = Object.fromEntries(formFields(hello).map(({ id }) => [id, ""]));
  const session = await client.openSession(sessionRequest({ hello, layout, socketId, values: {} }), { signal });
  const options = { signal };
  await session.ping(options);
  await answered(session.schema(options));
  await answered(session.listDatabases(options));
  for (const sql of [...EXAMPLE_QUERIES, UNSUPPORTED_QUERY]) await answered(session.execute({ sql }, options));
  await answered(client.openSession(sessionRequest({ hello, layout, socketId, values: empty }), options));
  await session.close(options);
}

async function answered(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
  }
}
