/**
 * Whether a socket is another user's, from the tables of the system.
 *
 * @module
 */
import type { SocketAddress } from "@fluxwire/transport";
import { processSockets } from "./process_sockets.ts";
import { unixSockets } from "./unix_table.ts";

/**
 * Why a Linux socket is foreign; null where each socket of its name is open in a process of our user.
 *
 * The connections that were accepted count, too: they have the name of the socket that accepted them. So the answer
 * holds for a connection that was made before the tables were read.
 *
 * @param tables `/proc/net/unix`, then the list of open files that `processSockets` reads.
 */
export function whyForeign({ kind, path }: SocketAddress, tables: string): string | null {
  const name = kind === "abstract" ? `@${path.slice(1)}` : path;
  const named = unixSockets(tables).filter((socket) => socket.name === name && socket.inode !== "0");
  const { ownUid, holders } = processSockets(tables);
  if (ownUid === null) return "the system does not tell whose it is";
  if (!named.some(({ isListening }) => isListening)) return "no process that listens there can be seen";
  for (const { inode } of named) {
    const found = holders.get(inode) ?? [];
    if (found.some(({ uid }) => uid === ownUid)) continue;
    const [other] = found;
    return other === undefined
      ? "no process of your user has it open"
      : `it is open in process ${other.pid} of user ${other.uid}, and you are user ${ownUid}`;
  }
  return null;
}

/**
 * Why a socket file is foreign; null where it belongs to our user.
 *
 * @param listing What `id -u` prints, then what `ls -lnd` prints of the file.
 */
export function whyForeignFile(listing: string): string | null {
  const [own, entry = ""] = listing.split("\n");
  const owner = /^s\S+ +\d+ +(\d+) /.exec(entry)?.[1];
  if (owner === undefined || !/^\d+$/.test(own!)) return "the system does not tell whose it is";
  return owner === own ? null : `its file belongs to user ${owner}, and you are user ${own}`;
}
