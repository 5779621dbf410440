/**
 * The nine codes of a driver's error answers.
 *
 * @module
 */
import type { DriverRpcErrorCode } from "@fluxwire/wire";
import type { ErrorSection } from "./section.ts";

/** One section for each code of an `RpcError`. */
export const RPC_SECTIONS: Readonly<Record<DriverRpcErrorCode, ErrorSection>> = {
  InvalidRequest: {
    happened: "The driver did not accept the request; its message says what is wrong.",
    causes: [
      "A required value of the form is missing, or a value has the wrong type.",
      "A request came before Hello, or OpenSession had a profile that the driver cannot read.",
      "The driver serves a database that is built into DBFlux, and needs the built-in configuration (`--profile`).",
    ],
    remedy: "See which values the form has, and supply them.",
    commands: ["deno task probe hello --socket ID", "deno task probe ping --socket ID --value NAME=VALUE"],
  },
  UnsupportedMethod: {
    happened: "The driver or the session lacks the method.",
    causes: [
      "The database cannot do it: key-value requests to a relational one, for instance.",
      "The driver does not implement it yet.",
    ],
    remedy: "See what the driver supports; with the SDK, a session supports each method that it defines.",
    commands: ["deno task probe hello --socket ID", "deno task probe list"],
  },
  VersionMismatch: {
    happened: "Driver and client have no protocol version in common, or one of them changed it after Hello.",
    causes: [
      "The driver is made for another release of DBFlux.",
      "An envelope has another version than the one negotiated in Hello.",
    ],
    remedy: "Choose the driver's release by --layout, or update the driver.",
    commands: ["deno task probe hello --socket ID --layout 0.6", "deno task probe hello --socket ID --layout 0.5"],
  },
  SessionNotFound: {
    happened: "The request names no session, or one that is not open on this connection.",
    causes: [
      "The session was closed, or was opened on another connection: a session ends with its connection.",
      "The driver answers a ping only within a session.",
    ],
    remedy: "Open a session on the same connection first.",
    commands: ["deno task probe ping --socket ID", 'deno task probe query "SELECT 1" --socket ID'],
  },
  Timeout: {
    happened: "The call exceeded its time limit. The driver may still be working on it.",
    causes: [
      "The query is slow, or waits for a lock.",
      "The driver hangs, or serves one connection at a time and another one is open.",
      "`--timeout` limits the whole command, including starting the driver.",
    ],
    remedy: "Allow more time, and see whether the driver answers other requests.",
    commands: ["deno task probe ping --socket ID", 'deno task probe query "SELECT 1" --socket ID --timeout 120000'],
  },
  Cancelled: {
    happened: "The call was cancelled before it had a result.",
    causes: ["The user cancelled it, or its connection was closed.", "The driver or the host was stopped."],
    remedy: "Nothing is wrong. Run it again if you still need the result.",
    commands: ['deno task probe query "SELECT 1" --socket ID'],
  },
  Transport: {
    happened: "The driver could not reach its database, or accepts no more connections.",
    causes: [
      "The database does not run, or runs on another host or port.",
      "A firewall or a missing Deno permission blocks it: `--allow-net` may name too few hosts.",
      "The driver has reached its limit of connections (`maxConnections`), or is being stopped.",
    ],
    remedy: "Check that the database runs and can be reached from this machine with the same values.",
    commands: ["deno task probe ping --socket ID --value host=127.0.0.1 --value port=5432"],
  },
  Driver: {
    happened: "The database reported an error; the message is the database's own.",
    causes: ["The statement is wrong, or names something that does not exist.", "The user lacks the right to do that."],
    remedy: "Correct the statement, or try it in the database's own shell.",
    commands: ['deno task probe query "SELECT 1" --socket ID'],
  },
  Internal: {
    happened: "The driver has a defect. The message has an id under which the driver's log has the details.",
    causes: ["The driver threw an unexpected error."],
    remedy: "Find the id in the driver's log, and report it to the driver's author.",
    commands: ["deno task probe ping -- COMMAND ARGS"],
  },
};
