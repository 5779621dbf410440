/**
 * Linux's table of Unix sockets, `/proc/net/unix`.
 *
 * @module
 */

/** The flag of a socket that listens. */
const ACCEPTS = 0x10000;

/** One socket of the table. */
export interface UnixSocket {
  /** Its name as the table has it: a path, `@` and an abstract name, or nothing. */
  name: string;
  /** The number by which the open files of processes name it; 0 for a connection that was not accepted yet. */
  inode: string;
  /** Whether it listens; a connection that it has accepted has the same name. */
  isListening: boolean;
}

/** The sockets of the table; lines of other tables are passed over. */
export function unixSockets(table: string): UnixSocket[] {
  const sockets: UnixSocket[] = [];
  for (const line of table.split("\n")) {
    const [, flags, inode, name] =
      /^[0-9a-f]+: [0-9A-F]+ [0-9A-F]+ ([0-9A-F]+) [0-9A-F]+ [0-9A-F]+ +(\d+) ?(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    sockets.push({ name, inode: inode!, isListening: (parseInt(flags!, 16) & ACCEPTS) !== 0 });
  }
  return sockets;
}
