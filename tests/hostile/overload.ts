/**
 * Many connections at once, for tests of what a driver bears.
 *
 * @module
 */
import { type DriverClient, openClient } from "@fluxwire/wire/client";
import { connect, type Transport } from "@fluxwire/transport";

/** Connections that are held, and what becomes of them. */
export class Crowd implements Disposable {
  readonly #transports: Transport[];
  /** Resolves when the driver has closed the first one that was made. */
  readonly firstClosed: Promise<void>;
  /** Resolves when the driver has closed every one. */
  readonly allClosed: Promise<void>;

  private constructor(transports: Transport[]) {
    this.#transports = transports;
    const closed = transports.map(untilClosed);
    this.firstClosed = closed[0]!;
    this.allClosed = Promise.all(closed).then(() => undefined);
  }

  /** Connects that many times, one after the other. */
  static async connect(socket: string, count: number): Promise<Crowd> {
    const transports: Transport[] = [];
    for (let i = 0; i < count; i++) transports.push(await connect(socket));
    return new Crowd(transports);
  }

  /** Writes the same bytes on every connection that is still open. */
  async write(bytes: Uint8Array): Promise<void> {
    await Promise.all(this.#transports.map((transport) => transport.write(bytes).catch(() => {})));
  }

  /** Leaves. */
  [Symbol.dispose](): void {
    for (const transport of this.#transports) transport.close();
  }
}

async function untilClosed(transport: Transport): Promise<void> {
  try {
    while (await transport.read() !== null);
  } catch {
    // A connection that is cut is closed as well.
  }
}

/** How long a healthy client rests between two pings, in milliseconds. */
const REST_MS = 1;

/** A client that pings again and again. */
export class HealthyClient {
  readonly #client: DriverClient;
  #times: number[] = [];
  #isOver = false;
  readonly #running: Promise<void>;

  private constructor(client: DriverClient) {
    this.#client = client;
    this.#running = this.#run();
  }

  /** Connects, and begins. */
  static async start(socket: string): Promise<HealthyClient> {
    return new HealthyClient(await openClient(await connect(socket)));
  }

  /** The 99th percentile of the pings since the last call, in milliseconds, and how many there were. */
  take(): { p99: number; count: number } {
    const sorted = this.#times.sort((a, b) => a - b);
    this.#times = [];
    return { p99: sorted[Math.floor(sorted.length * 0.99)] ?? NaN, count: sorted.length };
  }

  /** Pings once more and leaves; rejects where a ping has failed. */
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

/** Bytes of memory a process has in use (Linux). */
export function residentBytes(pid: number): number {
  return Number(Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ")[1]) * 4096;
}

/** Milliseconds of processor time a process has used (Linux). */
export function processorMs(pid: number): number {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
