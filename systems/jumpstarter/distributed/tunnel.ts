/**
 * A connection to a peer that a router pairs: the payloads of the router's stream are the bytes of an HTTP/2 connection.
 *
 * @module
 */
import type { Duplex } from "@fluxwire/grpc";
import { ByteStream } from "../client/byte_stream.ts";
import type { Dial } from "./dial.ts";
import { bearer } from "./identity.ts";

/** Where a router is, and what it pairs by. */
export interface Meeting {
  /** HOST:PORT. */
  readonly routerEndpoint: string;
  /** What both peers call it with. */
  readonly routerToken: string;
}

/** A tunnel. */
export interface Tunnel {
  /** Its bytes. */
  readonly stream: ByteStream;
  /** Its bytes, in place of a socket. */
  readonly duplex: Duplex;
  /** Resolves when it is over, and its connection to the router closed. */
  readonly ended: Promise<void>;
}

/**
 * Connects to a router. The peer may come later: the router keeps what is sent until then.
 *
 * @param signal Ends the tunnel.
 * @throws {ConnectionError} If the router cannot be reached.
 */
export async function openTunnel(dial: Dial, meeting: Meeting, signal?: AbortSignal): Promise<Tunnel> {
  const channel = await dial(meeting.routerEndpoint, bearer(meeting.routerToken), signal);
  const stream = new ByteStream({ channel, request: null, signal, failure: (error) => error });
  return { stream, duplex: { readable: stream.readable, writable: stream.writable }, ended: closed() };

  async function closed(): Promise<void> {
    await stream.ended;
    await channel.close();
  }
}
