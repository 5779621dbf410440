import { call, defineDevice, type Device, power, stream, t } from "@fluxwire/jumpstarter";

/** A relay that is switched by HTTP: `PUT /relay` with `{"on":true}`, and `GET /relay` answers the same. */
export const device: Device = defineDevice({
  name: "template-name",
  description: "A relay that is switched by HTTP",
  implements: power,
  version: "1.0.0",
  config: { url: t.string() },
  open({ url }) {
    const ask = async (signal: AbortSignal, on?: boolean): Promise<{ on: boolean }> => {
      const body = on === undefined ? {} : { method: "PUT", body: JSON.stringify({ on }) };
      const response = await fetch(`${url}/relay`, { ...body, signal });
      if (!response.ok) throw new Error(`the relay answers ${response.status}`);
      return await response.json();
    };
    return {
      methods: {
        on: call([], async ({ signal }) => void await ask(signal, true), "Switch the relay on"),
        off: call([], async ({ signal }) => void await ask(signal, false), "Switch the relay off"),
        read: stream([], async function* ({ signal }) {
          const { on } = await ask(signal);
          yield { voltage: on ? 5 : 0, current: on ? 1 : 0 };
        }, "Show what the relay lets through"),
      },
    };
  },
}) as Device;
