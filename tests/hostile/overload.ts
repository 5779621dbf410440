/**
 * Many connections at once, for testing a driver under load.
 *
 * @module
 */
import { type DriverClient, openClient } from "@fluxwire/wire/client";
import { connect, type Transport } from "@fluxwire/transport";

/** Open connections, and their ends. */
export class Crowd implements Disposable {
  readonly #transports: Transport[];
  /** Resolves when the driver has closed the oldest one. */
  readonly firstClosed: Promise<void>;
  /** Resolves when the driver has closed all. */
  readonly allClosed: Promise<void>;

  private constructor(transports: Transport[]) {
    this.#transports = transports;
    const closed = transports.map(untilClosed);
    this.firstClosed = closed[0]!;
    this.allClosed = Promise.all(closed).then(() => undefined);
  }

  /** Connects so many times, one after the other. */
  static async connect(socket: string, count: number): Promise<Crowd> {
    const transports: Transport[] = [];
    for (let i = 0; i < count; i++) transports.push(await connect(socket));
    return new Crowd(transports);
  }

  /** Writes the same bytes on every connection that is still open. */
  async write(bytes: Uint8Array): Promise<void> {
    await Promise.all(this.#transports.map((transport) => transport.write(bytes).catch(() => {})));
  }

  /** Closes every connection. */
  [Symbol.dispose](): void {
    for (const transport of this.#transports) transport.close();
  }
}

async function untilClosed(transport: Transport): Promise<void> {
  try {
    while (await transport.read() !== null);
  } catch {
    // A broken connection counts as closed.
  }
}

/** How long a healthy client pauses between two pings, in milliseconds. */
const REST_MS = 1;

/** A client that pings continuously. */
export class HealthyClient {
  readonly #client: DriverClient;
  #times: number[] = [];
  #isOver = false;
  readonly #running: Promise<void>;

  private constructor(client: DriverClient) {
    this.#client = client;
    this.#running = this.#run();
  }

  /** Connects, and starts pinging. */
  static async start(socket: string): Promise<HealthyClient> {
    return new HealthyClient(await openClient(await connect(socket)));
  }

  /** The 99th percentile of the pings since the last call, in milliseconds, and their number. */
  take(): { p99: number; count: number } {
    const sorted = this.#times.sort((a, b) => a - b);
    this.#times = [];
    return { p99: sorted[Math.floor(sorted.length * 0.99)] ?? NaN, count: sorted.length };
  }

  /** Pings once more and closes; rejects if a ping failed. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
    this.#client.close();
    await this.#client.closed;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const start = performance.now();
      await this.#client.ping();
      this.#times.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  }
}

/** A process's memory in bytes (Linux). */
export function residentBytes(pid: number): number {
  return Number(Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ")[1]) * 4096;
}

/** A process's processor time in milliseconds (Linux). */
export function processorMs(pid: number): number {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
