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

/** The driver to which the real client is imitated. */
export interface RealTarget {
  /** The command line and its abort signal. */
  context: Context;
  /** The driver. */
  driver: Driver;
  /** The layout of the imitated release. */
  layout: Layout;
}

/** Connects and disconnects without sending anything, which is how the real client checks that a driver listens. */
export async function lookForLife({ context, driver }: RealTarget): Promise<void> {
  (await connect(driver.target.socketId, { signal: context.signal })).close();
}

/** Connects and sends Hello; from then on messages omit what the real client omits. */
export async function sayHello({ context, driver, layout }: RealTarget): Promise<DriverClient> {
  const { args, signal } = context;
  const transport = await connect(driver.target.socketId, { signal });
  return await openClient(transport, {
    layout,
    token: driver.token,
    faithful: true,
    beforeSecrets: () => driver.requireOwnListener(),
    secrets: driver.secrets,
    timeoutMs: patienceOf(args),
    signal,
  });
}

/** The driver's answer to Hello, in one line. */
export function helloText({ hello: { serverName, serverVersion }, version: { major, minor } }: DriverClient): string {
  return `${serverName} ${serverVersion}, version ${major}.${minor}`;
}
