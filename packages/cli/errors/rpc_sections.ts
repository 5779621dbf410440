/**
 * The nine codes with which a driver answers.
 *
 * @module
 */
import type { DriverRpcErrorCode } from "@fluxwire/wire";
import type { ErrorSection } from "./section.ts";

/** One section for each code of an `RpcError`, but for those that other errors have as well. */
export const RPC_SECTIONS: Readonly<Record<DriverRpcErrorCode, ErrorSection>> = {
  InvalidRequest: {
    happened: "The driver did not accept the request as it is; its message says what is wrong.",
    causes: [
      "A required value of the form is missing, or one has another type than the driver wants.",
      "A request came before Hello, or OpenSession had a profile that the driver cannot read.",
      "The driver's own database is built into DBFlux, and it wants the built-in configuration (`--profile`).",
    ],
    remedy: "See which values the form has, and give them.",
    commands: ["deno task probe hello --socket ID", "deno task probe ping --socket ID --value NAME=VALUE"],
  },
  UnsupportedMethod: {
    happened: "The driver, or the session, does not have the method.",
    causes: [
      "The database cannot do it: key-value requests to a relational one, for instance.",
      "The driver's author has not written it yet.",
    ],
    remedy: "See what the driver says it can do; a session of the SDK has a method as soon as it is written.",
    commands: ["deno task probe hello --socket ID", "deno task probe list"],
  },
  VersionMismatch: {
    happened: "Driver and client have no version of the protocol in common, or one changed it on the way.",
    causes: [
      "The driver is made for another release of DBFlux.",
      "An envelope has another version than Hello has agreed on.",
    ],
    remedy: "Imitate the release that the driver is made for, or update the driver.",
    commands: ["deno task probe hello --socket ID --layout 0.6", "deno task probe hello --socket ID --layout 0.5"],
  },
  SessionNotFound: {
    happened: "The request names no session, or one that is not open on this connection.",
    causes: [
      "The session was closed, or was opened on another connection: sessions do not outlive theirs.",
      "The driver answers a ping only within a session.",
    ],
    remedy: "Open a session on the same connection first.",
    commands: ["deno task probe ping --socket ID", 'deno task probe query "SELECT 1" --socket ID'],
  },
  Timeout: {
    happened: "It took longer than it was allowed to take. The driver may still be at it.",
    causes: [
      "The query is slow, or waits for a lock.",
      "The driver hangs, or handles one connection at a time and another one is open.",
      "`--timeout` bounds the whole command, the driver's start included.",
    ],
    remedy: "Give more time, and see whether the driver answers anything else meanwhile.",
    commands: ["deno task probe ping --socket ID", 'deno task probe query "SELECT 1" --socket ID --timeout 120000'],
  },
  Cancelled: {
    happened: "The call was cancelled before it had a result.",
    causes: ["The user cancelled it, or its connection was closed.", "The driver or the host was stopped."],
    remedy: "Nothing is wrong. Run it again if it is still wanted.",
    commands: ['deno task probe query "SELECT 1" --socket ID'],
  },
  Transport: {
    happened: "The driver could not reach its database, or had no room for another connection.",
    causes: [
      "The database does not run, or not on the host and port that were given.",
      "A firewall, or a missing permission of Deno, is in between: `--allow-net` may name too few hosts.",
      "The driver has as many connections open as it may have (`maxConnections`), or is being stopped.",
    ],
    remedy: "See whether the database runs and is reached from this machine with the same values.",
    commands: ["deno task probe ping --socket ID --value host=127.0.0.1 --value port=5432"],
  },
  Driver: {
    happened: "The database said no; the message is its own.",
    causes: ["The statement is wrong, or something that it names is not there.", "The user may not do that."],
    remedy: "Correct the statement, or try it in the database's own shell.",
    commands: ['deno task probe query "SELECT 1" --socket ID'],
  },
  Internal: {
    happened: "The driver met a defect of its own. The message has an id, the driver's log has the rest under it.",
    causes: ["An error was thrown that the driver's author did not expect."],
    remedy: "Look the id up in the driver's log, and tell its author.",
    commands: ["deno task probe ping -- COMMAND ARGS"],
  },
};
