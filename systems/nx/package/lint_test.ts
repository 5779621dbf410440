import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { main } from "../cli/main.ts";
import { findingLine } from "./finding.ts";
import { lintPackage } from "./lint.ts";
import { loadDriver } from "./load_driver.ts";
import { packageFiles } from "./package_files.ts";
import { PACKAGE_FILES } from "./package_files.ts";
import { tarGz } from "./tar.ts";

const TEMPLATES = fileURLToPath(new URL("../init/template/", import.meta.url));

/** A package of a template in a folder of its own, with changes to its files. */
async function findings(
  template: string,
  change: (files: Record<string, Record<string, unknown>>) => void,
): Promise<string[]> {
  const folder = Deno.makeTempDirSync();
  try {
    const driver = await loadDriver(`${TEMPLATES}${template}/main.ts`);
    const files = JSON.parse(JSON.stringify(packageFiles(driver)));
    if (template === "nx-child") files["manifest.json"].requires_hub = [{ hub_driver_id: "com.example.hub" }];
    Deno.writeTextFileSync(`${folder}/main.ts`, "", { mode: 0o755 });
    change(files);
    for (const [name, content] of Object.entries(files)) {
      Deno.writeTextFileSync(`${folder}/${name}`, typeof content === "string" ? content : JSON.stringify(content));
    }
    return (await lintPackage(folder, driver)).map(findingLine);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("lintPackage() finds nothing wrong with what package writes", async () => {
  for (const template of ["nx-device", "nx-hub", "nx-child"]) deepStrictEqual(await findings(template, () => {}), []);
});

// deno-lint-ignore no-explicit-any
const CASES: readonly [string, (files: any) => void, ...string[]][] = [
  ["nx-hub", (files) => delete files["events.json"], "events.json: is missing"],
  ["nx-hub", (files) => files["events.json"] = [], "events.json: must be an object"],
  [
    "nx-hub",
    (files) => files["manifest.json"].version = "1.0",
    'manifest.json: version: "1.0" is no semantic version',
    'capabilities.json: version: is "1.0.0", and manifest.json has "1.0"',
    'manifest.json: version: is "1.0", and the driver says "1.0.0"',
  ],
  [
    "nx-hub",
    (files) => files["manifest.json"].capabilities = [],
    "manifest.json: capabilities: a HUB needs proxy_command",
  ],
  [
    "nx-hub",
    (files) => files["manifest.json"].requires_hub = [{ hub_driver_id: "x" }],
    "manifest.json: requires_hub: a HUB needs no hub",
  ],
  [
    "nx-child",
    (files) => files["manifest.json"].requires_hub = [],
    "manifest.json: requires_hub: a CHILD needs the driver id of its hub",
  ],
  [
    "nx-child",
    (files) => files["manifest.json"].requires_hub[0].min_version = "new",
    'manifest.json: requires_hub[0].min_version: "new" is no semantic version',
  ],
  [
    "nx-device",
    (files) => files["manifest.json"].capabilities.push("bind_hub"),
    "manifest.json: capabilities: bind_hub is for a CHILD, not for a DEVICE",
    "capabilities.json: supports.bind_hub: must be true, as manifest.json has the capability",
  ],
  [
    "nx-device",
    (files) => files["manifest.json"].protocols = ["TCP"],
    'manifest.json: protocols: "TCP" is no protocol; it must be one of IP, ZIGBEE, IR, RS485, MODBUS, OTHER',
  ],
  [
    "nx-device",
    (files) => files["manifest.json"].entrypoint.path = "../main.ts",
    "manifest.json: entrypoint.path: must stay within the package",
  ],
  [
    "nx-device",
    (files) => files["manifest.json"].entrypoint.path = "none.ts",
    "manifest.json: entrypoint.path: none.ts is not there",
  ],
  [
    "nx-device",
    (files) => files["manifest.json"].entrypoint.path = "events.json",
    "events.json: is not executable: chmod 755 it",
  ],
  [
    "nx-device",
    (files) => files["endpoints.json"].endpoints.push(files["endpoints.json"].endpoints[0]),
    'endpoints.json: endpoints[1]: "power" is there twice',
  ],
  [
    "nx-device",
    (files) => files["endpoints.json"].endpoints = [],
    'endpoints.json: endpoints: "power" is missing: the driver declares it',
  ],
  [
    "nx-device",
    (files) => files["variables.schema.json"].variables.push({ key: "level", type: "Level" }),
    'variables.schema.json: variables[1].type: "Level" is no variable type; it must be one of Boolean, Number, Range, Text, Password, Image, Video',
    'variables.schema.json: variables[1]: "level" is not declared by the driver',
  ],
  [
    "nx-device",
    (files) => files["config.schema.json"].type = "map",
    'config.schema.json: type: "map" is no type of JSON Schema',
  ],
  [
    "nx-device",
    (files) => files["config.schema.json"].properties.url.default = 7,
    "config.schema.json: properties.url.default: / must be string",
  ],
  [
    "nx-device",
    (files) => files["config.schema.json"].properties.apiKey = { type: "string", default: "abc" },
    "config.schema.json: properties.apiKey.default: is the default of a secret; remove it",
  ],
  [
    "nx-device",
    (files) => files["config.schema.json"].properties.url.examples = ["a", 1],
    "config.schema.json: properties.url.examples[1]: / must be string",
  ],
];

for (const [template, change, ...expected] of CASES) {
  Deno.test(`lintPackage() says: ${expected[0]}`, async () => {
    deepStrictEqual(await findings(template, change), expected);
  });
}

Deno.test("fluxwire nx package writes a package that fluxwire nx lint finds nothing wrong with", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.copyFileSync(`${TEMPLATES}nx-hub/main.ts`, `${folder}/main.ts`);
    strictEqual(await main(["package", `${folder}/main.ts`, "-out", folder]), 0);
    strictEqual(await main(["lint", folder]), 0);
    const { stdout } = await new Deno.Command("tar", {
      args: ["-tzvf", "com.example.template-name-1.0.0.nxpkg"],
      cwd: folder,
    }).output();
    const listed = new TextDecoder().decode(stdout).trimEnd().split("\n");
    strictEqual(listed.length, 7);
    strictEqual(/^-rwxr-xr-x root\/root .* main\.ts$/.test(listed.at(-1)!), true, listed.at(-1));
    Deno.removeSync(`${folder}/endpoints.json`);
    strictEqual(await main(["lint", folder]), 8);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("lintPackage() says what is missing in the order of the files", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    for (let i = 0; i < 20; i++) {
      deepStrictEqual((await lintPackage(folder, null)).map(({ file }) => file), [...PACKAGE_FILES]);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("fluxwire nx package takes a file, and lint a folder: anything else is wrong usage", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    strictEqual(await main(["package", folder, "-out", folder]), 1);
    strictEqual(await main(["lint", `${folder}/none`]), 1);
    deepStrictEqual([...Deno.readDirSync(folder)], []);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("tarGz() gives the same bytes for the same files, and refuses names that do not fit", async () => {
  const file = { name: "a", content: new Uint8Array(513), isExecutable: false };
  deepStrictEqual(await tarGz([file]), await tarGz([file]));
  const long = tarGz([{ ...file, name: "a".repeat(101) }]);
  strictEqual(await long.catch((error) => error.name), "RangeError");
});
