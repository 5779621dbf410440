/**
 * Terminals of the machine: serial ports by their device files.
 *
 * @module
 */
import { DeviceError } from "../device/device_error.ts";
import type { ByteHandle } from "../device/method.ts";

/** How a terminal is set up. */
export interface TerminalOptions {
  /** Bits per second. */
  readonly baudrate: number;
  /** Whether the line DTR stays as it is when the port is closed: some boards start anew when it falls. */
  readonly keepsLines: boolean;
}

/** How long a read of a silent terminal takes, in tenths of a second: a thread of a closed one is free after it. */
const READ_TENTHS = 1;
/** An empty read in less time, in milliseconds, is no silence. */
const AT_ONCE_MS = READ_TENTHS * 50;
/** So many of them, one after the other, mean that the terminal has hung up. */
const MAX_AT_ONCE = 5;

/**
 * Opens a terminal for raw bytes.
 *
 * @throws {DeviceError} `Unavailable` if it cannot be set up.
 */
export async function openTerminal(path: string, options: TerminalOptions): Promise<Terminal> {
  await setUp(path, options);
  using stack = new DisposableStack();
  // A file does one thing after the other: a write would wait for a silent read.
  const reader = stack.use(await Deno.open(path)), writer = stack.use(await Deno.open(path, { write: true }));
  stack.move();
  return new Terminal(reader, writer);
}

async function setUp(path: string, { baudrate, keepsLines }: TerminalOptions): Promise<void> {
  const bytes = ["raw", "-echo", "-echoe", "-echok", "cs8", "-parenb", "-cstopb", "clocal"];
  // A read that waits for a byte cannot be ended: it would take the first byte of the next one that opens the port.
  const reads = ["min", "0", "time", String(READ_TENTHS)];
  const args = ["-F", path, String(baudrate), ...bytes, keepsLines ? "-hupcl" : "hupcl", ...reads];
  const { success, stderr } = await new Deno.Command("stty", { args, stdin: "null" }).output();
  if (success) return;
  throw new DeviceError("Unavailable", `Cannot set up ${path}: ${new TextDecoder().decode(stderr).trim()}`);
}

/** A terminal that is open. */
export class Terminal implements ByteHandle {
  readonly #reader: Deno.FsFile;
  readonly #writer: Deno.FsFile;
  readonly #ended = Promise.withResolvers<void>();
  #isReading = false;
  #isClosed = false;

  /** For this module: see {@link openTerminal}. */
  constructor(reader: Deno.FsFile, writer: Deno.FsFile) {
    this.#reader = reader;
    this.#writer = writer;
  }

  /** Resolves when it is closed and reads no more: a read that is left behind would take bytes of the next one. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Reads what is there; null when it is closed or has hung up. */
  async read(buffer: Uint8Array): Promise<number | null> {
    this.#isReading = true;
    try {
      return await this.#next(buffer);
    } finally {
      this.#isReading = false;
      if (this.#isClosed) this.#endReading();
    }
  }

  async #next(buffer: Uint8Array): Promise<number | null> {
    for (let atOnce = 0; !this.#isClosed && atOnce < MAX_AT_ONCE;) {
      const start = performance.now(), count = await this.#reader.read(buffer);
      if (count !== null) return count;
      atOnce = performance.now() - start < AT_ONCE_MS ? atOnce + 1 : 0;
    }
    return null;
  }

  /** Writes some bytes. */
  write(bytes: Uint8Array): Promise<number> {
    return this.#writer.write(bytes);
  }

  /** Ends both directions; a read ends within a tenth of a second. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#writer.close();
    if (!this.#isReading) this.#endReading();
  }

  #endReading(): void {
    this.#reader.close();
    this.#ended.resolve();
  }
}
