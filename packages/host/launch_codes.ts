/**
 * The codes of a driver that did not start, or whose Hello failed, in addition to those of any program.
 *
 * @module
 */
import { START_ERROR_MEANINGS, type StartErrorCode } from "@fluxwire/supervise/program";

/** What each code of a driver means. The codes are stable: scripts may rely on them. */
export const DRIVER_ERROR_MEANINGS = {
  SocketTaken: "Something else listens on the socket already.",
  NotRunning: "Nothing listens on the socket, and there is no command to start something.",
  TokenVariableUnset: "The variable that holds the service's token is not set, or may not be read.",
  NameInUse: "The driver could not listen: the name or address is in use.",
  ListenForbidden: "The driver could not listen: it lacks the permission.",
  ListenFolderMissing: "The driver could not listen: the folder of its socket does not exist.",
  NameTooLong: "The driver could not listen: the socket's name is longer than the system allows.",
  EndedWithoutListening: "The driver ended with exit code 0 and never listened.",
  ListensElsewhere: "The driver listens, but on another name or address.",
  ExitedOnHello: "The driver accepted the connection and ended before it had answered Hello.",
  TokenRefused: "The driver refused the token.",
  VersionMismatch: "The driver speaks no version of the protocol that was offered.",
  NoCommonLayout: "The driver hung up without an answer, whichever release's client was imitated.",
  WrongCodec: "The driver answered in another codec than Hello had.",
  WrongLayout: "The driver answered in another layout than Hello had.",
  HandshakeTimeout: "The driver accepted the connection and never answered Hello.",
  AnswerUnreadable: "The driver answered Hello with bytes that break the protocol.",
  HelloRefused: "The driver answered Hello with an error of its own.",
} as const;

/** A code of a driver: of its socket, or of its Hello. */
export type DriverErrorCode = keyof typeof DRIVER_ERROR_MEANINGS;

/** A code of a `StartError` that this package throws. */
export type LaunchErrorCode = StartErrorCode | DriverErrorCode;

/** What each code of a `StartError` that this package throws means. */
export const LAUNCH_ERROR_MEANINGS: Readonly<Record<LaunchErrorCode, string>> = {
  ...START_ERROR_MEANINGS,
  ...DRIVER_ERROR_MEANINGS,
};

/** Every code of a `StartError` that this package throws. */
export const LAUNCH_ERROR_CODES: readonly LaunchErrorCode[] = Object.keys(LAUNCH_ERROR_MEANINGS) as LaunchErrorCode[];
