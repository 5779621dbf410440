/**
 * `fluxwire probe hello`: how a driver describes itself.
 *
 * @module
 */
import type { DriverHelloResponse } from "@fluxwire/wire";
import { type DriverClient, formFields } from "@fluxwire/wire/client";
import type { Context } from "../command/context.ts";
import { Driver } from "../driver/driver.ts";
import { flagRows, shownFlags } from "../driver/flags_in_dbflux.ts";
import { msSince } from "../command/duration.ts";
import { EXIT, oneLine } from "@fluxwire/command";
import { columnLines } from "../render/columns.ts";
import { plainBigint } from "../render/plain_json.ts";

/** Sends Hello and shows the answer. */
export async function run(context: Context): Promise<number> {
  const { output } = context;
  await using driver = new Driver(context);
  await driver.launch();
  const start = performance.now();
  const client = await driver.connect();
  const ms = msSince(start);
  if (output.isJson) output.line(helloJson(client, ms));
  else {
    const { columns } = output, margin = "  ";
    const rows = facts(client).map(([name, text]) => [name.padEnd(14), oneLine(text)]);
    for (const line of columnLines(rows, columns)) output.line(line);
    const flags = flagRows(client.hello.driverMetadata.capabilities);
    const room = columns === null ? null : columns - margin.length;
    for (const line of columnLines(flags, room)) output.line(`${margin}${line}`);
  }
  return EXIT.done;
}

function helloJson({ layout, hello }: DriverClient, ms: number): string {
  return JSON.stringify(
    { layout, ms, ...hello, flags: shownFlags(hello.driverMetadata.capabilities) },
    plainBigint,
  );
}

function facts({ layout, version, hello }: DriverClient): [string, string][] {
  const { driverMetadata: metadata } = hello;
  return [
    ["server", `${hello.serverName} ${hello.serverVersion}`],
    ["layout", layout],
    ["version", `${version.major}.${version.minor}`],
    ["driver", `${metadata.displayName} (${metadata.id}): ${metadata.description}`],
    ["kind", `${hello.driverKind}, ${metadata.category}, ${metadata.queryLanguage.type}`],
    ["address", `${metadata.uriScheme}://${metadata.defaultPort == null ? "" : `, port ${metadata.defaultPort}`}`],
    ["capabilities", hello.capabilities.join(", ")],
    ["form", formText(hello)],
    ["flags", `0x${metadata.capabilities.toString(16)}, and what DBFlux makes of them:`],
  ];
}

/** The fields of a form, in a line. */
export function formText(hello: DriverHelloResponse): string {
  const fields = formFields(hello).map(({ id, kind, required }) =>
    `${id} (${kind.type}${required ? ", required" : ""})`
  );
  return fields.join(", ") || "no fields";
}
