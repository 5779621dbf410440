/**
 * Whether a socket is another user's, from the tables of the system.
 *
 * @module
 */
import type { SocketAddress } from "@fluxwire/transport";
import { processSockets } from "./process_sockets.ts";
import { type UnixSocket, unixSockets } from "./unix_table.ts";

const UNKNOWN = "the system does not tell whose it is";

/** One reason for which a socket counts as foreign. */
export interface Foreign {
  /** The socket in the system's tables; null if the reason concerns all of them. */
  inode: string | null;
  /** The reason, as a part of a sentence. */
  why: string;
}

/**
 * Why a Linux socket is foreign; nothing if each socket of its name is open in a process of our user.
 *
 * The connections that were accepted count, too: they have the name of the socket that accepted them. So the answer
 * holds for a connection that was made before the tables were read. One that is closed while they are read has no
 * process: only a second look tells it from a foreign one.
 *
 * @param tables `/proc/net/unix`, then the list of open files that `processSockets` reads.
 */
export function foreignSockets(address: SocketAddress, tables: string): Foreign[] {
  const named = socketsOf(address, tables);
  const { ownUid, holders } = processSockets(tables);
  if (ownUid === null) return [{ inode: null, why: UNKNOWN }];
  if (!named.some(({ isListening }) => isListening)) {
    return [{ inode: null, why: "no process that listens there can be seen" }];
  }
  return named.flatMap(({ inode }) => {
    const found = holders.get(inode) ?? [];
    if (found.some(({ uid }) => uid === ownUid)) return [];
    const [other] = found;
    const why = other === undefined
      ? "no process of your user has it open"
      : `it is open in process ${other.pid} of user ${other.uid}, and you are user ${ownUid}`;
    return [{ inode, why }];
  });
}

/** The sockets that listen on a Linux socket's name, in the system's tables. */
export function listenersOn(address: SocketAddress, tables: string): string[] {
  return socketsOf(address, tables).filter(({ isListening }) => isListening).map(({ inode }) => inode);
}

function socketsOf({ kind, path }: SocketAddress, tables: string): UnixSocket[] {
  const name = kind === "abstract" ? `@${path.slice(1)}` : path;
  return unixSockets(tables).filter((socket) => socket.name === name && socket.inode !== "0");
}

/**
 * Why a socket file is foreign; null if it belongs to our user.
 *
 * @param listing What `id -u` prints, then what `ls -lnd` prints of the file.
 */
export function whyForeignFile(listing: string): string | null {
  const [own, entry = ""] = listing.split("\n");
  const owner = /^s\S+ +\d+ +(\d+) /.exec(entry)?.[1];
  if (owner === undefined || !/^\d+$/.test(own!)) return UNKNOWN;
  return owner === own ? null : `its file belongs to user ${owner}, and you are user ${own}`;
}
