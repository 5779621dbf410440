/**
 * Serves the SQLite driver as a program: `--socket NAME` is the name under which DBFlux knows it.
 *
 * @module
 */
import { serve } from "@fluxwire/sdk";
import { driver } from "./mod.ts";

if (import.meta.main) await serve(driver);
