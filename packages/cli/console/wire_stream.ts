/**
 * The frames between the console and a driver, as lines of a recording: masked, and in the order in which they were sent.
 *
 * @module
 */
import { MemoryListener, type Transport } from "@fluxwire/transport";
import { LineRing } from "@fluxwire/console";
import { RecorderThread, Tap } from "@fluxwire/testing/recording";

/** How much of the frames is kept, in characters. */
const MAX_CHARACTERS = 64 << 20;

/** A tap in front of a driver. */
export class WireStream implements AsyncDisposable {
  /** The lines: the recording's header, then an entry each. */
  readonly lines: LineRing = new LineRing(MAX_CHARACTERS);
  readonly #listener = new MemoryListener();
  readonly #recorder: RecorderThread;
  readonly #tap: Tap;
  readonly #running: Promise<void>;
  readonly #dial: (signal: AbortSignal) => Promise<Transport>;
  /** Connections to the driver that the tap takes over next, in their order. */
  readonly #dialled: Transport[] = [];

  /** @param dial Connects to the driver. */
  constructor(dial: (signal: AbortSignal) => Promise<Transport>) {
    this.#dial = dial;
    const write = (text: string) => {
      for (const line of text.trimEnd().split("\n")) if (line !== "") this.lines.push(line);
    };
    this.#recorder = new RecorderThread({ isRaw: false, startedAt: new Date(), write, onClose: () => {} });
    const dialled = () => Promise.resolve(this.#dialled.shift()!);
    this.#tap = new Tap({ listener: this.#listener, recorder: this.#recorder, dial: dialled });
    this.#running = Promise.race([this.#tap.run(), this.#recorder.failed]);
    this.#running.catch(() => {});
  }

  /** Connects to the driver through the tap. Rejects as its `dial` does: what the tap says of that is only an end. */
  async connect(signal: AbortSignal): Promise<Transport> {
    const driver = await this.#dial(signal);
    try {
      const host = this.#listener.connect();
      this.#dialled.push(driver);
      return host;
    } catch (error) {
      driver.close();
      throw error;
    }
  }

  /** Resolves when all that was sent so far stands in the lines. */
  async flush(): Promise<void> {
    await this.#recorder.end();
  }

  /** Ends the connections, and the lines. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#tap.close();
    await this.#running.catch(() => {});
    for (const driver of this.#dialled.splice(0)) driver.close();
    await this.#recorder.end().catch(() => {});
    this.#recorder[Symbol.dispose]();
    this.lines.finish();
  }
}
