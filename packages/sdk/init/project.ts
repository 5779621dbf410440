/**
 * The files of a new driver.
 *
 * @module
 */
import config from "../deno.json" with { type: "json" };
import { VARIABLES } from "../permissions.ts";
import { foldersIn } from "./folder.ts";
import { TEMPLATES } from "./template.ts";

/** The placeholder for the driver's name in the template. */
const NAME = "template-name";

const PERMISSIONS = `--allow-net --allow-env=${VARIABLES.join(",")}`;

/** What a new driver is: one of tables, or a key-value store. */
export type Template = "driver" | "kv";

/** A statement of each template that works, and another one. */
const STATEMENTS: Readonly<Record<Template, readonly [probed: string, own: string]>> = {
  driver: ["SELECT * FROM planets", "SELECT * FROM moons"],
  kv: ["GET mercury", "GET earth"],
};

/** The options of a new driver. */
export interface ProjectOptions {
  /** The driver's name. */
  name: string;
  /**
   * The folder `packages/` of a checkout of Fluxwire to use; null for the published packages.
   *
   * @default {null}
   */
  packages?: string | null;
  /**
   * What it is.
   *
   * @default {"driver"}
   */
  template?: Template;
}

/**
 * The files of a new driver, by their names.
 *
 * @throws {InitError} if the checkout's packages cannot be read.
 */
export function projectFiles({ name, packages = null, template = "driver" }: ProjectOptions): Map<string, string> {
  const version = `^${config.version}`;
  const probe = `jsr:@fluxwire/cli@${version} probe`;
  const [probed, own] = STATEMENTS[template];
  const driver = `deno run --no-prompt ${PERMISSIONS} main.ts`;
  const project = {
    tasks: {
      start: `${driver} --socket ${name}.sock`,
      test: "deno test -A",
      check: "deno fmt --check && deno lint && deno check",
      "driver:check": `deno run --no-prompt --allow-read --allow-net jsr:@fluxwire/sdk@${version}/check main.ts`,
      probe: `deno run -A ${probe} --query '${probed}' -- ${driver}`,
    },
    imports: { "@fluxwire/sdk": `jsr:@fluxwire/sdk@${version}` },
    fmt: { lineWidth: 120 },
    ...(packages === null ? {} : checkout(packages)),
  };
  const files = Object.entries(TEMPLATES[template]).map(([path, text]) => {
    const filled = text.replaceAll(NAME, name).replace(STATEMENTS.driver[1], own).replace("probe-module", probe)
      .replace(
        "driver-permissions",
        PERMISSIONS,
      );
    return [path, filled] as const;
  });
  return new Map([["deno.json", `${JSON.stringify(project, null, 2)}\n`], ...files]);
}

/** Links the packages of a checkout. Deno links packages that also have a package.json only beside a node_modules. */
function checkout(packages: string): object {
  return { links: foldersIn(packages), nodeModulesDir: "auto" };
}
