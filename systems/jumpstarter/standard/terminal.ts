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
export async function openTerminal(path: string, options: TerminalOptions): Promise<ByteHandle> {
  await setUp(path, options);
  return new Terminal(await Deno.open(path, { read: true, write: true }));
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

class Terminal implements ByteHandle {
  readonly #file: Deno.FsFile;
  #isClosed = false;

  constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  async read(buffer: Uint8Array): Promise<number | null> {
    for (let atOnce = 0; !this.#isClosed && atOnce < MAX_AT_ONCE;) {
      const start = performance.now();
      const count = await this.#file.read(buffer).catch((error) => {
        if (this.#isClosed) return null;
        throw error;
      });
      if (count !== null) return count;
      atOnce = performance.now() - start < AT_ONCE_MS ? atOnce + 1 : 0;
    }
    return null;
  }

  write(bytes: Uint8Array): Promise<number> {
    return this.#file.write(bytes);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#file.close();
  }
}
