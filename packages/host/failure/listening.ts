/**
 * Where processes listen, from Linux's tables of sockets.
 *
 * @module
 */
import { shellOutput } from "@fluxwire/supervise/program";
import { unixSockets } from "../owner/unix_table.ts";

/** How long the system may take to answer, in milliseconds. */
const TIMEOUT_MS = 2_000;
/** Prints the tables of sockets, then what the open files of the processes given as arguments are. */
const SCRIPT = 'cat /proc/net/unix /proc/net/tcp /proc/net/tcp6; for pid; do ls -l "/proc/$pid/fd"; done';

/** The names and addresses on which processes listen: `socket "name"`, `TCP port 80`; empty if the tables cannot be read. */
export async function listeningPlaces(processes: readonly { pid: number }[]): Promise<string[]> {
  if (processes.length === 0 || Deno.build.os !== "linux") return [];
  const tables = await shellOutput(SCRIPT, processes.map(({ pid }) => String(pid)), TIMEOUT_MS) ?? "";
  const inodes = new Set([...tables.matchAll(/socket:\[(\d+)\]/g)].map(([, inode]) => inode!));
  return placesOf(tables, inodes);
}

/** The places of sockets that listen, by their inodes, from the tables of `/proc/net`. */
export function placesOf(tables: string, inodes: ReadonlySet<string>): string[] {
  const places = new Set<string>();
  for (const { name, inode, isListening } of unixSockets(tables)) {
    if (!isListening || !inodes.has(inode)) continue;
    places.add(name === "" ? "a socket without a name" : `socket "${name.replace(/^@/, "")}"`);
  }
  for (const line of tables.split("\n")) {
    const tcp = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A (?:\S+ +){5}(\d+) /.exec(line);
    if (tcp !== null && inodes.has(tcp[2]!)) places.add(`TCP port ${parseInt(tcp[1]!, 16)}`);
  }
  return [...places];
}
