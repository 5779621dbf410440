/**
 * Serves the DuckDB driver: `deno run ... main.ts --socket NAME`.
 *
 * @module
 */
import { serve } from "@fluxwire/sdk";
import { driver } from "./driver.ts";

if (import.meta.main) await serve(driver);
