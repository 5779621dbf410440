/**
 * Strings in HPACK's Huffman code, both ways.
 *
 * @module
 */
import { END_OF_STRING, HUFFMAN_BITS, HUFFMAN_CODES } from "./huffman_code.ts";

/** How many bytes a string takes in Huffman code. */
export function huffmanBytes(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at++) bits += HUFFMAN_BITS[text.charCodeAt(at) & 255]!;
  return (bits + 7) >> 3;
}

/**
 * Writes a string in Huffman code; the last byte is filled with ones.
 *
 * @returns The position behind it.
 */
export function encodeHuffman(text: string, target: Uint8Array, position: number): number {
  let pending = 0, held = 0;
  for (let at = 0; at < text.length; at++) {
    const symbol = text.charCodeAt(at) & 255;
    let bits = HUFFMAN_BITS[symbol]!;
    const code = HUFFMAN_CODES[symbol]!;
    while (bits > 0) {
      const taken = Math.min(bits, 8 - held);
      bits -= taken;
      pending = (pending << taken) | ((code >>> bits) & ((1 << taken) - 1));
      held += taken;
      if (held < 8) continue;
      target[position++] = pending;
      pending = held = 0;
    }
  }
  if (held > 0) target[position++] = (pending << (8 - held)) | (255 >> held);
  return position;
}

/** A node for one byte of code: a symbol and its bits in this byte, or a further node as a negative number. */
type Node = Int16Array;

/** What a slot means that no code reaches. */
const EMPTY = 0;

const NODES: readonly Node[] = makeNodes();

/**
 * Reads a string in Huffman code.
 *
 * @returns null if it has the symbol that ends strings, or is not filled with at most seven ones.
 */
export function decodeHuffman(source: Uint8Array, start: number, end: number): string | null {
  let text = "", node = 0, pending = 0, held = 0, position = start;
  for (;;) {
    while (held < 8 && position < end) {
      pending = ((pending << 8) | source[position++]!) & 0xffff;
      held += 8;
    }
    if (held === 0) return node === 0 ? text : null;
    const isShort = held < 8;
    const index = isShort ? ((pending << (8 - held)) | (255 >> held)) & 255 : (pending >> (held - 8)) & 255;
    const entry = NODES[node]![index]!;
    if (entry === EMPTY) return null;
    if (entry < 0) {
      if (isShort) return node === 0 ? isFilled(pending, held, text) : null;
      node = -entry;
      held -= 8;
      continue;
    }
    const bits = entry & 15;
    if (bits > held) return node === 0 ? isFilled(pending, held, text) : null;
    const symbol = entry >> 4;
    if (symbol === END_OF_STRING) return null;
    text += String.fromCharCode(symbol);
    held -= bits;
    node = 0;
  }
}

/** The text, if the bits that are left are ones: the begin of the end's code. */
function isFilled(pending: number, held: number, text: string): string | null {
  const ones = (1 << held) - 1;
  return (pending & ones) === ones ? text : null;
}

function makeNodes(): Node[] {
  const nodes: Node[] = [new Int16Array(256)];
  for (let symbol = 0; symbol <= END_OF_STRING; symbol++) {
    let node = 0, bits = HUFFMAN_BITS[symbol]!;
    const code = HUFFMAN_CODES[symbol]!;
    for (; bits > 8; bits -= 8) {
      const index = (code >>> (bits - 8)) & 255;
      if (nodes[node]![index] === EMPTY) nodes[node]![index] = -(nodes.push(new Int16Array(256)) - 1);
      node = -nodes[node]![index]!;
    }
    const first = (code << (8 - bits)) & 255;
    nodes[node]!.fill((symbol << 4) | bits, first, first + (1 << (8 - bits)));
  }
  return nodes;
}
