/**
 * Instances of the codec's WebAssembly.
 *
 * @module
 */

/** The functions of an instance: they take numbers, and return addresses and numbers (codec-rs/wasm). */
export interface CodecInstance {
  /** The instance's memory; its buffer changes when it grows. */
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Room for a payload to decode. */
  payload(length: number): number;
  /** Room for the words of a tape to encode; keeps the words already written. */
  words(length: number): number;
  /** Room for the text of a tape to encode; keeps the text already written. */
  text(length: number): number;
  /** Room for the byte strings of a tape to encode. */
  bytes(length: number): number;
  /** Decodes the payload; returns the address of the reply. */
  decode(role: number, layout: number, maxDepth: number, maxValues: number): number;
  /** Encodes a number of words and bytes of text; returns the address of the reply. */
  encode(role: number, layout: number, words: number, text: number, maxDepth: number, faithful: number): number;
  /** Annotates the payload with spans; returns the address of the reply, whose pass is the number of spans. */
  annotate(role: number, layout: number, maxDepth: number, maxValues: number, maxSpans: number): number;
  /** Describes a shape; returns the address of the reply. */
  shape(number: number): number;
  /** Frees the memory of all buffers. */
  release(): void;
}

/** Creates an instance with its own memory. Needs no permission. */
export function createInstance(): CodecInstance;
