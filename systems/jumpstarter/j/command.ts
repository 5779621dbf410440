/**
 * A command of a device, on `j`'s command line.
 *
 * @module
 */
import type { Flag, Output } from "@fluxwire/command";
import type { Flags } from "@fluxwire/command/program";
import type { Device } from "../client/device.ts";

/** What a command runs with. */
export interface CommandContext {
  /** The device. */
  readonly device: Device;
  /** The words and flags behind the command's name. */
  readonly flags: Flags;
  /** What it writes to. */
  readonly output: Output;
  /** Aborts when the time is up, or on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

/** A command. */
export interface Command {
  /** Its name. */
  readonly name: string;
  /** Its arguments, for the help. */
  readonly usage: string;
  /** What it does, in a sentence. */
  readonly help: string;
  /** How many words it takes: at least, and at most. */
  readonly words: readonly [least: number, most: number];
  /** Its flags. */
  readonly flags: readonly Flag[];
  /** Whether all that follows its name are words, as the device's program reads flags of its own. */
  readonly isRaw?: boolean;
  /** Does it; the result is the exit code. */
  readonly run: (context: CommandContext) => Promise<number>;
}
