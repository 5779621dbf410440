/**
 * Why a driver that listens could not be spoken to.
 *
 * @module
 */
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { MalformedError, RpcError } from "@fluxwire/wire";
import type { LaunchErrorCode } from "../launch_codes.ts";
import type { Cause } from "@fluxwire/supervise";

/** What drivers say to a wrong token (PROTOCOL.md#token). */
const REFUSED_TOKEN = "Unauthorized driver RPC client";

/** Whether an error is the driver's refusal of the token. */
export function isRefusedToken(error: unknown): boolean {
  return error instanceof RpcError && error.code === "InvalidRequest" && error.message === REFUSED_TOKEN;
}

/** The causes that keep the wire's own name, and what mends each. */
const BREACHES: Readonly<Partial<Record<string, { code: LaunchErrorCode; hint: string }>>> = {
  NoCommonLayout: {
    code: "NoCommonLayout",
    hint: "see which release of DBFlux it is made for, and what it logs when it hangs up",
  },
  WrongCodec: {
    code: "WrongCodec",
    hint: "imitate its release (0.4 to 0.6 speak bincode, 0.7 postcard), or build it for this one",
  },
  WrongLayout: { code: "WrongLayout", hint: "imitate the release that it is made for" },
  HandshakeTimeout: {
    code: "HandshakeTimeout",
    hint: "it must read from each connection at once, and answer a whole frame: 4 bytes of length, then the envelope",
  },
};

/** The cause of a Hello that failed; null if the driver is not to blame: an aborted signal, a defect of this package. */
export function causeOfHello(error: unknown): Cause | null {
  // Where no layout was left to try, what the last answer was says more.
  if (error instanceof ProtocolError && error.cause instanceof ProtocolError) return causeOfHello(error.cause);
  const what = withoutAction(error instanceof Error ? error.message : String(error));
  if (isRefusedToken(error)) {
    return {
      code: "TokenRefused",
      what: "it refused the token",
      hint: "it must take the token from DBFLUX_DRIVER_IPC_TOKEN of its own environment, as it was started with it",
    };
  }
  if (error instanceof RpcError) {
    return error.code === "VersionMismatch"
      ? { code: "VersionMismatch", what, hint: "imitate the release that it is made for, or update the driver" }
      : {
        code: "HelloRefused",
        what: `it answered Hello with ${error.code}: ${what}`,
        hint: "its output may say more",
      };
  }
  if (error instanceof ProtocolError) {
    const breach = BREACHES[error.code];
    return breach === undefined ? unreadable(what) : { ...breach, what };
  }
  if (error instanceof MalformedError) return unreadable(what);
  if (error instanceof ConnectionError && error.code === "FrameTruncated") return unreadable(what);
  return null;
}

/** A message without the action that failed: the reader knows that it is Hello. */
function withoutAction(message: string): string {
  return message.replace(/^Cannot [^:]+: /, "");
}

function unreadable(what: string): Cause {
  return {
    code: "AnswerUnreadable",
    what,
    hint: "what it writes to the socket must be frames of the protocol, and nothing else: logs belong to stderr",
  };
}
