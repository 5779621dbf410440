/**
 * A terminal whose other end a test holds.
 *
 * @module
 */

/** Requests of `ioctl`: unlock the other end, and ask for its number. */
const TIOCSPTLCK = 0x40045431n, TIOCGPTN = 0x80045430n;

/** A terminal: what is written to one end is read at the other. */
export class Pty implements Disposable {
  /** The end that a test holds. */
  readonly file: Deno.FsFile;
  /** The device file of the other end. */
  readonly path: string;
  /** Without it the terminal would hang up between two programs that open its other end. */
  readonly #kept: Deno.FsFile;

  /** Makes one. */
  constructor() {
    using libc = library();
    const before = new Set(descriptors());
    this.file = Deno.openSync("/dev/ptmx", { read: true, write: true });
    const [descriptor] = descriptors().filter((one) => !before.has(one));
    const number = new Int32Array(1);
    for (const [request, value] of [[TIOCSPTLCK, new Int32Array(1)], [TIOCGPTN, number]] as const) {
      if (libc.ioctl(descriptor!, request, value) !== 0) throw new Error(`Cannot make a terminal: ${request} failed`);
    }
    this.path = `/dev/pts/${number[0]}`;
    this.#kept = Deno.openSync(this.path);
  }

  /** Hangs up: a read of either end ends. */
  [Symbol.dispose](): void {
    this.#kept.close();
    this.file.close();
  }
}

function library(): Disposable & {
  ioctl(descriptor: number, request: bigint, value: Int32Array<ArrayBuffer>): number;
} {
  const opened = Deno.dlopen("libc.so.6", { ioctl: { parameters: ["i32", "u64", "buffer"], result: "i32" } });
  return { ioctl: opened.symbols.ioctl, [Symbol.dispose]: () => opened.close() };
}

/** The open ends of terminals: a file of Deno does not say its number. */
function descriptors(): number[] {
  return [...Deno.readDirSync("/proc/self/fd")].flatMap(({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/self/fd/${name}`).endsWith("/ptmx") ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}
