#!/usr/bin/env -S deno run --ext=ts --no-prompt --allow-net --allow-read --allow-write --allow-env=NX_HOST_GRPC_ADDR,NX_LAUNCH_TOKEN,NX_DEVICE_ID,FLUXWIRE_LIFELINE
import { defineDevice, type Driver, serve, Type } from "@fluxwire/nx";

/** A relay that is switched by HTTP: `PUT /relay` with `{"on":true}`, and `GET /relay` answers the same. */
export const driver: Driver = defineDevice({
  id: "com.example.template-name",
  name: "template-name",
  version: "1.0.0",
  protocols: ["IP"],
  config: Type.Object({ url: Type.String() }),
  device: ({ config }) => ({
    externalDeviceKey: `url:${config.url}`,
    displayName: "template-name",
    deviceType: "relay",
    protocol: "IP",
  }),
  endpoints: {
    power: {
      name: "Power",
      controlType: "switch",
      value: Type.Boolean(),
      handle: async (on, { config, signal, publish }) => {
        await fetch(`${config.url}/relay`, { method: "PUT", body: JSON.stringify({ on }), signal }).then(read);
        await publish.state({ power: on });
        return { power: on };
      },
    },
  },
  variables: { power: { type: "Boolean" } },
  poll: {
    everyMs: 5_000,
    run: async ({ config, signal, publish }) => {
      const { on } = await fetch(`${config.url}/relay`, { signal }).then(read);
      await publish.variable("power", on);
    },
  },
});

async function read(response: Response): Promise<{ on: boolean }> {
  if (!response.ok) throw new Error(`the relay answers ${response.status}`);
  return await response.json();
}

if (import.meta.main) await serve(driver);
