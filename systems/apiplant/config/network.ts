/** Ranges of addresses. */
import { addressBytes } from "../model/types/address.ts";

/** A range of addresses, as CIDR writes it. */
export interface Network {
  readonly text: string;
  readonly bytes: Uint8Array;
  /** How many leading bits are the same in the whole range. */
  readonly bits: number;
}

/** The range of `10.0.0.0/8`, `::1/128` or a single address; `null` for all else. */
export function parseNetwork(text: string): Network | null {
  const [address, length, ...more] = text.split("/");
  const bytes = addressBytes(address!);
  if (bytes === null || more.length > 0 || length !== undefined && !/^\d{1,3}$/.test(length)) return null;
  const bits = length === undefined ? bytes.length * 8 : Number(length);
  return bits <= bytes.length * 8 ? { text, bytes, bits } : null;
}

/** Whether an address is in one of the ranges. An IPv4 address that is written as IPv6 counts as IPv4. */
export function isWithin(address: string, networks: readonly Network[]): boolean {
  const bytes = plainBytes(address);
  return bytes !== null && networks.some((network) => {
    if (network.bytes.length !== bytes.length) return false;
    return bytes.every((byte, at) => {
      const bits = Math.min(8, Math.max(0, network.bits - 8 * at)), mask = (0xff00 >> bits) & 0xff;
      return (byte & mask) === (network.bytes[at]! & mask);
    });
  });
}

/** Whether an address is one of this machine's own: 127.0.0.0/8 or ::1. */
export function isLoopback(address: string): boolean {
  return isWithin(address, LOOPBACK);
}

/** Whether an address answers unchanged by those between: https, or plain http that does not leave this machine. */
export function isTrustedUrl({ protocol, hostname, username, password }: URL): boolean {
  if (username !== "" || password !== "") return false;
  const host = hostname.replace(/^\[|\]$/g, "");
  return protocol === "https:" || protocol === "http:" && (host === "localhost" || isLoopback(host));
}

function plainBytes(address: string): Uint8Array | null {
  const bytes = addressBytes(address.split("%")[0]!);
  const mapped = bytes?.length === 16 && bytes[10] === 255 && bytes[11] === 255 &&
    bytes.subarray(0, 10).every((byte) => byte === 0);
  return mapped ? bytes.subarray(12) : bytes;
}

const LOOPBACK: readonly Network[] = [parseNetwork("127.0.0.0/8")!, parseNetwork("::1")!];
