/**
 * A header field, as HPACK and HTTP/2 know it.
 *
 * @module
 */

/** A name and a value; each character is one byte. */
export interface Field {
  /** In lower case. */
  readonly name: string;
  /** Bytes as characters 0 to 255. */
  readonly value: string;
}

/** What an entry costs beyond its characters (RFC 7541, 4.1). */
const ENTRY_BYTES = 32;

/** The size of a field, in a dynamic table and in the limit of a header list. */
export function fieldBytes(field: Field): number {
  return field.name.length + field.value.length + ENTRY_BYTES;
}
