/** A hub of the SDK, for children in other languages. */
import { renameSync, writeFileSync } from "node:fs";
import { defineHub, serve, Type } from "@fluxwire/nx";

/** Writes a file whole, unless there is no path. */
function mark(path: string | null, text: string): void {
  if (path === null) return;
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

/** Marks a file, and again when the caller has given up. */
async function hold(path: string | null, signal: AbortSignal): Promise<void> {
  mark(path, "held");
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  mark(path, "given up");
}

const driver = defineHub({
  id: "com.example.hub",
  name: "Hub",
  version: "1.0.0",
  protocols: ["OTHER"],
  config: Type.Object({}),
  device: () => ({ externalDeviceKey: "hub", displayName: "Hub" }),
  proxy: async ({ childRef, endpointKey, payload, json, signal }) => {
    if (endpointKey === "echo") return payload;
    if (endpointKey === "hold") return await hold(json() as string | null, signal);
    return { child_ref: childRef, endpoint_key: endpointKey, payload: new TextDecoder().decode(payload) };
  },
});

await serve(driver);
