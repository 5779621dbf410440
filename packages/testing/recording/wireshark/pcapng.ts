/**
 * The container format of Wireshark's captures: blocks of 32-bit words, little-endian.
 *
 * @module
 */

/** The link type for private use, which the dissector registers for. */
const LINK_TYPE = 147;
/** Wireshark refuses longer packets. */
const MAX_CAPTURED_BYTES = 262_144;

const SECTION_HEADER = 0x0a0d0d0a, INTERFACE_DESCRIPTION = 1, ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** The header of a capture: a section and its one interface, with times in microseconds. */
export function captureStart(): Uint8Array<ArrayBuffer> {
  const section = block(SECTION_HEADER, [BYTE_ORDER_MAGIC, 1, 0xffff_ffff, 0xffff_ffff]);
  const description = block(INTERFACE_DESCRIPTION, [LINK_TYPE, MAX_CAPTURED_BYTES]);
  const start = new Uint8Array(section.length + description.length);
  start.set(section);
  start.set(description, section.length);
  return start;
}

/** One packet; if it is too long, its beginning, with the full length. */
export function capturedPacket(microseconds: bigint, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const captured = bytes.subarray(0, MAX_CAPTURED_BYTES);
  const words = [0, Number(microseconds >> 32n), Number(microseconds & 0xffff_ffffn), captured.length, bytes.length];
  return block(ENHANCED_PACKET, words, captured);
}

function block(type: number, words: readonly number[], bytes: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const padded = Math.ceil(bytes.length / 4) * 4;
  const length = 4 * (3 + words.length) + padded;
  const made = new Uint8Array(length);
  const view = new DataView(made.buffer);
  for (const [i, word] of [type, length, ...words].entries()) view.setUint32(4 * i, word, true);
  made.set(bytes, 4 * (2 + words.length));
  view.setUint32(length - 4, length, true);
  return made;
}
