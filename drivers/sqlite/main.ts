/**
 * Serves the SQLite driver as a program: `--socket NAME` is the Socket ID in DBFlux.
 *
 * @module
 */
import { serve } from "@fluxwire/sdk";
import { driver } from "./mod.ts";

if (import.meta.main) await serve(driver);
