/**
 * The taps of a host: the frames of a service as masked lines of a recording, which the verb `frames` of the control socket
 * sends.
 *
 * @module
 */
import { LineRing } from "@fluxwire/console";
import type { ControlVerb } from "@fluxwire/supervise";
import { type ConnectionRecorder, RecorderThread, Tap } from "@fluxwire/testing/recording";
import { connect, listen, within } from "@fluxwire/transport";
import { noTap } from "./no_tap.ts";

/** How many lines go in one event. */
const MAX_LINES = 500;

interface ServiceTap {
  readonly recorder: RecorderThread;
  readonly lines: LineRing;
}

/** The taps of one host, by service. */
export class Taps implements AsyncDisposable {
  readonly #taps = new Map<string, ServiceTap>();

  /** Opens a tap, as `openTap` of a host does. */
  async open(socketId: string, behind: string): Promise<AsyncDisposable> {
    const listener = await listen(socketId), { recorder } = this.#of(socketId);
    const tap = new Tap({
      listener,
      recorder: { connection: () => new PatientRecorder(recorder.connection()) },
      dial: (signal) => connect(behind, { signal }),
    });
    const running = tap.run();
    running.catch(() => {});
    return {
      async [Symbol.asyncDispose]() {
        tap.close();
        await running.catch(() => {});
      },
    };
  }

  /** Sends `{ lines, missed }`: the lines that are kept, then those that come. A slow reader misses some. */
  readonly frames: ControlVerb = async ({ service, follow }, emit, signal) => {
    const tap = service === null ? undefined : this.#taps.get(service);
    if (tap === undefined) return await noTap(service);
    for (let at = 0; !signal.aborted;) {
      const changed = Promise.withResolvers<void>();
      using _watching = tap.lines.watch(changed.resolve);
      const { lines, missed, next } = tap.lines.read(at, MAX_LINES);
      at = next;
      if (lines.length > 0) await emit({ lines, missed });
      else if (!follow || tap.lines.end !== null) return null;
      else await within(changed.promise, signal).catch(() => {/* The loop ends. */});
    }
    return null;
  };

  /** Ends the recorders, and what is read of them. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { recorder, lines } of this.#taps.values()) {
      await recorder.end().catch(() => {});
      recorder[Symbol.dispose]();
      lines.finish();
    }
    this.#taps.clear();
  }

  /** The lines go on when the service is started again. */
  #of(socketId: string): ServiceTap {
    const known = this.#taps.get(socketId);
    if (known !== undefined) return known;
    const lines = new LineRing();
    const write = (text: string) => {
      for (const line of text.trimEnd().split("\n")) if (line !== "") lines.push(line);
    };
    const recorder = new RecorderThread({ isRaw: false, startedAt: new Date(), write, onClose: () => {} });
    recorder.failed.catch((error) => lines.finish({ code: "Defect", message: String(error), remedy: null }));
    const tap = { recorder, lines };
    this.#taps.set(socketId, tap);
    return tap;
  }
}

/** Records a connection for as long as the recorder keeps up: a driver never waits for it. */
class PatientRecorder implements ConnectionRecorder {
  readonly #recorded: ConnectionRecorder;
  #isOver = false;

  constructor(recorded: ConnectionRecorder) {
    this.#recorded = recorded;
  }

  sent(from: "host" | "driver", chunk: Uint8Array): void {
    if (this.#isOver) return;
    const room = this.#recorded.sent(from, chunk);
    if (room === undefined) return;
    room.catch(() => {});
    this.closed("tap", "the recorder was too slow: the connection goes on, and is not recorded any more");
  }

  closed(by: "host" | "driver" | "tap", reason: string | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#recorded.closed(by, reason);
  }
}
