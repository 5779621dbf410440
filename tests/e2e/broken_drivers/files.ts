/**
 * Drivers with a defective file.
 *
 * @module
 */
import { type BrokenDriver, program } from "./make.ts";

const ARM = 183, X86_64 = 62;
const OWN_MACHINE = Deno.build.arch === "aarch64" ? ARM : X86_64;
const OTHER_MACHINE = Deno.build.arch === "aarch64" ? X86_64 : ARM;

/** The smallest ELF file: a header, and a segment that names the loader if one is given. */
function elf(machine: number, loader?: string): Uint8Array {
  const name = new TextEncoder().encode(loader === undefined ? "" : `${loader}\0`);
  const bytes = new Uint8Array(64 + 56 + name.length), view = new DataView(bytes.buffer);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, 2, true);
  view.setUint16(18, machine, true);
  view.setUint32(20, 1, true);
  view.setBigUint64(32, 64n, true);
  view.setUint16(52, 64, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, loader === undefined ? 0 : 1, true);
  view.setUint32(64, 3, true);
  view.setBigUint64(64 + 8, 120n, true);
  view.setBigUint64(64 + 32, BigInt(name.length), true);
  bytes.set(name, 120);
  return bytes;
}

/** Drivers with a defective file. */
export const FILES: readonly BrokenDriver[] = [
  {
    name: "a path that does not exist",
    make: (folder) => [`${folder}/driver`],
    code: "ProgramMissing",
    exit: 2,
    message: /^Cannot start FOLDER\/driver: there is no file FOLDER\/driver$/,
    hint: /correct the path/,
  },
  {
    name: "a name that is not in PATH",
    make: () => ["fluxwire-no-such-driver"],
    code: "ProgramMissing",
    exit: 2,
    message: /there is no such program: none of the \d+ folders of PATH has it$/,
    hint: /absolute path/,
  },
  {
    name: "a dangling link",
    make: (folder) => {
      Deno.symlinkSync(`${folder}/gone`, `${folder}/driver`);
      return [`${folder}/driver`];
    },
    code: "ProgramMissing",
    exit: 2,
    message: /FOLDER\/driver is a link to FOLDER\/gone, which is not there$/,
    hint: /mend the link/,
  },
  {
    name: "a folder",
    make: (folder) => [folder],
    code: "ProgramIsFolder",
    exit: 2,
    message: /: FOLDER is a folder$/,
    hint: /name the program within it/,
  },
  {
    name: "a file that is not executable",
    make: (folder) => [program(folder, "#!/bin/sh\n", { mode: 0o644 })],
    code: "ProgramNotExecutable",
    exit: 2,
    message: /: FOLDER\/driver may not be run$/,
    hint: /chmod \+x FOLDER\/driver/,
  },
  {
    name: "a source file as the command",
    make: (folder) => [program(folder, "", { name: "driver.ts", mode: 0o644 })],
    code: "ProgramNotExecutable",
    exit: 2,
    message: /driver\.ts may not be run/,
    hint: /name what runs it as the command \(deno run/,
  },
  {
    name: "an empty file",
    make: (folder) => [program(folder, "")],
    code: "ProgramEmpty",
    exit: 2,
    message: /FOLDER\/driver is empty/,
    hint: /build or copy the program again/,
  },
  {
    name: "a program for another processor",
    make: (folder) => [program(folder, elf(OTHER_MACHINE))],
    code: "WrongArchitecture",
    exit: 2,
    message: /FOLDER\/driver is made for (?:aarch64|x86_64), and this machine is (?:aarch64|x86_64)/,
    hint: /get the build for/,
  },
  {
    name: "a program for Windows",
    make: (folder) => {
      const bytes = new Uint8Array(0x90);
      bytes.set([0x4d, 0x5a]);
      bytes[0x3c] = 0x80;
      bytes.set([0x50, 0x45, 0, 0, 0x64, 0x86], 0x80);
      return [program(folder, bytes)];
    },
    code: "WrongSystem",
    exit: 2,
    message: /is a program for Windows, and this machine runs linux/,
    hint: /get the build for linux/,
  },
  {
    name: "a program for macOS",
    make: (folder) => [program(folder, Uint8Array.of(0xcf, 0xfa, 0xed, 0xfe, 0x0c, 0, 0, 1, 0, 0, 0, 0))],
    code: "WrongSystem",
    exit: 2,
    message: /is a program for macOS, and this machine runs linux/,
    hint: /get the build for linux/,
  },
  {
    name: "a program that was cut off",
    make: (folder) => [program(folder, elf(OWN_MACHINE).subarray(0, 40))],
    code: "ProgramDamaged",
    exit: 2,
    message: /FOLDER\/driver ends within its header/,
    hint: /build or copy the program again/,
  },
  {
    name: "a program that was cut off in the middle",
    make: (folder) => {
      const whole = Deno.readFileSync("/bin/sleep");
      return [program(folder, whole.subarray(0, Math.floor(whole.length / 2)))];
    },
    code: "ProgramDamaged",
    exit: 2,
    message: /FOLDER\/driver is cut off: it has \d+ of at least \d+ bytes/,
    hint: /build or copy the program again/,
  },
  {
    name: "a program whose loader is missing",
    make: (folder) => [program(folder, elf(OWN_MACHINE, "/lib/ld-musl-fluxwire.so.1"))],
    code: "LoaderMissing",
    exit: 2,
    message: /wants the loader \/lib\/ld-musl-fluxwire\.so\.1, which is not there/,
    hint: /built for musl/,
  },
  {
    name: "a first line without a program",
    make: (folder) => [program(folder, "#!/opt/fluxwire/no/such/deno run\n")],
    code: "InterpreterMissing",
    exit: 2,
    message: /the first line of FOLDER\/driver names \/opt\/fluxwire\/no\/such\/deno, which is not there/,
    hint: /install .*, or correct the line/,
  },
  {
    name: "a first line of env without a program",
    make: (folder) => [program(folder, "#!/usr/bin/env -S fluxwire-no-such-deno run\n")],
    code: "InterpreterMissing",
    exit: 2,
    message: /names fluxwire-no-such-deno, which is not there or may not be run; it ended with exit code 127/,
    hint: /install fluxwire-no-such-deno/,
  },
  {
    name: "a first line with a carriage return",
    make: (folder) => [program(folder, "#!/bin/sh\r\nexit 0\r\n")],
    code: "ShebangCrlf",
    exit: 2,
    message: /the first line of FOLDER\/driver ends with a carriage return/,
    hint: /Unix line ends/,
  },
  {
    name: "a first line of env with a carriage return",
    make: (folder) => [program(folder, "#!/usr/bin/env sh\r\nexit 0\r\n")],
    code: "ShebangCrlf",
    exit: 2,
    message: /the first line of FOLDER\/driver ends with a carriage return/,
    hint: /Unix line ends/,
  },
  {
    name: "a source file without a first line",
    make: (folder) => [program(folder, "const planets = [\n  { name: 'Sol' },\n];\n")],
    code: "ShebangMissing",
    exit: 2,
    message: /FOLDER\/driver is text whose first line names no interpreter, so a shell ran it/,
    hint: /begin it with #!/,
  },
];
