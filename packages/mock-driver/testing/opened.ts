/**
 * A session of the full scenario and a client, in one process, for tests.
 *
 * @module
 */
import type { Layout, QueryResultDto, Value } from "@fluxwire/wire";
import type { ClientSession, DriverClient, Statement } from "@fluxwire/wire/client";
import { connectInMemory } from "@fluxwire/sdk/testing";
import { type MockClock, mockClock } from "../mock_clock.ts";
import { fullDriver } from "../full/driver.ts";

/** An open session; disposing it ends the connection. */
export class Opened implements AsyncDisposable {
  private constructor(readonly client: DriverClient, readonly session: ClientSession) {}

  /** Opens a session with a form's values. */
  static async open(
    { layout = "0.7.1", clock = mockClock(null), seed = 1, values }: {
      layout?: Layout;
      clock?: MockClock;
      seed?: number;
      values?: Record<string, string>;
    } = {},
  ): Promise<Opened> {
    const client = await connectInMemory(fullDriver({ seed, clock }), { layout });
    return new Opened(client, await client.open(values));
  }

  /** Runs a statement. */
  execute(sql: string, statement: Partial<Statement> = {}): Promise<QueryResultDto> {
    return this.session.execute({ sql, ...statement });
  }

  /** The rows of a statement. */
  async rows(sql: string, params: Value[] = []): Promise<Value[][]> {
    return (await this.execute(sql, { params })).rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.close();
    await this.client.closed;
  }
}
