/**
 * `deno task init:generate`: writes the module that contains the files of a new driver.
 *
 * @module
 */
import { MODULE, templateModule } from "./template_module.ts";

await Deno.writeTextFile(MODULE, await templateModule());
