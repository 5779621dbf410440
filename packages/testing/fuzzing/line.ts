/**
 * A connection from the host's end that sends any bytes and expects nothing.
 *
 * @module
 */
import { type Clock, ConnectionError, FrameDecoder, ProtocolError, type Transport, within } from "@fluxwire/transport";

/** The outcome of waiting: a payload, `late` after the time limit, `closed` at the end, or how the stream is broken. */
export type Arrival = Uint8Array | "late" | "closed" | ProtocolError;

/** One connection. */
export class Line {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #frames = new FrameDecoder();
  readonly #arrived: (Uint8Array | "closed" | ProtocolError)[] = [];
  readonly #reading: Promise<void>;
  #wake: () => void = () => {};

  /** Takes over a transport, and reads it to its end. */
  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
    this.#reading = this.#read();
  }

  /** Writes bytes; false if the driver does not take them in time, or is gone. */
  async write(bytes: Uint8Array, ms: number): Promise<boolean> {
    const written = this.#transport.write(bytes).then(() => true, ignoreClosed);
    return await within(written, ms, this.#clock) === true;
  }

  /** The next frame or event within a time limit. */
  async next(ms: number): Promise<Arrival> {
    if (this.#arrived.length === 0) {
      await within(new Promise<void>((resolve) => this.#wake = resolve), ms, this.#clock);
    }
    const [first] = this.#arrived;
    if (first instanceof Uint8Array) this.#arrived.shift();
    return first ?? "late";
  }

  /** Closes it; resolves when reading has ended. */
  async close(): Promise<void> {
    this.#transport.close();
    await this.#reading;
  }

  async #read(): Promise<void> {
    try {
      for (let chunk = await this.#transport.read(); chunk !== null; chunk = await this.#transport.read()) {
        for (const payload of this.#frames.push(chunk)) this.#arrive(payload.slice());
        if (this.#frames.failure !== null) return this.#arrive(this.#frames.failure);
      }
      this.#arrive("closed");
    } catch (error) {
      if (error instanceof ProtocolError) return this.#arrive(error);
      ignoreClosed(error);
      this.#arrive("closed");
    }
  }

  #arrive(arrival: Uint8Array | "closed" | ProtocolError): void {
    this.#arrived.push(arrival);
    this.#wake();
  }
}

function ignoreClosed(error: unknown): false {
  if (error instanceof ConnectionError) return false;
  throw error;
}
