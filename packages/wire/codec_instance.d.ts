/**
 * The codec's WebAssembly, one instance at a time.
 *
 * @module
 */

/** What an instance offers: numbers in, addresses and numbers out (codec-rs/wasm). */
export interface CodecInstance {
  /** The instance's memory; its buffer changes when it grows. */
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Room for a payload to decode. */
  payload(length: number): number;
  /** Room for the words of a tape to encode; what stands there stays. */
  words(length: number): number;
  /** Room for the text of a tape to encode; what stands there stays. */
  text(length: number): number;
  /** Room for the byte strings of a tape to encode. */
  bytes(length: number): number;
  /** Decodes the payload; returns the address of the reply. */
  decode(role: number, layout: number, maxDepth: number, maxValues: number): number;
  /** Encodes so many words and bytes of text; returns the address of the reply. */
  encode(role: number, layout: number, words: number, text: number, maxDepth: number, faithful: number): number;
  /** Tells the spans of the payload; returns the address of the reply, whose pass is how many there are. */
  annotate(role: number, layout: number, maxDepth: number, maxValues: number, maxSpans: number): number;
  /** Tells a shape; returns the address of the reply. */
  shape(number: number): number;
  /** Gives the memory of all buffers back. */
  release(): void;
}

/** A new instance with a memory of its own. Needs no permission. */
export function createInstance(): CodecInstance;
