/** A driver that publishes large states, one after the other, until it is killed. */
import { defineDevice, serve, Type } from "@fluxwire/nx";

/** What each state has besides its number: so many characters that writing it takes a while. */
const FILLING = "x".repeat(1_000_000);

const driver = defineDevice({
  id: "com.example.publisher",
  name: "Publisher",
  version: "1.0.0",
  protocols: ["IP"],
  config: Type.Object({}),
  device: () => ({ externalDeviceKey: "publisher", displayName: "Publisher" }),
  start({ publish, signal }) {
    const publishing = async () => {
      for (let count = 0; !signal.aborted; count++) {
        await Promise.all([publish.state({ count, filling: FILLING }), publish.event("tick", { filling: FILLING })]);
      }
    };
    publishing().catch(() => {/* The host has ended. */});
  },
});

if (import.meta.main) await serve(driver);
