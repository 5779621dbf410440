/**
 * `deno task docs:generate`: lets each page of docs/ name the one before and the one behind it.
 *
 * @module
 */
import { readingOrder, withFooter } from "./reading_order.ts";
import { read, ROOT } from "./tree.ts";

for (const file of readingOrder()) {
  Deno.writeTextFileSync(new URL(`docs/${file}`, ROOT), withFooter(file, read(`docs/${file}`)));
}
