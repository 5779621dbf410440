import { deepEqual, equal, ok } from "node:assert/strict";
import { binaryFormat } from "./binary_format.ts";

/** An ELF header and one segment that names a loader, in any width and byte order. */
function elf({ is64, isLittle, machine }: { is64: boolean; isLittle: boolean; machine: number }): Uint8Array {
  const name = new TextEncoder().encode("/lib/ld.so\0");
  const header = is64 ? 64 : 52, segment = is64 ? 56 : 32;
  const bytes = new Uint8Array(header + segment + name.length), view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, isLittle ? 1 : 2]);
  const word = (at: number, value: number) =>
    is64 ? view.setBigUint64(at, BigInt(value), isLittle) : view.setUint32(at, value, isLittle);
  view.setUint16(18, machine, isLittle);
  word(is64 ? 32 : 28, header);
  view.setUint16(is64 ? 54 : 42, segment, isLittle);
  view.setUint16(is64 ? 56 : 44, 1, isLittle);
  view.setUint32(header, 3, isLittle);
  word(header + (is64 ? 8 : 4), header + segment);
  word(header + (is64 ? 32 : 16), name.length);
  bytes.set(name, header + segment);
  return bytes;
}

Deno.test("binaryFormat() reads ELF in both widths and byte orders", () => {
  const machines: [Parameters<typeof elf>[0], string][] = [
    [{ is64: true, isLittle: true, machine: 62 }, "x86_64"],
    [{ is64: true, isLittle: true, machine: 183 }, "aarch64"],
    [{ is64: true, isLittle: false, machine: 22 }, "s390x"],
    [{ is64: false, isLittle: true, machine: 40 }, "arm"],
    [{ is64: false, isLittle: false, machine: 20 }, "powerpc"],
    [{ is64: true, isLittle: true, machine: 4711 }, "ELF machine 4711"],
  ];
  for (const [file, name] of machines) {
    const bytes = elf(file);
    deepEqual(binaryFormat(bytes), {
      system: "unix",
      architectures: [name],
      loader: "/lib/ld.so",
      leastBytes: bytes.length,
      isCut: false,
    });
  }
});

Deno.test("binaryFormat() reads the program that runs this test", () => {
  const head = Deno.readFileSync(Deno.execPath()).subarray(0, 65_536);
  const { architectures, leastBytes } = binaryFormat(head)!;
  deepEqual(architectures, [Deno.build.arch]);
  ok(leastBytes > head.length && leastBytes <= Deno.statSync(Deno.execPath()).size, `${leastBytes}`);
});

Deno.test("binaryFormat() knows where a header ends before its time", () => {
  const whole = elf({ is64: true, isLittle: true, machine: 62 });
  equal(binaryFormat(whole.subarray(0, 40))?.isCut, true);
  equal(binaryFormat(whole.subarray(0, 70))?.isCut, true);
  equal(binaryFormat(Uint8Array.of(0xcf, 0xfa, 0xed, 0xfe, 7))?.system, "darwin");
  equal(binaryFormat(Uint8Array.of(0x4d, 0x5a, 0, 0))?.system, "windows");
});

Deno.test("binaryFormat() survives any end of the bytes, and lengths that lie", () => {
  const whole = elf({ is64: true, isLittle: true, machine: 62 });
  for (let length = 0; length <= whole.length; length++) binaryFormat(whole.subarray(0, length));
  const lying = whole.slice();
  new DataView(lying.buffer).setBigUint64(64 + 32, 2n ** 63n, true);
  equal(binaryFormat(lying)?.loader, null);
});

Deno.test("binaryFormat() reads Mach-O, thin and fat, and leaves a Java class alone", () => {
  deepEqual(binaryFormat(Uint8Array.fromHex("cffaedfe0c000001"))?.architectures, ["aarch64"]);
  deepEqual(binaryFormat(Uint8Array.fromHex("feedfacf01000007"))?.architectures, ["x86_64"]);
  const fat = Uint8Array.fromHex(`cafebabe00000002${"01000007".padEnd(40, "0")}${"0100000c".padEnd(40, "0")}`);
  deepEqual(binaryFormat(fat)?.architectures, ["x86_64", "aarch64"]);
  equal(binaryFormat(Uint8Array.fromHex("cafebabe0000003d")), null);
});

Deno.test("binaryFormat() is null for what is no program", () => {
  equal(binaryFormat(new Uint8Array()), null);
  equal(binaryFormat(new TextEncoder().encode("#!/bin/sh\n")), null);
});
