/** A child that sets the brightness of its lamp by its hub, and publishes each value and an event. */
import { defineChild, serve, Type } from "@fluxwire/nx";

const driver = defineChild({
  id: "com.example.dimmer",
  name: "Dimmer",
  version: "1.0.0",
  protocols: ["ZIGBEE"],
  config: Type.Object({ hub_device_id: Type.String(), child_ref: Type.String() }),
  device: ({ config }) => ({ externalDeviceKey: config.child_ref, displayName: "Dimmer", deviceType: "lamp" }),
  endpoints: {
    brightness: {
      name: "Brightness",
      controlType: "slider",
      value: Type.Integer(),
      handle: async (value, { hub, publish }) => {
        await hub.command("brightness", value);
        await publish.event("dimmed", { to: value });
        await publish.variable("brightness", value);
        return value;
      },
    },
  },
  variables: { brightness: { type: "Number", value: Type.Integer() } },
  events: { dimmed: { severity: "INFO", payload: Type.Object({ to: Type.Integer() }) } },
});

if (import.meta.main) await serve(driver);
