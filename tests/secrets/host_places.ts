/**
 * What a host shows and keeps of a service that repeats its secrets.
 *
 * @module
 */
import { Host } from "@fluxwire/host";
import type { ServiceEvent } from "@fluxwire/supervise";
import { scriptOf } from "../e2e/host_services.ts";
import { linesOf, PLANTED, TEXT_LINES } from "./planted.ts";

/** The places, each with its whole contents. */
export async function keptByHost(): Promise<Record<string, string>> {
  const folder = await Deno.makeTempDir();
  try {
    const output = `${folder}/output.txt`, events: ServiceEvent[] = [];
    await Deno.writeTextFile(output, `${TEXT_LINES.map(linesOf).join("\n")}\n`);
    const { token, ...secrets } = PLANTED;
    const env = {
      OUTPUT: output,
      ...Object.fromEntries(Object.entries(secrets).map(([name, text]) => [`A_${name}`, text])),
    };
    const service = scriptOf('cat "$OUTPUT" >&2; exit 3', { env, restart: "temporary" });
    const options = { token, logFolder: folder, onEvent: (event: ServiceEvent) => void events.push(event) };
    await using host = new Host([service], options);
    await host.start();
    const lines = host.log(service.socketId).lines().map(({ text }) => text).join("\n");
    const status = JSON.stringify(await host.status());
    await host[Symbol.asyncDispose]();
    return {
      "log of the host": lines,
      "log file of the host": await Deno.readTextFile(`${folder}/${service.socketId}.log`),
      "status of the host": status,
      "events of the host": JSON.stringify(events),
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
