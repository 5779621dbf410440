/**
 * What the first bytes of a program say about why it cannot run here.
 *
 * @module
 */
import { type BinaryFormat, binaryFormat } from "./binary_format.ts";
import type { Cause } from "./cause.ts";
import { readShebang, type Shebang } from "./shebang.ts";

/** What a program can be held against: this machine. */
export interface Machine {
  /** As `Deno.build.os`. */
  os: string;
  /** As `Deno.build.arch`. */
  arch: string;
}

/** The beginning of a program's file. */
export interface ProgramFile {
  /** Where it is. */
  path: string;
  /** Its first bytes. */
  head: Uint8Array;
  /** How many bytes it has. */
  size: number;
}

/**
 * What is wrong with a program's first bytes; null if nothing is.
 *
 * @param isThere Whether a program is there, by path or by its name in PATH.
 */
export function faultOfBytes(
  file: ProgramFile,
  isThere: (program: string) => boolean,
  machine: Machine = Deno.build,
): Cause | null {
  const { path, head } = file;
  const shebang = readShebang(head);
  if (shebang !== null) return faultOfShebang(path, shebang, isThere);
  const binary = binaryFormat(head);
  if (binary !== null) return faultOfBinary(file, binary, isThere, machine);
  if (head.includes(0)) return damaged(path, "is no program of this system");
  return {
    code: "ShebangMissing",
    what: `${path} is text whose first line names no interpreter, so a shell ran it`,
    hint: "begin it with #! and its interpreter, or name the interpreter as the command",
  };
}

function faultOfShebang(path: string, shebang: Shebang, isThere: (program: string) => boolean): Cause | null {
  const { interpreter, viaEnv, endsWithCarriageReturn } = shebang;
  if (endsWithCarriageReturn) {
    return {
      code: "ShebangCrlf",
      what: `the first line of ${path} ends with a carriage return, which the system takes for part of the interpreter`,
      hint: `save it with Unix line ends: sed -i 's/\\r$//' ${path}`,
    };
  }
  const absent = [interpreter, viaEnv].find((program) => program !== null && !isThere(program));
  if (absent === undefined) return null;
  return {
    code: "InterpreterMissing",
    what: `the first line of ${path} names ${absent || "no interpreter"}, which is not there or may not be run`,
    hint: `install ${absent || "one"}, or correct the line`,
  };
}

function faultOfBinary(
  { path, size }: ProgramFile,
  { system, architectures, loader, leastBytes, isCut }: BinaryFormat,
  isThere: (program: string) => boolean,
  { os, arch }: Machine,
): Cause | null {
  const own = os === "darwin" || os === "windows" ? os : "unix";
  if (system !== own) {
    const made = { unix: "Linux or another Unix", darwin: "macOS", windows: "Windows" }[system];
    return {
      code: "WrongSystem",
      what: `${path} is a program for ${made}, and this machine runs ${os}`,
      hint: `get the build for ${os} on ${arch}`,
    };
  }
  if (isCut) return damaged(path, "ends within its header");
  if (!architectures.includes(arch)) {
    return {
      code: "WrongArchitecture",
      what: `${path} is made for ${architectures.join(", ") || "no processor"}, and this machine is ${arch}`,
      hint: `get the build for ${arch}`,
    };
  }
  if (size < leastBytes) return damaged(path, `is cut off: it has ${size} of at least ${leastBytes} bytes`);
  if (loader === null || isThere(loader)) return null;
  return {
    code: "LoaderMissing",
    what: `${path} wants the loader ${loader}, which is not there`,
    hint: loader.includes("musl")
      ? "it is built for musl (Alpine): get the build for glibc, or install musl"
      : "install the C library that it was built with, or get a build for this system",
  };
}

function damaged(path: string, what: string): Cause {
  return { code: "ProgramDamaged", what: `${path} ${what}`, hint: "build or copy the program again" };
}
