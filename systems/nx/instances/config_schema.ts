/**
 * Checks the configurations of instances against the schemas of their drivers' packages.
 *
 * @module
 */
import { join } from "node:path";
import { withDefaults } from "../sdk/defaults.ts";
import { loadChecker } from "../sdk/schema.ts";
import type { Problem } from "./problem.ts";
import type { ReadInstances } from "./read_instances.ts";

/** Every configuration that breaks the `config.schema.json` of its package; nothing is loaded without packages. */
export async function findConfigProblems(read: ReadInstances, driversDir: string): Promise<Problem[]> {
  const packaged = read.instances.filter(({ settings }) => settings.package !== null);
  if (packaged.length === 0) return [];
  const checker = await loadChecker();
  const found = await Promise.all(packaged.map(async (instance): Promise<Problem[]> => {
    const place = read.placeOf(instance, "config");
    const problem = (text: string): Problem => {
      return { isWarning: false, instance: instance.instanceId, member: "config", ...place, text };
    };
    const path = join(driversDir, instance.settings.package!, "config.schema.json");
    const schema = await schemaAt(path);
    if (schema instanceof Error) return [problem(`cannot be checked by ${path}: ${schema.message}`)];
    if (schema === null) return [];
    const config: unknown = JSON.parse(new TextDecoder().decode(instance.config));
    return checker.faults(schema, withDefaults(schema, config)).map((fault) => problem(`${fault}; see ${path}`));
  }));
  return found.flat();
}

/** The schema in a file; null without the file, an error for what is no JSON. */
async function schemaAt(path: string): Promise<unknown> {
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? null : error;
  }
}
