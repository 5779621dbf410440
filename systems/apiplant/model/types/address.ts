/** IP: addresses of IPv4 and IPv6 in one text each (RFC 5952). */
import { fault } from "../problem.ts";
import type { TypeRow } from "./check.ts";

/** An address. */
export const ip: TypeRow = {
  members: [],
  order: "addresses",
  unique: true,
  bounds: null,
  compile: () => (value) => {
    if (typeof value !== "string") return fault("type", "must be a string", "string");
    const bytes = addressBytes(value);
    return bytes === null
      ? fault("format", "must be an IPv4 or IPv6 address without a zone", "ip")
      : addressText(bytes);
  },
  schema: () => ({ type: "string", anyOf: [{ format: "ipv4" }, { format: "ipv6" }] }),
};

/** The 4 or 16 bytes of an address, or `null` if the text is not one. */
export function addressBytes(text: string): Uint8Array | null {
  if (!text.includes(":")) return ipv4(text);
  const halves = text.split("::");
  if (halves.length > 2 || text.length > 45) return null;
  const [head, tail] = halves.map((half) =>
    half === "" ? [] : half.split(":").map((group, at, all) => {
      return group.includes(".") && at === all.length - 1 && half === halves.at(-1) ? ipv4(group) : hextet(group);
    })
  );
  const front = flat(head!), back = flat(tail ?? []);
  if (front === null || back === null) return null;
  const missing = 16 - front.length - back.length;
  if (halves.length === 1 ? missing !== 0 : missing < 2) return null;
  return Uint8Array.from([...front, ...new Array(missing).fill(0), ...back]);
}

/** The one text of an address. */
export function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255) {
    return `::ffff:${bytes.subarray(12).join(".")}`;
  }
  const groups = Array.from({ length: 8 }, (_, at) => (bytes[2 * at]! << 8 | bytes[2 * at + 1]!).toString(16));
  const zeros =
    [...groups.join(":").matchAll(/\b0(?::0)+\b/g)].toSorted((one, other) => other[0].length - one[0].length)[0];
  if (zeros === undefined) return groups.join(":");
  const text = groups.join(":"), end = zeros.index + zeros[0].length;
  return `${text.slice(0, zeros.index).replace(/:$/, "")}::${text.slice(end).replace(/^:/, "")}`;
}

/** A text whose order by code points is the order of addresses: those of IPv4 first, each family by its bytes. */
export function addressKey(text: string): string {
  const bytes = addressBytes(text);
  return bytes === null ? text : `${bytes.length === 4 ? "4" : "6"}${bytes.toHex()}`;
}

function ipv4(text: string): Uint8Array | null {
  if (!/^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text)) return null;
  return Uint8Array.from(text.split(".").map(Number));
}

function hextet(text: string): Uint8Array | null {
  if (!/^[0-9a-fA-F]{1,4}$/.test(text)) return null;
  const number = parseInt(text, 16);
  return Uint8Array.of(number >> 8, number & 255);
}

function flat(groups: readonly (Uint8Array | null)[]): number[] | null {
  return groups.includes(null) ? null : groups.flatMap((group) => [...group!]);
}
