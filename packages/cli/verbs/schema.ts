/**
 * `fluxwire probe schema`: the tree that DBFlux will show, or the JSON schema of a verb's output.
 *
 * @module
 */
import { RpcError } from "@fluxwire/wire/client";
import { shownTree } from "@fluxwire/wire/shown-tree";
import type { Context } from "../command/context.ts";
import { withDriver } from "../driver/driver.ts";
import { columnsOf, databaseOf } from "../driver/found_table.ts";
import { type Stored, storedIn } from "../driver/stored.ts";
import { withSession } from "../driver/with_session.ts";
import { EXIT, UsageError } from "@fluxwire/command";
import { PUBLISHED_SCHEMAS } from "../published_schemas.ts";
import { storedLines } from "../render/stored_lines.ts";
import { EMPTY_TREE, treeLines } from "../render/shown_tree_lines.ts";

/** Shows a driver's tree, or a published schema. */
export async function run(context: Context): Promise<number> {
  const { args } = context;
  if (args.has("tree")) return await showColumns(context);
  if (args.arguments.length === 0) return await showTree(context);
  if (args.command !== null || args.has("socket") || args.has("service")) {
    throw new UsageError("Cannot use a driver with VERB: published schemas need no driver");
  }
  return await showPublished(context, args.arguments.join("-"));
}

function showTree(context: Context): Promise<number> {
  const { output } = context;
  return withDriver(context, async (driver, client) => {
    const session = await driver.openSession(client);
    const { structure } = await driver.call((options) => session.schema(options)).catch((error) => {
      if (error instanceof RpcError) output.aside([`${EMPTY_TREE}: it connects although Schema fails`]);
      throw error;
    });
    const tree = shownTree(structure, session.opened);
    if (output.isJson) output.json(tree);
    else for (const line of treeLines(tree)) output.line(line);
    await driver.call((options) => session.close(options));
    return EXIT.done;
  });
}

/** Tables beyond these are shown without columns that the schema lacks: each needs a request. */
const MAX_DESCRIBED = 200;

async function showColumns(context: Context): Promise<number> {
  const { args, output } = context;
  if (args.arguments.length > 0 || output.isJson) {
    throw new UsageError(`Cannot use --tree with ${output.isJson ? "--json: tables --json has the columns" : "VERB"}`);
  }
  return await withSession(context, async (session, driver) => {
    const { structure } = await driver.call((options) => session.schema(options));
    const all = storedIn(structure), database = databaseOf(structure);
    const tables: Stored[] = [];
    for (const [at, stored] of all.entries()) {
      const isDescribed = stored.kind === "table" && at < MAX_DESCRIBED;
      tables.push(
        isDescribed ? { ...stored, columns: await columnsOf({ ...stored, database }, session, driver) } : stored,
      );
    }
    for (const line of storedLines(tables)) output.line(line);
    return EXIT.done;
  });
}

async function showPublished({ output }: Context, name: string): Promise<number> {
  if (!Object.hasOwn(PUBLISHED_SCHEMAS, name)) throw UsageError.unknown("verb", name, Object.keys(PUBLISHED_SCHEMAS));
  const { default: schema } = await PUBLISHED_SCHEMAS[name]!();
  output.line(JSON.stringify(schema, null, output.isJson ? 0 : 2));
  return EXIT.done;
}
