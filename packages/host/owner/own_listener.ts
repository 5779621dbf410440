/**
 * Looks up whose a socket is, before a secret is sent to it: any user of the machine can listen on an abstract name first.
 *
 * @module
 */
import { ConnectionError, type SocketAddress, socketAddress } from "@fluxwire/transport";
import { mayRun, shellOutput } from "@fluxwire/supervise/program";
import { foreignSockets, listenersOn, whyForeignFile } from "./foreign.ts";

/** How long the system may take to answer, in milliseconds. */
const TIMEOUT_MS = 5_000;
const OF_PROCESSES =
  'cat /proc/net/unix; for pid; do set -- "$@" "/proc/$pid/fd"; shift; done; exec ls -ln /proc/self/fd "$@"';
const OF_ALL = "cat /proc/net/unix; exec ls -ln /proc/self/fd /proc/[0-9]*/fd";
const OF_NAMES = "exec cat /proc/net/unix";
const OF_FILE = 'id -u; exec ls -lnd -- "$1"';

/** Runs a shell script and gives its output; null if that cannot be had. */
export type Shell = (script: string, args: readonly string[]) => Promise<string | null>;

/** How a socket is looked up. */
export interface OwnerOptions {
  /**
   * The processes that most likely have it open: those are looked at before all others are.
   *
   * @default {[]}
   */
  likely?: readonly number[];
  /**
   * The system to look at.
   *
   * @default {Deno.build.os}
   */
  os?: typeof Deno.build.os;
  /**
   * What runs the scripts.
   *
   * @default {sh, which needs `--allow-run=sh`}
   */
  shell?: Shell;
}

/**
 * The listener of one name, for many connections. As long as the same socket listens on an abstract name, the name cannot be
 * another program's: then one small program is started for a look, and no open files are listed.
 */
export class OwnListener {
  readonly #socketId: string;
  readonly #options: OwnerOptions;
  #known: ReadonlySet<string> = new Set();

  /** Looks up nothing yet. */
  constructor(socketId: string, options: OwnerOptions = {}) {
    this.#socketId = socketId;
    this.#options = options;
  }

  /** The sockets that were found to listen there, and to be ours. Read it before a connection is made. */
  get known(): ReadonlySet<string> {
    return this.#known;
  }

  /**
   * Resolves where a process of our user listens on the socket. On Linux that is the process that has the socket open,
   * elsewhere the owner of the socket's file; Windows guards pipes by itself.
   *
   * Call it when the connection is made and before anything is sent: it then holds for that connection.
   *
   * @throws {ConnectionError} `SocketForeign` if it is another user's, no process of this user has it, or the system does not
   * say; `PermissionMissing` where Deno may not run `sh`.
   * @param known What {@link known} was before the connection was made: one that is older may lead to another program.
   */
  async require(known: ReadonlySet<string> = new Set()): Promise<void> {
    const { likely = [], os = Deno.build.os, shell } = this.#options;
    const address = socketAddress(this.#socketId, os);
    if (address.kind === "pipe") return;
    if (shell === undefined && !mayRun("sh")) throw permissionMissing(this.#socketId);
    if (await stillListens(known, address, shell ?? sh)) return;
    const { why, listeners } = await look(address, { likely, os, shell: shell ?? sh });
    if (why !== null) throw foreign(this.#socketId, why);
    this.#known = new Set(listeners);
  }
}

/** Whether known sockets alone listen. A file can be replaced while its old socket still listens, a name cannot. */
async function stillListens(known: ReadonlySet<string>, address: SocketAddress, shell: Shell): Promise<boolean> {
  if (address.kind !== "abstract" || known.size === 0) return false;
  const listeners = listenersOn(address, await shell(OF_NAMES, []) ?? "");
  return listeners.length > 0 && listeners.every((inode) => known.has(inode));
}

/** Why a socket is foreign; else null, and the sockets that listen there. */
async function look(
  address: SocketAddress,
  { likely, os, shell }: Required<OwnerOptions>,
): Promise<{ why: string | null; listeners: readonly string[] }> {
  if (os !== "linux" && os !== "android") {
    return { why: whyForeignFile(await shell(OF_FILE, [address.path]) ?? ""), listeners: [] };
  }
  let tables = likely.length > 0 ? await shell(OF_PROCESSES, likely.map(String)) : null;
  let first = tables === null ? null : foreignSockets(address, tables);
  if (first?.length !== 0) first = foreignSockets(address, tables = await shell(OF_ALL, []) ?? "");
  if (first.length > 0) {
    const again = foreignSockets(address, tables = await shell(OF_ALL, []) ?? "");
    const still = again.find(({ inode }) => inode === null || first.some((one) => one.inode === inode));
    if (still !== undefined) return { why: still.why, listeners: [] };
  }
  return { why: null, listeners: listenersOn(address, tables!) };
}

const sh: Shell = (script, args) => shellOutput(script, args, TIMEOUT_MS);

function foreign(socketId: string, why: string): ConnectionError {
  return new ConnectionError(
    "SocketForeign",
    `Cannot send a token or secret to socket "${socketId}": ${why}; ` +
      "stop what listens there, choose another name, or allow it by --any-owner",
  );
}

function permissionMissing(socketId: string): ConnectionError {
  return new ConnectionError(
    "PermissionMissing",
    `Cannot look up who listens on socket "${socketId}" before a token or secret is sent: permission is missing; ` +
      "run Deno with --allow-run=sh, or allow any owner by anyOwner",
  );
}
