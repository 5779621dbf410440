import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import type { NodePlan } from "../exporter/plan.ts";
import { ConfigError } from "./config_error.ts";
import { loadConfig } from "./config_file.ts";

const LAMP = `
import { call, defineDevice, t } from "@fluxwire/jumpstarter";
export const lamp = defineDevice({
  name: "lamp",
  config: { colour: t.string(), spots: t.default(t.list(t.object({ watts: t.integer() })), []) },
  open: ({ colour }) => ({ methods: { colour: call([], () => colour) } }),
});
export const Lamp = lamp;
export const other = 1;
`;

/** A folder with a configuration file and devices beside it. */
class Place implements Disposable {
  readonly folder = Deno.makeTempDirSync();

  async plan(text: string, types: Parameters<typeof loadConfig>[2] = {}): Promise<Readonly<Record<string, NodePlan>>> {
    Deno.writeTextFileSync(`${this.folder}/lamp.ts`, LAMP);
    Deno.mkdirSync(`${this.folder}/acme/lights`, { recursive: true });
    Deno.writeTextFileSync(`${this.folder}/acme/lights.ts`, LAMP);
    Deno.writeTextFileSync(`${this.folder}/exporter.yaml`, text);
    return (await loadConfig("exporter.yaml", this.folder, types)).plan.children;
  }

  async problem(text: string): Promise<string> {
    let message = "";
    await rejects(this.plan(text), (error) => {
      if (!(error instanceof ConfigError)) throw error;
      message = error.message.replace(`${this.folder}/exporter.yaml: `, "").replaceAll(this.folder, "DIR");
      return true;
    });
    return message;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

Deno.test("loadConfig() reads upstream's documents, with and without metadata, and all kinds of nodes", async () => {
  using place = new Place();
  for (const metadata of ["", "metadata: { namespace: lab, name: bench }\n"]) {
    const plans = await place.plan(`apiVersion: jumpstarter.dev/v1alpha1
kind: ExporterConfig
${metadata}endpoint: ""
token: ""
export:
  power:
    type: jumpstarter_driver_power.driver.MockPower
  group:
    type: jumpstarter_driver_composite.driver.Composite
    children:
      lamp: { type: "./lamp.ts#lamp", config: { colour: red }, description: A lamp, methods_description: { colour: C } }
  pair: { children: { one: { type: power/mock } }, description: Two }
  again: { ref: group }
  proxy: { type: jumpstarter_driver_composite.driver.Proxy, config: { ref: again.lamp } }
`);
    deepStrictEqual(Object.entries(plans).map(([name, { kind }]) => `${name} ${kind}`), [
      "power device",
      "group composite",
      "pair composite",
      "again alias",
      "proxy alias",
    ]);
    deepStrictEqual(plans.proxy, { kind: "alias", target: "group.lamp" });
    const { group } = plans;
    strictEqual(group?.kind, "composite");
    const lamp = (group as NodePlan & { kind: "composite" }).children.lamp as NodePlan & { kind: "device" };
    deepStrictEqual([lamp.config, lamp.description, lamp.methodsDescription], [
      { colour: "red", spots: [] },
      "A lamp",
      { colour: "C" },
    ]);
  }
});

Deno.test("loadConfig() finds dotted types in files beside the document, and by name where the command line says", async () => {
  using place = new Place();
  const node = (type: string) => `export: { one: { type: ${type}, config: { colour: red } } }`;
  for (const type of ["acme.lights.Lamp", "lamp.Lamp", "./lamp.ts#Lamp", `${place.folder}/lamp.ts#lamp`]) {
    const { one } = await place.plan(node(type));
    strictEqual((one as NodePlan & { kind: "device" }).device.name, "lamp", type);
  }
  const file = { path: `${place.folder}/lamp.ts`, exported: "lamp" };
  const { one } = await place.plan(node("vendor.pkg.Lamp"), { "vendor.pkg.Lamp": file });
  strictEqual((one as NodePlan & { kind: "device" }).device.name, "lamp");
});

Deno.test("loadConfig() names the place of what is wrong", async () => {
  using place = new Place();
  const one = (node: string) => place.problem(`export: { one: ${node} }`);
  match(await place.problem("export: [1"), /^it is no YAML: .* line 1/);
  strictEqual(await place.problem("export: 3"), "export: expected object, got number");
  match(await place.problem("exports: {}"), /^exports: unknown key; the keys are apiVersion, kind, /);
  match(await place.problem("kind: Client"), /^kind: expected one of ExporterConfig, got "Client"$/);
  match(await one("{ type: power/mock, confg: {} }"), /^export\.one\.confg: unknown key; the keys are type, /);
  match(
    await one("{ type: power/mock, config: { volts: 5 } }"),
    /^export\.one\.config\.volts: unknown key; the keys are none$/,
  );
  strictEqual(
    await one('{ type: "./lamp.ts#lamp", config: { colour: red, spots: [{ watts: "1" }] } }'),
    "export.one.config.spots[0].watts: expected integer, got string",
  );
  strictEqual(
    await one('{ type: "./lamp.ts#lamp" }'),
    "export.one.config.colour: expected string, got nothing",
  );
  strictEqual(await one('{ type: "./none.ts#lamp" }'), "export.one.type: there is no file DIR/none.ts");
  strictEqual(
    await one('{ type: "./lamp.ts#other" }'),
    "export.one.type: DIR/lamp.ts exports no device other; its devices are Lamp, lamp",
  );
  match(
    await one("{ type: vendor.pkg.Lamp }"),
    /^export\.one\.type: Driver 'vendor\.pkg\.Lamp' is not installed\. Please check exporter configuration\. It is no type of this exporter, and no file DIR\/vendor\/pkg\.ts or DIR\/vendor\.ts\./,
  );
  strictEqual(
    await place.problem("export: { a: { children: { b: { ref: c.d } } } }"),
    "export.a.children.b: Proxy driver b references nonexistent driver c.d",
  );
  strictEqual(
    await place.problem("export: { a: { ref: b }, b: { ref: a } }"),
    "export.a: the alias is in a circle: a -> b -> a -> b",
  );
  match(
    await place.problem("export: { a: { children: { b: { ref: a } } } }"),
    /^export\.a\.children\.b: the alias is in a circle/,
  );
  match(
    await place.problem("export: { a: { children: { x: { ref: b } } }, b: { children: { y: { ref: a } } } }"),
    /: the alias is in a circle/,
  );
});
