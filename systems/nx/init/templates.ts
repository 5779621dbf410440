/**
 * The files of new projects, by template and name. Made by `deno task nx:generate` from those in
 * `template/`.
 *
 * @module
 */

/** A template. */
export type TemplateName = "nx-child" | "nx-device" | "nx-hub";

/** The files, by template and name. */
export const TEMPLATES: Readonly<Record<TemplateName, Readonly<Record<string, string>>>> = {
  "nx-child": {
    "README.md": `# template-name

A driver of a device behind a hub for NX, made with Fluxwire.

\`main.ts\` is the driver, \`main_test.ts\` its test; \`instances.json\` runs it.

\`\`\`sh
deno task test
deno task check
deno task start
\`\`\`

\`start\` runs a driver host with this driver until Ctrl-C; \`deno task status\`, in another terminal, shows how it is. Any
driver host of NX runs it: put this folder into the host's folder of drivers, where a link does not do, and give it an
entry in the instances file as in \`instances.json\`, with the folder in the path of its program:

\`"binary": "template-name/main.ts"\`
`,
    "instances.json": `{
  "instances": [
    {
      "instance_id": "template-name",
      "device_id": "template-device-id",
      "driver_id": "com.example.template-name",
      "driver_type": "CHILD",
      "binary": "main.ts",
      "config": { "child_ref": "lamp-1" }
    }
  ]
}
`,
    "main.ts": `#!/usr/bin/env -S deno run --ext=ts --no-prompt --allow-net --allow-read --allow-write --allow-env=NX_HOST_GRPC_ADDR,NX_LAUNCH_TOKEN,NX_DEVICE_ID,FLUXWIRE_LIFELINE
import { defineChild, type Driver, serve, Type } from "@fluxwire/nx";

export const driver: Driver = defineChild({
  id: "com.example.template-name",
  name: "template-name",
  version: "1.0.0",
  protocols: ["ZIGBEE"],
  config: Type.Object({ hub_device_id: Type.Optional(Type.String()), child_ref: Type.String() }),
  device: ({ config }) => ({
    externalDeviceKey: config.child_ref,
    displayName: "template-name",
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
`,
    "main_test.ts": `import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { contractFaults, TestDriver } from "@fluxwire/nx/testing";
import { driver } from "./main.ts";

const config = { hub_device_id: "11111111-1111-1111-1111-111111111111", child_ref: "lamp-1" };

Deno.test("the driver keeps to the contract", async () => {
  deepStrictEqual(await contractFaults({ driver, config, badConfig: { child_ref: 7 } }), []);
});

Deno.test("power goes to the hub, and the state is published", async () => {
  await using lamp = await TestDriver.start(driver, { config });
  lamp.hub.answer("power", (power) => ({ power }));
  deepStrictEqual((await lamp.command("power", true)).data, { power: true });
  deepStrictEqual(lamp.state, { power: true });
  lamp.hub.isConnected = false;
  strictEqual((await lamp.command("power", false)).message, "hub not connected");
});

Deno.test("an event of the hub becomes the state", async () => {
  await using lamp = await TestDriver.start(driver, { config });
  await lamp.hubEvent("power_changed", { power: false });
  deepStrictEqual(lamp.state, { power: false });
});
`,
  },
  "nx-device": {
    "README.md": `# template-name

A driver of a device for NX, made with Fluxwire.

\`main.ts\` is the driver, \`main_test.ts\` its test; \`instances.json\` runs it.

\`\`\`sh
deno task test
deno task check
deno task start
\`\`\`

\`start\` runs a driver host with this driver until Ctrl-C; \`deno task status\`, in another terminal, shows how it is. Any
driver host of NX runs it: put this folder into the host's folder of drivers, where a link does not do, and give it an
entry in the instances file as in \`instances.json\`, with the folder in the path of its program:

\`"binary": "template-name/main.ts"\`
`,
    "instances.json": `{
  "instances": [
    {
      "instance_id": "template-name",
      "device_id": "template-device-id",
      "driver_id": "com.example.template-name",
      "driver_type": "DEVICE",
      "binary": "main.ts",
      "config": { "url": "http://127.0.0.1:8080" }
    }
  ]
}
`,
    "main.ts": `#!/usr/bin/env -S deno run --ext=ts --no-prompt --allow-net --allow-read --allow-write --allow-env=NX_HOST_GRPC_ADDR,NX_LAUNCH_TOKEN,NX_DEVICE_ID,FLUXWIRE_LIFELINE
import { defineDevice, type Driver, serve, Type } from "@fluxwire/nx";

/** A relay that is switched by HTTP: \`PUT /relay\` with \`{"on":true}\`, and \`GET /relay\` answers the same. */
export const driver: Driver = defineDevice({
  id: "com.example.template-name",
  name: "template-name",
  version: "1.0.0",
  protocols: ["IP"],
  config: Type.Object({ url: Type.String() }),
  device: ({ config }) => ({
    externalDeviceKey: \`url:\${config.url}\`,
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
        await fetch(\`\${config.url}/relay\`, { method: "PUT", body: JSON.stringify({ on }), signal }).then(read);
        await publish.state({ power: on });
        return { power: on };
      },
    },
  },
  variables: { power: { type: "Boolean" } },
  poll: {
    everyMs: 5_000,
    run: async ({ config, signal, publish }) => {
      const { on } = await fetch(\`\${config.url}/relay\`, { signal }).then(read);
      await publish.variable("power", on);
    },
  },
});

async function read(response: Response): Promise<{ on: boolean }> {
  if (!response.ok) throw new Error(\`the relay answers \${response.status}\`);
  return await response.json();
}

if (import.meta.main) await serve(driver);
`,
    "main_test.ts": `import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { contractFaults, ManualClock, TestDriver } from "@fluxwire/nx/testing";
import { driver } from "./main.ts";

/** A relay in memory, on a port of its own. */
function relay(): AsyncDisposable & { url: string; on: boolean } {
  const state = { on: false };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    if (request.method === "PUT") state.on = (await request.json()).on;
    return Response.json(state);
  });
  return Object.assign(state, {
    url: \`http://127.0.0.1:\${server.addr.port}\`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  });
}

Deno.test("the driver keeps to the contract", async () => {
  await using device = relay();
  deepStrictEqual(await contractFaults({ driver, config: { url: device.url }, badConfig: {} }), []);
});

Deno.test("power switches the relay, and publishes its state", async () => {
  await using device = relay();
  await using test = await TestDriver.start(driver, { config: { url: device.url } });
  deepStrictEqual((await test.command("power", true)).data, { power: true });
  strictEqual(device.on, true);
  deepStrictEqual(test.state, { power: true });
});

Deno.test("a poll publishes what the relay says", async () => {
  await using device = relay();
  const clock = new ManualClock();
  await using test = await TestDriver.start(driver, { config: { url: device.url }, clock });
  device.on = true;
  await clock.timer(5_000);
  clock.advance(5_000);
  await clock.timer(5_000);
  deepStrictEqual(test.published.at(-1), { call: "variable", key: "power", value: true });
});
`,
  },
  "nx-hub": {
    "README.md": `# template-name

A driver of a hub for NX, made with Fluxwire.

\`main.ts\` is the driver, \`main_test.ts\` its test; \`instances.json\` runs it.

\`\`\`sh
deno task test
deno task check
deno task start
\`\`\`

\`start\` runs a driver host with this driver until Ctrl-C; \`deno task status\`, in another terminal, shows how it is. Any
driver host of NX runs it: put this folder into the host's folder of drivers, where a link does not do, and give it an
entry in the instances file as in \`instances.json\`, with the folder in the path of its program:

\`"binary": "template-name/main.ts"\`
`,
    "instances.json": `{
  "instances": [
    {
      "instance_id": "template-name",
      "device_id": "template-device-id",
      "driver_id": "com.example.template-name",
      "driver_type": "HUB",
      "binary": "main.ts",
      "config": { "ip": "127.0.0.1" }
    }
  ]
}
`,
    "main.ts": `#!/usr/bin/env -S deno run --ext=ts --no-prompt --allow-net --allow-read --allow-write --allow-env=NX_HOST_GRPC_ADDR,NX_LAUNCH_TOKEN,NX_DEVICE_ID,FLUXWIRE_LIFELINE
import { defineHub, type Driver, NxError, serve, Type } from "@fluxwire/nx";

/** The lamps that the hub knows; a real one asks its radio. */
const lamps = new Map([["lamp-1", { power: false }], ["lamp-2", { power: false }]]);

export const driver: Driver = defineHub({
  id: "com.example.template-name",
  name: "template-name",
  version: "1.0.0",
  protocols: ["ZIGBEE"],
  config: Type.Object({ ip: Type.String() }),
  device: ({ config }) => ({
    externalDeviceKey: \`ip:\${config.ip}\`,
    displayName: "template-name",
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
`,
    "main_test.ts": `import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { contractFaults, TestDriver } from "@fluxwire/nx/testing";
import { driver } from "./main.ts";

const config = { ip: "127.0.0.1" };

Deno.test("the driver keeps to the contract", async () => {
  deepStrictEqual(await contractFaults({ driver, config, badConfig: { ip: 7 } }), []);
});

Deno.test("a child's command switches its lamp, and its subscribers learn of it", async () => {
  await using hub = await TestDriver.start(driver, { config });
  deepStrictEqual((await hub.proxy("lamp-1", "power", true)).data, { power: true });
  deepStrictEqual(hub.emitted, [{ childRef: "lamp-1", type: "power_changed", payload: { power: true } }]);
  strictEqual((await hub.proxy("lamp-9", "power", true)).code, "NotFound");
});

Deno.test("the hub finds its lamps", async () => {
  await using hub = await TestDriver.start(driver, { config });
  const found = (await hub.discover()).data as { ChildRef: string }[];
  deepStrictEqual(found.map(({ ChildRef }) => ChildRef), ["lamp-1", "lamp-2"]);
});
`,
  },
};
