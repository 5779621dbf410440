/**
 * gRPC's interoperability server in Go.
 *
 * @module
 */
import { type Channel, type ClientTls, connect } from "@fluxwire/grpc";
import { built } from "./built.ts";
import { freePort } from "../free_port.ts";

/** Two minutes: a guard for busy machines. */
const ATTEMPTS = 2_400;
const PAUSE_MS = 50;

/** A server that runs. */
export interface GoServer {
  /** Its address. */
  address: string;
  /** Ends it. */
  stop(): Promise<void>;
}

/** Starts the server and waits until it takes connections. */
export async function startGoServer(args: string[], tls: ClientTls | undefined): Promise<GoServer> {
  const port = freePort();
  const process = new Deno.Command(await built("interop-server"), {
    args: [`-port=${port}`, ...args],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const stop = async () => {
    process.kill("SIGKILL");
    await process.status;
  };
  const address = `127.0.0.1:${port}`;
  try {
    await (await connectEventually(address, tls)).close();
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, stop };
}

/** Connects to a program that is starting. */
async function connectEventually(address: string, tls: ClientTls | undefined): Promise<Channel> {
  for (let attempt = 1;; attempt++) {
    try {
      return await connect(address, { tls });
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
