/** A hub that takes every command and answers none. */
import { defineHub, serve, Type } from "@fluxwire/nx";

const driver = defineHub({
  id: "com.example.silent",
  name: "Silent hub",
  version: "1.0.0",
  protocols: ["IP"],
  config: Type.Object({}),
  device: () => ({ externalDeviceKey: "silent", displayName: "Silent hub" }),
  proxy: () => new Promise(() => {}),
});

if (import.meta.main) await serve(driver);
