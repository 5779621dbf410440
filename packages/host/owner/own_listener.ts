/**
 * Looks up whose a socket is, before a secret is sent to it: any user of the machine can listen on an abstract name first.
 *
 * @module
 */
import { ConnectionError, type SocketAddress, socketAddress } from "@fluxwire/transport";
import { mayRun, shellOutput } from "@fluxwire/supervise/internal";
import { foreignSockets, whyForeignFile } from "./foreign.ts";

/** How long the system may take to answer, in milliseconds. */
const TIMEOUT_MS = 5_000;
const OF_PROCESSES =
  'cat /proc/net/unix; for pid; do set -- "$@" "/proc/$pid/fd"; shift; done; exec ls -ln /proc/self/fd "$@"';
const OF_ALL = "cat /proc/net/unix; exec ls -ln /proc/self/fd /proc/[0-9]*/fd";
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
 * Resolves where a process of our user listens on a socket. On Linux that is the process that has the socket open,
 * elsewhere the owner of the socket's file; Windows guards pipes by itself.
 *
 * Call it when the connection is made and before anything is sent: it then holds for that connection.
 *
 * @throws {ConnectionError} `SocketForeign` if it is another user's, no process of this user has it, or the system does not say;
 * `PermissionMissing` where Deno may not run `sh`.
 */
export async function requireOwnListener(socketId: string, options: OwnerOptions = {}): Promise<void> {
  const { likely = [], os = Deno.build.os, shell } = options;
  const address = socketAddress(socketId, os);
  if (address.kind === "pipe") return;
  if (shell === undefined && !mayRun("sh")) throw permissionMissing(socketId);
  const why = await reason(address, { likely, os, shell: shell ?? sh });
  if (why !== null) throw foreign(socketId, why);
}

const sh: Shell = (script, args) => shellOutput(script, args, TIMEOUT_MS);

async function reason(
  address: SocketAddress,
  { likely, os, shell }: Required<OwnerOptions>,
): Promise<string | null> {
  if (os !== "linux" && os !== "android") return whyForeignFile(await shell(OF_FILE, [address.path]) ?? "");
  if (likely.length > 0) {
    const tables = await shell(OF_PROCESSES, likely.map(String));
    if (tables !== null && foreignSockets(address, tables).length === 0) return null;
  }
  const look = async () => foreignSockets(address, await shell(OF_ALL, []) ?? "");
  const first = await look();
  if (first.length === 0) return null;
  const still = (await look()).filter(({ inode }) => inode === null || first.some((one) => one.inode === inode));
  return still[0]?.why ?? null;
}

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
