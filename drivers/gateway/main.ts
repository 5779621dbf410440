#!/usr/bin/env -S deno run --ext=ts --no-prompt --allow-net --allow-read --allow-write --allow-env=NX_HOST_GRPC_ADDR,NX_LAUNCH_TOKEN,NX_DEVICE_ID,FLUXWIRE_LIFELINE
import { defineHub, type Driver, NxError, serve, Type } from "@fluxwire/nx";

/** The lamps that the hub knows; a real one asks its radio. */
const lamps = new Map([["lamp-1", { power: false }], ["lamp-2", { power: false }]]);

export const driver: Driver = defineHub({
  id: "com.example.gateway",
  name: "gateway",
  version: "1.0.0",
  protocols: ["ZIGBEE"],
  config: Type.Object({ ip: Type.String() }),
  device: ({ config }) => ({
    externalDeviceKey: `ip:${config.ip}`,
    displayName: "gateway",
    deviceType: "hub",
    protocol: "ZIGBEE",
  }),
  endpoints: {
    permit_join: {
      name: "Permit Join",
      controlType: "toggle",
      value: Type.Boolean(),
      handle: (on, { log }) => log.info("permit join", { on }),
    },
  },
  discoverChildren: () => [...lamps.keys()].map((childRef) => ({ childRef, protocol: "ZIGBEE", model: "Lamp" })),
  proxy({ childRef, endpointKey, json }, { emit }) {
    const lamp = lamps.get(childRef);
    if (lamp === undefined || endpointKey !== "power") throw new NxError("NotFound", "unknown endpoint");
    lamp.power = json() === true;
    emit(childRef, "power_changed", lamp);
    return lamp;
  },
});

if (import.meta.main) await serve(driver);
