/**
 * Which sockets are open in which processes, as a shell lists `/proc`.
 *
 * @module
 */

/** A process that has a socket open. */
export interface SocketHolder {
  /** Its id. */
  pid: number;
  /** The id of its user. */
  uid: number;
}

/** The open sockets of processes. */
export interface ProcessSockets {
  /** The id of our own user; null if the list does not say. */
  ownUid: number | null;
  /** The processes that have a socket open, by its inode. */
  holders: ReadonlyMap<string, readonly SocketHolder[]>;
}

/** Reads `ls -ln /proc/self/fd /proc/PID/fd ...`. The files of `self` are those of the program that lists: our user's. */
export function processSockets(listing: string): ProcessSockets {
  const holders = new Map<string, SocketHolder[]>();
  let ownUid: number | null = null;
  let pid: number | null = null;
  for (const line of listing.split("\n")) {
    const folder = /^\/proc\/(self|\d+)\/fd:$/.exec(line)?.[1];
    if (folder !== undefined) {
      pid = folder === "self" ? null : Number(folder);
      continue;
    }
    const [, user, target] = /^l\S+ +\d+ +(\d+) .* -> (.*)$/.exec(line) ?? [];
    if (target === undefined) continue;
    const uid = Number(user);
    if (pid === null) ownUid ??= uid;
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (pid === null || inode === undefined) continue;
    const found = holders.get(inode);
    if (found === undefined) holders.set(inode, [{ pid, uid }]);
    else found.push({ pid, uid });
  }
  return { ownUid, holders };
}
