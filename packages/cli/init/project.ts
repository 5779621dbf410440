/**
 * The files of a new driver.
 *
 * @module
 */
import type { ProjectOptions } from "@fluxwire/command/init";
import { PERMISSIONS } from "../command/driver_module.ts";
import { VERSION } from "../command/version.ts";
import { type TemplateName, TEMPLATES } from "./templates.ts";

/** The placeholder for the driver's name in the templates. */
const NAME = "template-name";

/** A template: which statements of it work, which packages it imports, and which checks it passes. */
interface TemplateFacts {
  /** A statement that returns rows, and another one for its README. */
  statements: readonly [probed: string, own: string];
  /** The entries that its files import. */
  imports: readonly string[];
  /** The suite of conformance that it passes: `full` asks for SQL of any kind, and for cancels. */
  suite: "core" | "full";
}

const FACTS: Readonly<Record<TemplateName, TemplateFacts>> = {
  driver: { statements: ["SELECT * FROM planets", "SELECT * FROM moons"], imports: ["sdk"], suite: "core" },
  document: { statements: ["planets", "moons"], imports: ["sdk"], suite: "core" },
  kv: { statements: ["GET mercury", "GET earth"], imports: ["sdk"], suite: "full" },
  sql: {
    statements: ["SELECT * FROM planets", "SELECT name FROM planets WHERE moons > 0"],
    imports: ["sdk", "sql", "testing"],
    suite: "core",
  },
};

/** The files of a new driver, by their names. */
export function projectFiles({ name, template, links }: ProjectOptions<TemplateName>): Map<string, string> {
  const { statements: [probed, own], imports, suite } = FACTS[template];
  const version = `^${VERSION}`, fluxwire = `jsr:@fluxwire/cli@${version}`;
  const permissions = PERMISSIONS.join(" "), driver = `deno run ${permissions} main.ts`;
  const project = {
    tasks: {
      start: `${driver} --socket ${name}.sock`,
      dev: `deno run -A ${fluxwire} dev main.ts --query '${probed}'`,
      test: "deno test -A",
      check: "deno fmt --check && deno lint && deno check",
      "driver:check": `deno run --no-prompt --allow-read --allow-net jsr:@fluxwire/sdk@${version}/check main.ts`,
      probe: `deno run -A ${fluxwire} probe --query '${probed}' -- ${driver}`,
      conformance: `deno run -A ${fluxwire} probe conformance --suite ${suite} --query '${probed}' -- ${driver}`,
    },
    imports: Object.fromEntries(imports.map((one) => [`@fluxwire/${one}`, `jsr:@fluxwire/${one}@${version}`])),
    fmt: { lineWidth: 120 },
    // Deno links packages that also have a package.json only beside a node_modules.
    ...(links === null ? {} : { links, nodeModulesDir: "auto" }),
  };
  const files = Object.entries(TEMPLATES[template]).map(([path, text]) => {
    const filled = text.replaceAll(NAME, name).replaceAll("template-statement", own)
      .replaceAll("probe-module", `${fluxwire} probe`).replaceAll("driver-permissions", permissions);
    return [path, filled] as const;
  });
  return new Map([["deno.json", `${JSON.stringify(project, null, 2)}\n`], ...files]);
}
