#!/usr/bin/env -S deno run --ext=ts --no-prompt --allow-net --allow-read --allow-write --allow-env=NX_HOST_GRPC_ADDR,NX_LAUNCH_TOKEN,NX_DEVICE_ID,FLUXWIRE_LIFELINE
import { defineChild, type Driver, serve, Type } from "@fluxwire/nx";

export const driver: Driver = defineChild({
  id: "com.example.lamp",
  name: "lamp",
  version: "1.0.0",
  protocols: ["ZIGBEE"],
  config: Type.Object({ hub_device_id: Type.Optional(Type.String()), child_ref: Type.String() }),
  device: ({ config }) => ({
    externalDeviceKey: config.child_ref,
    displayName: "lamp",
    deviceType: "lamp",
    protocol: "ZIGBEE",
  }),
  endpoints: {
    power: {
      name: "Power",
      controlType: "switch",
      value: Type.Boolean(),
      handle: async (on, { hub, publish }) => {
        const answer = await hub.command("power", on);
        await publish.state({ power: on });
        return answer;
      },
    },
  },
  onHubEvent: async ({ type, payload }, { publish }) => {
    if (type === "power_changed") await publish.state(payload);
  },
});

if (import.meta.main) await serve(driver);
