/**
 * Loads a driver's module to see what the driver declares; it is not run.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import type { Driver } from "../sdk/definition.ts";

/**
 * The driver that a module exports as `driver`.
 *
 * @throws {Error} if it cannot be loaded, or exports none.
 */
export async function loadDriver(path: string): Promise<Driver> {
  const module = await import(pathToFileURL(path).href);
  const { driver } = module as { driver?: Driver };
  if (driver?.definition !== undefined && ["DEVICE", "HUB", "CHILD"].includes(driver.type)) return driver;
  throw new Error(`Cannot use ${path}: it has no export named driver, made by defineDevice, defineHub or defineChild`);
}
