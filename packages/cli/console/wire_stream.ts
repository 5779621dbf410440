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
  #failure: unknown = null;

  /** @param dial Connects to the driver. */
  constructor(dial: (signal: AbortSignal) => Promise<Transport>) {
    const write = (text: string) => {
      for (const line of text.trimEnd().split("\n")) if (line !== "") this.lines.push(line);
    };
    this.#recorder = new RecorderThread({ isRaw: false, startedAt: new Date(), write, onClose: () => {} });
    const noted = async (signal: AbortSignal): Promise<Transport> => {
      this.#failure = null;
      try {
        return await dial(signal);
      } catch (error) {
        this.#failure = error;
        throw error;
      }
    };
    this.#tap = new Tap({ listener: this.#listener, recorder: this.#recorder, dial: noted });
    this.#running = Promise.race([this.#tap.run(), this.#recorder.failed]);
    this.#running.catch(() => {});
  }

  /** Connects to the driver through the tap. */
  connect(): Transport {
    return this.#listener.connect();
  }

  /** Why the driver was not reached when it was dialled last; null if it was. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Resolves when all that was sent so far stands in the lines. */
  async flush(): Promise<void> {
    await this.#recorder.end();
  }

  /** Ends the connections, and the lines. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#tap.close();
    await this.#running.catch(() => {});
    await this.#recorder.end().catch(() => {});
    this.#recorder[Symbol.dispose]();
    this.lines.finish();
  }
}
