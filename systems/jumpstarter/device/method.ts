/**
 * Methods of devices.
 *
 * @module
 */
import type { Schema, TypeOf } from "./schema.ts";

/** Writes records that clients see with `--exporter-logs`. */
export interface DeviceLog {
  /** For those who look for a fault. */
  debug(text: string): void;
  /** What happens. */
  info(text: string): void;
  /** What may be wrong. */
  warning(text: string): void;
  /** What is wrong. */
  error(text: string): void;
}

/** What a method gets behind its arguments. */
export interface MethodContext {
  /** Aborts when the client cancels or goes away, and when the session ends. */
  readonly signal: AbortSignal;
  /** Writes to the log that clients see. */
  readonly log: DeviceLog;
  /** Says how much of a long job is done, in bytes: at most one record in 2 s, and the last one. */
  progress(done: number, total?: number): void;
}

/** A connection, terminal or file: `Deno.Conn` and `Deno.FsFile` are such. */
export interface ByteHandle {
  /** Reads into a buffer; null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
  /** Writes some of the bytes, and says how many. */
  write(bytes: Uint8Array): Promise<number>;
  /** Says that no more is written, where the kind of connection can. */
  closeWrite?(): Promise<void>;
  /** Ends both directions. */
  close(): void;
}

/** A pair of web streams. */
export interface StreamPair {
  /** What the device sends. */
  readonly readable: ReadableStream<Uint8Array>;
  /** What the device takes. */
  readonly writable: WritableStream<Uint8Array>;
}

/** Bytes in both directions. */
export type ByteDuplex = ByteHandle | StreamPair;

/** The values of a list of schemas. Those at the end that are optional may be left out by a caller. */
export type Arguments<Schemas extends readonly Schema<unknown>[]> = {
  -readonly [Index in keyof Schemas]: TypeOf<Schemas[Index]>;
};

/** Arguments as a caller gives them. */
export type Given<Values extends readonly unknown[]> = Values extends readonly [...infer First, infer Last]
  ? undefined extends Last ? Given<First> | Values : Values
  : Values;

/** What kind of method it is. */
export type MethodKind = "call" | "stream" | "bytes";

/** A method. */
export interface Method<
  Kind extends MethodKind = MethodKind,
  // deno-lint-ignore no-explicit-any
  Values extends readonly any[] = any,
  // deno-lint-ignore no-explicit-any
  Result = any,
> {
  /** How it answers. */
  readonly kind: Kind;
  /** What its arguments may be. */
  readonly schemas: readonly Schema<unknown>[];
  /** What it does. */
  readonly run: (...args: [...Values, MethodContext]) => Result;
  /** What it does, in a sentence. */
  readonly help: string | null;
}

/** A method that answers once. */
export function call<const Schemas extends readonly Schema<unknown>[], Result>(
  schemas: Schemas,
  run: (...args: [...Arguments<Schemas>, MethodContext]) => Result | Promise<Result>,
  help?: string,
): Method<"call", Arguments<Schemas>, Result | Promise<Result>> {
  return { kind: "call", schemas, run, help: help ?? null };
}

/**
 * A method that answers with many values, by an async generator. When the client goes away the context's signal aborts and
 * the generator is returned: an `await` within it must obey the signal, or `finally` runs when it settles.
 */
export function stream<const Schemas extends readonly Schema<unknown>[], Item>(
  schemas: Schemas,
  run: (...args: [...Arguments<Schemas>, MethodContext]) => AsyncIterable<Item> | Iterable<Item>,
  help?: string,
): Method<"stream", Arguments<Schemas>, AsyncIterable<Item> | Iterable<Item>> {
  return { kind: "stream", schemas, run, help: help ?? null };
}

/** A method that opens bytes in both directions; what it opens is closed when the client goes away. */
export function bytes(
  open: (context: MethodContext) => ByteDuplex | Promise<ByteDuplex>,
  help?: string,
): Method<"bytes", [], ByteDuplex | Promise<ByteDuplex>> {
  return { kind: "bytes", schemas: [], run: open, help: help ?? null };
}
