/**
 * `fluxwire probe open`: a driver's answer to OpenSession.
 *
 * @module
 */
import type { ClientSession, DriverClient } from "@fluxwire/wire/client";
import type { Context } from "../command/context.ts";
import { withDriver } from "../driver/driver.ts";
import { msSince, msText } from "../command/duration.ts";
import { EXIT, oneLine } from "@fluxwire/command";
import { plainBigint } from "../render/plain_json.ts";

/** Opens a session, shows it, and closes it. */
export function run(context: Context): Promise<number> {
  const { output } = context;
  return withDriver(context, async (driver, client) => {
    const start = performance.now();
    const session = await driver.openSession(client);
    const ms = msSince(start);
    if (output.isJson) output.line(openedJson(client, session, ms));
    else for (const [name, text] of facts(session, ms)) output.line(`${name.padEnd(14)}  ${oneLine(text)}`);
    await driver.call((options) => session.close(options));
    return EXIT.done;
  });
}

function openedJson({ layout }: DriverClient, { opened: { type: _, ...opened } }: ClientSession, ms: number): string {
  return JSON.stringify({ layout, ms, ...opened }, plainBigint);
}

function facts({ opened }: ClientSession, ms: number): [string, string][] {
  const { metadata } = opened;
  return [
    ["session", `${opened.sessionId}, opened in ${msText(ms)}`],
    ["kind", opened.kind],
    ["driver", `${metadata.displayName} (${metadata.id})`],
    ["loading", opened.schemaLoadingStrategy],
    ["features", `0x${opened.schemaFeatures.toString(16)}`],
    ["generators", `0x${opened.codeGenCapabilities.toString(16)}`],
    ["flags", `0x${metadata.capabilities.toString(16)}`],
  ];
}
