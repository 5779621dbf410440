/** Which addresses belong to a machine or a private network, and not to the internet. */

/** Networks of IPv4, as address and length of the prefix. */
const NETWORKS_4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];
/** The global unicast network of IPv6 is the only public one. */
const PUBLIC_6 = ["2000::", 3] as const;
/** Parts of it that are not public: documentation, benchmarks, Teredo, which hides an address of IPv4. */
const NETWORKS_6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["3fff::", 20],
];
/** Networks whose addresses hold an address of IPv4, and the bit where it begins. */
const CARRIERS: readonly (readonly [string, number, number])[] = [
  ["::ffff:0:0", 96, 96],
  ["64:ff9b::", 96, 96],
  ["2002::", 16, 16],
];

/** Whether an address of IPv4 or IPv6, in any notation, is not public. A text that is no address is not public. */
export function isPrivateAddress(address: string): boolean {
  const four = parse4(address);
  if (four !== null) return NETWORKS_4.some(([network, length]) => isIn(four, parse4(network)!, length, 32));
  const six = parse6(address.replace(/%.*$/, ""));
  if (six === null) return true;
  for (const [network, length, at] of CARRIERS) {
    if (isIn(six, parse6(network)!, length, 128)) return isPrivateAddress(text4(six >> BigInt(96 - at) & 0xffffffffn));
  }
  const isGlobal = isIn(six, parse6(PUBLIC_6[0])!, PUBLIC_6[1], 128);
  return !isGlobal || NETWORKS_6.some(([network, length]) => isIn(six, parse6(network)!, length, 128));
}

/** Whether a host of a URL is an address: IPv4, or IPv6 in brackets. Returns it without brackets, or null. */
export function addressOfHost(hostname: string): string | null {
  if (hostname.startsWith("[")) return hostname.slice(1, -1);
  return parse4(hostname) === null ? null : hostname;
}

function isIn(address: bigint, network: bigint, length: number, bits: number): boolean {
  return address >> BigInt(bits - length) === network >> BigInt(bits - length);
}

function parse4(text: string): bigint | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null;
  const bytes = text.split(".").map(Number);
  return bytes.some((byte) => byte > 255) ? null : bytes.reduce((sum, byte) => sum << 8n | BigInt(byte), 0n);
}

function text4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => address >> shift & 0xffn).join(".");
}

function parse6(text: string): bigint | null {
  // The parser of URLs knows every notation, and writes each address in one way.
  if (!URL.canParse(`http://[${text}]`)) return null;
  const [head = "", tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split("::");
  const before = groups(head), after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...Array<bigint>(8 - before.length - after.length).fill(0n), ...after];
  return all.reduce((sum, group) => sum << 16n | group, 0n);
}

function groups(text: string): bigint[] {
  return text === "" ? [] : text.split(":").map((group) => BigInt(`0x${group}`));
}
