/**
 * How broken drivers are made: scripts, programs of Deno, and files of a system.
 *
 * @module
 */
import { pathOf } from "../running_driver.ts";

/** One broken driver. */
export interface BrokenDriver {
  /** The name of the defect. */
  name: string;
  /** Writes the driver into an empty folder, and gives the command that starts it. */
  make(folder: string): string[];
  /** The code of the failure. */
  code: string;
  /** The probe's exit code. */
  exit: number;
  /** The expected message; FOLDER stands for the folder. */
  message: RegExp;
  /** The expected hint. */
  hint: RegExp;
  /** Options of the probe. */
  options?: readonly string[];
}

/** The path of Deno. */
export const DENO: string = Deno.execPath();

/** Writes an executable file, and gives its path. */
export function program(
  folder: string,
  content: string | Uint8Array,
  { name = "driver", mode = 0o755 }: { name?: string; mode?: number } = {},
): string {
  const path = `${folder}/${name}`;
  Deno.writeFileSync(path, typeof content === "string" ? new TextEncoder().encode(content) : content, { mode });
  Deno.chmodSync(path, mode);
  return path;
}

/** A shell script. */
export function shell(script: string): (folder: string) => string[] {
  return (folder) => [program(folder, `#!/bin/sh\n${script}\n`)];
}

/** A program of Deno. */
export function deno(source: string, flags: readonly string[] = ["-A"]): (folder: string) => string[] {
  return (folder) => [DENO, "run", "--no-prompt", ...flags, program(folder, source, { name: "driver.ts" })];
}

/** A driver that listens and then misbehaves. */
export function rude(how: string): () => string[] {
  return () => [DENO, "run", "--no-prompt", "--allow-net", pathOf("tests/e2e/programs/rude_driver.ts"), how];
}
