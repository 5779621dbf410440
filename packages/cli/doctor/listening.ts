/**
 * Findings about listening sockets: do they answer as drivers?
 *
 * @module
 */
import { ConnectionError, socketAddress } from "@fluxwire/transport";
import type { Layout } from "@fluxwire/wire";
import { connect } from "@fluxwire/host";
import { unixSockets } from "@fluxwire/host/internal";
import { EXIT } from "@fluxwire/command";
import { exitCodeOf, failureOf } from "../command/failure.ts";
import { type Finding, fine, trouble } from "./finding.ts";
import { outputOf } from "./machine.ts";

/** How long a driver may take to answer Hello, in milliseconds. */
const HELLO_TIMEOUT_MS = 3_000;
/** The most sockets that are tried without being named. */
const MAX_UNNAMED = 32;

/** How a socket is asked. */
export interface Asking {
  /** The token of Hello; null for none. */
  token: string | null;
  /** The layout to speak. */
  layout: Layout | "auto";
  /** Whether the token goes to a driver of another user, too. */
  anyOwner: boolean;
  /** Aborts the attempt. */
  signal: AbortSignal;
  /** Whether something has to listen, because nothing starts it. */
  isRequired: boolean;
}

/** Sends Hello to a socket and returns the finding; null if nothing listens there and nothing has to. */
export async function helloFinding(
  subject: string,
  { token, layout, anyOwner, signal, isRequired }: Asking,
): Promise<Finding | null> {
  try {
    await using client = await connect(subject, { token, layout, anyOwner, signal, timeoutMs: HELLO_TIMEOUT_MS });
    const { serverName, serverVersion } = client.hello;
    return fine("driver", subject, `${serverName} ${serverVersion} answers, in layout ${client.layout}`);
  } catch (error) {
    signal.throwIfAborted();
    return failedHello(error, subject, isRequired);
  }
}

function failedHello(error: unknown, subject: string, isRequired: boolean): Finding | null {
  const { code, message } = failureOf(error);
  if (error instanceof ConnectionError && error.code === "SocketUnreachable") {
    return isStale(subject) ? staleFile(subject) : isRequired ? missingDriver(subject) : null;
  }
  const text = `${code}: ${message}`;
  if (error instanceof ConnectionError && error.code === "SocketForeign") {
    return trouble("driver-foreign", "error", {
      subject,
      message: text,
      remedy: "end it, or have its user end it; DBFlux would send it the token and the passwords of its connections",
    });
  }
  switch (exitCodeOf(error)) {
    case EXIT.refused:
      return trouble("driver-token", "warning", {
        subject,
        message: text,
        remedy: "name the variable that holds its token by --token-env, or end the driver and start DBFlux again",
      });
    case EXIT.timedOut:
      return trouble("driver-silent", "error", {
        subject,
        message: `${text}: DBFlux would wait for ever`,
        remedy: "end the program that listens there, and read in its log why it does not answer",
      });
    case EXIT.noCommonVersion:
      return trouble("driver-layout", "error", {
        subject,
        message: text,
        remedy: "update the driver, or use the release of DBFlux that it was made for",
      });
  }
  return trouble("driver-broken", "error", {
    subject,
    message: text,
    remedy: `fluxwire explain ${code} says more`,
  });
}

function missingDriver(subject: string): Finding {
  return trouble("driver-missing", "error", {
    subject,
    message: "nothing listens there",
    remedy: "start the driver, or give its service a command",
  });
}

/** A socket file that a killed driver left: the next driver cannot listen there. */
function staleFile(subject: string): Finding {
  const { path } = socketAddress(subject);
  return trouble("socket-stale", "error", {
    subject,
    message: `nothing listens there, and the file ${path} of an earlier driver is in the way`,
    remedy: `remove it: rm ${path}`,
  });
}

function isStale(socketId: string): boolean {
  const { kind, path } = socketAddress(socketId);
  if (kind !== "file") return false;
  try {
    return Deno.lstatSync(path).isSocket === true;
  } catch {
    return false;
  }
}

/**
 * Listening abstract sockets that look like drivers: DBFlux's names end in `.sock` or begin with `dbflux`. Empty without
 * the permission to look.
 */
export async function driverSockets(): Promise<string[]> {
  if (Deno.build.os !== "linux") return [];
  return abstractNames(await outputOf("cat", ["/proc/net/unix"]) ?? "")
    .filter((name) => /^[A-Za-z0-9._-]+$/.test(name) && /\.sock$|^dbflux/.test(name)).slice(0, MAX_UNNAMED);
}

/** The names of abstract sockets that listen, in a table of `/proc/net/unix`. */
export function abstractNames(table: string): string[] {
  const names = unixSockets(table).flatMap(({ name, isListening }) =>
    isListening && name.length > 1 && name.startsWith("@") ? [name.slice(1)] : []
  );
  return [...new Set(names)].sort();
}
