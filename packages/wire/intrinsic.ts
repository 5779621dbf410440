/**
 * What byte strings and maps are, whatever their classes, own members and proxies say of them: by the getters that the
 * language itself has.
 *
 * @module
 */

const TYPED_ARRAY: object = Object.getPrototypeOf(Uint8Array.prototype);
const classOf = getter(TYPED_ARRAY, Symbol.toStringTag);
const lengthOf = getter(TYPED_ARRAY, "length");
const keysOf = (TYPED_ARRAY as { keys(): unknown }).keys;
const sizeOf = getter(Map.prototype, "size");
const { forEach } = Map.prototype;

function getter(owner: object, key: PropertyKey): () => unknown {
  return Object.getOwnPropertyDescriptor(owner, key)!.get!;
}

/** How many bytes a Uint8Array has now; null for anything else, also for what only claims to be one. */
export function byteLength(value: unknown): number | null {
  return classOf.call(value) === "Uint8Array" ? lengthOf.call(value) as number : null;
}

/** Whether a Uint8Array has lost its bytes: its buffer was transferred, or has shrunk. Its length is 0 then. */
export function hasLostBytes(bytes: Uint8Array): boolean {
  try {
    keysOf.call(bytes);
    return false;
  } catch {
    return true;
  }
}

/** How many entries a Map has now; null for anything else. */
export function mapSize(value: unknown): number | null {
  try {
    return sizeOf.call(value) as number;
  } catch {
    return null;
  }
}

/** Takes each entry of a Map in its order, also those that are added meanwhile. */
export function eachEntry(map: Map<unknown, unknown>, take: (key: unknown, value: unknown) => void): void {
  forEach.call(map, (value, key) => take(key, value));
}
