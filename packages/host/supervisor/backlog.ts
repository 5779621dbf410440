/**
 * Whether a connection of the host waits while a driver serves another program's: drivers that serve one connection at a time
 * leave the others unaccepted, and do not hang.
 *
 * @module
 */
import { socketAddress } from "@fluxwire/transport";
import { systemOutput } from "@fluxwire/supervise/program";
import { unixSockets } from "../owner/unix_table.ts";

/** How long the system may take to answer, in milliseconds. */
const TIMEOUT_MS = 2_000;

/** What is known of the connections of one socket. Read while a connection of the host waits for an answer. */
export class Backlog {
  readonly #name: string;
  readonly #readTable: () => Promise<string>;
  /** Accepted connections that may have been ours. */
  readonly #own = new Set<string>();

  /** @param readTable Gives `/proc/net/unix`; an empty text where that cannot be had. */
  constructor(socketId: string, readTable: () => Promise<string> = readUnixTable) {
    const { kind, path } = socketAddress(socketId);
    this.#name = kind === "abstract" ? `@${path.slice(1)}` : path;
    this.#readTable = readTable;
  }

  /**
   * Whether ours is not accepted, and another program's is. A connection that was accepted while none waited may be ours,
   * given up since: a driver that hangs in it is not taken for one that serves another.
   */
  async isBehindAnother(): Promise<boolean> {
    const sockets = unixSockets(await this.#readTable()).filter(({ name }) => name === this.#name);
    const connections = sockets.filter(({ isListening }) => !isListening);
    const accepted = connections.filter(({ inode }) => inode !== "0").map(({ inode }) => inode);
    if (accepted.length === connections.length) {
      for (const inode of accepted) this.#own.add(inode);
      return false;
    }
    return accepted.some((inode) => !this.#own.has(inode));
  }
}

async function readUnixTable(): Promise<string> {
  if (Deno.build.os !== "linux") return "";
  return (await systemOutput("cat", ["/proc/net/unix"], TIMEOUT_MS))?.text ?? "";
}
