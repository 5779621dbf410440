/**
 * A program that uses the new message of the layout "next" from end to end. It is a text because its types
 * exist only in the copy with the message.
 *
 * @module
 */

/** The program: the mock driver answers its client, both with the types of the table of methods. */
export const USE_NEXT_MESSAGE: string = `
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { ANSWERS, METHOD_TABLE } from "@fluxwire/wire";
import type { Session } from "@fluxwire/sdk";
import { connectInMemory } from "@fluxwire/sdk/testing";
import { fullDriver } from "./packages/mock-driver/full/driver.ts";
import { mockClock } from "./packages/mock-driver/mock_clock.ts";

strictEqual(ANSWERS.Temperature, "Temperature");
deepStrictEqual([METHOD_TABLE.temperature.since, METHOD_TABLE.temperature.doc], [
  "next",
  "Measures how warm the database is.",
]);

const method: Session["temperature"] = () => 1.5;
ok(method);

const driver = fullDriver({ seed: 1, clock: mockClock(null) });
{
  await using client = await connectInMemory(driver, { layout: "next" });
  await using session = await client.open();
  const celsius: number = await session.temperature();
  strictEqual(celsius, 36.5);
  const hasMetrics = session.opened.metadata.capabilities >> 54n & 1n;
  strictEqual(hasMetrics, 1n);
}
await using client = await connectInMemory(driver, { layout: "0.8" });
await using session = await client.open();
await rejects(session.temperature(), /Temperature does not exist in layout 0.8/);
`;
