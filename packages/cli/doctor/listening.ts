/**
 * Findings about what listens: does it answer as a driver?
 *
 * @module
 */
import { ConnectionError, socketAddress } from "@fluxwire/transport";
import type { Layout } from "@fluxwire/wire";
import { connect } from "@fluxwire/host";
import { unixSockets } from "@fluxwire/host/internal";
import { EXIT } from "../command/exit_codes.ts";
import { exitCodeOf } from "../command/exit_code_of.ts";
import { failureOf } from "../command/failure.ts";
import { type Finding, fine, trouble } from "./finding.ts";
import { outputOf } from "./machine.ts";

/** How long a driver may take to answer Hello, in milliseconds. */
const HELLO_TIMEOUT_MS = 3_000;
/** How many sockets nobody has named are asked at most. */
const MAX_STRANGERS = 32;

/** How a socket is asked. */
export interface Asking {
  /** The token to show; null for none. */
  token: string | null;
  /** Which release's client to be. */
  layout: Layout | "auto";
  /** Whether the token goes to a driver of another user, too. */
  anyOwner: boolean;
  /** Gives up when it aborts. */
  signal: AbortSignal;
  /** Whether something has to listen, because nothing starts it. */
  isRequired: boolean;
}

/** Says Hello to a socket, and what came of it; null where nothing listens and nothing has to. */
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
    return isStale(subject) ? staleFile(subject) : isRequired ? nobody(subject) : null;
  }
  const said = `${code}: ${message}`;
  if (error instanceof ConnectionError && error.code === "SocketForeign") {
    return trouble("driver-foreign", "error", {
      subject,
      message: said,
      remedy: "end it, or have its user end it; DBFlux would send it the token and the passwords of its connections",
    });
  }
  switch (exitCodeOf(error)) {
    case EXIT.refused:
      return trouble("driver-token", "warning", {
        subject,
        message: said,
        remedy:
          "whoever started it knows its token: name its variable by --token-env, or end it and start DBFlux again",
      });
    case EXIT.timedOut:
      return trouble("driver-silent", "error", {
        subject,
        message: `${said}: DBFlux would wait for ever`,
        remedy: "end what listens there, and see in its log why it does not answer",
      });
    case EXIT.noCommonVersion:
      return trouble("driver-layout", "error", {
        subject,
        message: said,
        remedy: "update the driver, or see for which release of DBFlux it was made",
      });
  }
  return trouble("driver-broken", "error", {
    subject,
    message: said,
    remedy: `fluxwire fluxwire explain ${code} says more`,
  });
}

function nobody(subject: string): Finding {
  return trouble("driver-missing", "error", {
    subject,
    message: "nothing listens there",
    remedy: "start the driver, or give its service a command",
  });
}

/** A file that a killed driver has left: the next one cannot listen there. */
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
 * Abstract sockets that listen and look like drivers: DBFlux's names end in `.sock` or begin with `dbflux`. None where
 * nobody may look.
 */
export async function driverSockets(): Promise<string[]> {
  if (Deno.build.os !== "linux") return [];
  return abstractNames(await outputOf("cat", ["/proc/net/unix"]) ?? "")
    .filter((name) => /^[A-Za-z0-9._-]+$/.test(name) && /\.sock$|^dbflux/.test(name)).slice(0, MAX_STRANGERS);
}

/** The names of abstract sockets that listen, in a table of `/proc/net/unix`. */
export function abstractNames(table: string): string[] {
  const names = unixSockets(table).flatMap(({ name, isListening }) =>
    isListening && name.length > 1 && name.startsWith("@") ? [name.slice(1)] : []
  );
  return [...new Set(names)].sort();
}
