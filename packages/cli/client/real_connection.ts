/**
 * Connections as the real client makes them (PROTOCOL.md#handshake, PROTOCOL.md#what-the-real-client-sends).
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import { type DriverClient, openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import type { Context } from "../command/context.ts";
import { patienceOf } from "../command/deadline.ts";
import type { Driver } from "../driver/driver.ts";

/** The driver that the real client's end is played to. */
export interface RealTarget {
  /** The command line and its end. */
  context: Context;
  /** The driver. */
  driver: Driver;
  /** Which release's client to be. */
  layout: Layout;
}

/** Connects and leaves without a word: the real client's test of life. */
export async function lookForLife({ context, driver }: RealTarget): Promise<void> {
  (await connect(driver.target.socketId, { signal: context.signal })).close();
}

/** Connects and says Hello; what the real client leaves out is left out from then on. */
export async function sayHello({ context, driver, layout }: RealTarget): Promise<DriverClient> {
  const { args, signal } = context;
  const transport = await connect(driver.target.socketId, { signal });
  return await openClient(transport, {
    layout,
    token: driver.token,
    faithful: true,
    beforeSecrets: () => driver.requireOwnListener(),
    timeoutMs: patienceOf(args),
    signal,
  });
}

/** What the driver said in Hello, in one line. */
export function helloText({ hello: { serverName, serverVersion }, version: { major, minor } }: DriverClient): string {
  return `${serverName} ${serverVersion}, version ${major}.${minor}`;
}
