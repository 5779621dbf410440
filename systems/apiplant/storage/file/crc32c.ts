/** CRC-32C (Castagnoli), eight bytes a step. */

/** Eight tables of 256 numbers: table n has the checksum of a byte with n zero bytes behind it. */
const TABLES = makeTables();

function makeTables(): Uint32Array<ArrayBuffer> {
  const tables = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at++) {
    const before = tables[at - 256]!;
    tables[at] = (before >>> 8) ^ tables[before & 255]!;
  }
  return tables;
}

/** The checksum of bytes from `start` to before `end`, as an unsigned number of 32 bits. */
export function crc32c(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  const t = TABLES;
  let crc = ~0, at = start;
  for (; at + 8 <= end; at += 8) {
    crc ^= bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
    crc = t[1792 + (crc & 255)]! ^ t[1536 + (crc >>> 8 & 255)]! ^ t[1280 + (crc >>> 16 & 255)]! ^
      t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[at + 4]!]! ^ t[512 + bytes[at + 5]!]! ^ t[256 + bytes[at + 6]!]! ^ t[bytes[at + 7]!]!;
  }
  for (; at < end; at++) crc = crc >>> 8 ^ t[(crc ^ bytes[at]!) & 255]!;
  return ~crc >>> 0;
}
