/**
 * What to start, and what is done with its process.
 *
 * @module
 */
import type { EnvironmentPolicy } from "./environment.ts";
import type { Cause } from "./failure/cause.ts";
import type { Diagnosis } from "./failure/diagnosis.ts";
import type { ProcessLimits } from "./limits/limit_status.ts";
import type { LogLevel } from "./logs/level.ts";
import type { OutputSink } from "./output_tail.ts";
import type { Process } from "./process.ts";
import type { StopOptions } from "./stopping.ts";

/** What to start. */
export interface Program {
  /** The program, by path or by its name in PATH. */
  command: string;
  /**
   * Its arguments.
   *
   * @default {[]}
   */
  args?: readonly string[];
  /**
   * Variables added to the inherited environment. Values of 6 characters or more are masked in what is kept of
   * its output.
   *
   * @default {{}}
   */
  env?: Readonly<Record<string, string>>;
  /**
   * As `env`, for values that are no secrets: they are masked nowhere.
   *
   * @default {{}}
   */
  plainEnv?: Readonly<Record<string, string>>;
  /**
   * The part of this process's environment that it inherits.
   *
   * @default {DEFAULT_ENVIRONMENT}
   */
  environment?: EnvironmentPolicy;
  /**
   * The folder it runs in; null for that of this process.
   *
   * @default {null}
   */
  cwd?: string | null;
  /**
   * The SHA-256 of the program's file, 64 hex digits; null if any will do. The file is then started by its full path.
   *
   * @default {null}
   */
  sha256?: string | null;
}

/** Receives a program's output, and lines about it. */
export interface ProcessLog extends OutputSink {
  /** Adds a line about the program. */
  note(level: LogLevel, text: string): void;
  /** Masks a text from now on. */
  addSecret(secret: string): void;
  /** No longer masks a text. */
  deleteSecret(secret: string): void;
}

/** A program, and what is done with its process. */
export interface StartOptions extends Program {
  /** Resolves when the program is ready. Gives up when the signal aborts; any other error ends the start. */
  ready(process: Process, signal: AbortSignal): Promise<void>;
  /**
   * Reports what already stands in the program's place; it is then not started.
   *
   * @default {undefined}
   */
  isTaken?(): Promise<Cause | null>;
  /**
   * How long it may take to become ready, in milliseconds.
   *
   * @default {5000}
   */
  startupTimeoutMs?: number;
  /**
   * Texts masked in its output, in addition to the values of `env`.
   *
   * @default {[]}
   */
  secrets?: readonly string[];
  /**
   * What it may use.
   *
   * @default {{}}
   */
  limits?: ProcessLimits;
  /**
   * Stands in the name of its control group.
   *
   * @default {command}
   */
  name?: string;
  /**
   * Gets all that it writes, and each step of stopping it with its reason.
   *
   * @default {undefined}
   */
  log?: ProcessLog;
  /**
   * A file that the program makes, which is removed when it is killed together with this process; null for none.
   *
   * @default {null}
   */
  ownFile?: string | null;
  /**
   * How it is stopped, here and by {@link Process.stop}.
   *
   * @default {{}}
   */
  stop?: StopOptions;
  /**
   * Explains why such a program did not become ready. Called only when one fails.
   *
   * @default {resolves to PLAIN_DIAGNOSIS}
   */
  diagnosis?(): Promise<Diagnosis>;
  /**
   * Gives up when it aborts; what was started is stopped first.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
}
