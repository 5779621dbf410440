/**
 * What the first bytes of a program say about the machine it is made for.
 *
 * @module
 */

/** What a native program is made for. */
export interface BinaryFormat {
  /** The system's name as in `Deno.build.os`; `unix` for an ELF file, which any Unix but macOS may run. */
  system: "unix" | "darwin" | "windows";
  /** The processors it runs on, as in `Deno.build.arch` where Deno knows them. */
  architectures: readonly string[];
  /** The loader that an ELF file names; null if it names none, or the bytes end before it. */
  loader: string | null;
  /** The least number of bytes that the file's header requires. */
  leastBytes: number;
  /** Whether the bytes end before the header does. */
  isCut: boolean;
}

const ELF_MACHINES: ReadonlyMap<number, string> = new Map([
  [3, "x86"],
  [8, "mips"],
  [20, "powerpc"],
  [21, "powerpc64"],
  [22, "s390x"],
  [40, "arm"],
  [62, "x86_64"],
  [183, "aarch64"],
  [243, "riscv64"],
]);
const MACH_CPUS: ReadonlyMap<number, string> = new Map([
  [7, "x86"],
  [12, "arm"],
  [0x01000007, "x86_64"],
  [0x0100000c, "aarch64"],
]);
const PE_MACHINES: ReadonlyMap<number, string> = new Map([
  [0x014c, "x86"],
  [0x8664, "x86_64"],
  [0xaa64, "aarch64"],
]);

const ELF_MAGIC = 0x7f454c46, FAT_MAGIC = 0xcafebabe, MACH_MAGICS = [0xfeedface, 0xfeedfacf];
/** An ELF segment that names the loader. */
const PT_INTERP = 3;
/** The offset of a PE file's pointer to its header. */
const PE_POINTER = 0x3c;
/** More parts than that in a fat file: it is a Java class, which begins alike. */
const MAX_FAT_PARTS = 30;
const MAX_LOADER_BYTES = 4096;

/** Reads the header of a native program; null for what is none. */
export function binaryFormat(bytes: Uint8Array): BinaryFormat | null {
  if (bytes.length < 4) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  try {
    if (magic === ELF_MAGIC) return elf(view);
    if (MACH_MAGICS.includes(magic)) return mach(view, false);
    if (MACH_MAGICS.includes(view.getUint32(0, true))) return mach(view, true);
    if (magic === FAT_MAGIC) return fat(view);
    return magic >>> 16 === 0x4d5a ? portable(view) : null;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const system = magic === ELF_MAGIC ? "unix" : magic >>> 16 === 0x4d5a ? "windows" : "darwin";
    return { system, architectures: [], loader: null, leastBytes: view.byteLength + 1, isCut: true };
  }
}

function elf(view: DataView): BinaryFormat {
  const is64 = view.getUint8(4) === 2, isLittle = view.getUint8(5) === 1;
  const machine = view.getUint16(18, isLittle);
  const word = (at: number) => is64 ? Number(view.getBigUint64(at, isLittle)) : view.getUint32(at, isLittle);
  const table = word(is64 ? 0x20 : 0x1c);
  const size = view.getUint16(is64 ? 0x36 : 0x2a, isLittle), count = view.getUint16(is64 ? 0x38 : 0x2c, isLittle);
  let loader: string | null = null, leastBytes = 0;
  for (let i = 0; i < count; i++) {
    const at = table + i * size;
    const start = word(at + (is64 ? 0x08 : 0x04)), length = word(at + (is64 ? 0x20 : 0x10));
    leastBytes = Math.max(leastBytes, start + length);
    if (view.getUint32(at, isLittle) !== PT_INTERP) continue;
    if (start + length <= view.byteLength && length > 0 && length <= MAX_LOADER_BYTES) {
      loader = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + start, length - 1));
    }
  }
  return format("unix", [ELF_MACHINES.get(machine) ?? `ELF machine ${machine}`], { loader, leastBytes });
}

function mach(view: DataView, isLittle: boolean): BinaryFormat {
  return format("darwin", [machName(view.getUint32(4, isLittle))]);
}

function fat(view: DataView): BinaryFormat | null {
  const count = view.getUint32(4);
  if (count > MAX_FAT_PARTS) return null;
  return format("darwin", Array.from({ length: count }, (_, i) => machName(view.getUint32(8 + i * 20))));
}

/** A DOS program without the newer header counts as Windows's, too. */
function portable(view: DataView): BinaryFormat {
  const machine = view.getUint16(view.getUint32(PE_POINTER, true) + 4, true);
  return format("windows", [PE_MACHINES.get(machine) ?? `PE machine ${machine}`]);
}

function machName(cpu: number): string {
  return MACH_CPUS.get(cpu) ?? `Mach-O processor ${cpu}`;
}

function format(
  system: BinaryFormat["system"],
  architectures: readonly string[],
  { loader = null, leastBytes = 0 }: { loader?: string | null; leastBytes?: number } = {},
): BinaryFormat {
  return { system, architectures, loader, leastBytes, isCut: false };
}
