/**
 * `fluxwire register`: what to enter in DBFlux to use a driver.
 *
 * @module
 */
import { EXIT, oneLine } from "@fluxwire/command";
import type { Context } from "../command/context.ts";
import { driverModuleOf } from "../command/driver_module.ts";
import { withDriver } from "../driver/driver.ts";
import { configEntry, dialogFields, programWarning, registrationLines } from "../driver/registration.ts";

/** Starts the driver by the command that DBFlux will use, asks for its name, and shows what to enter. */
export async function run(context: Context): Promise<number> {
  const { args, output } = context;
  const { command } = driverModuleOf(args);
  const { hello, layout } = await withDriver(
    { ...context, args: args.aimedAt({ command }) },
    (_driver, client) => Promise.resolve(client),
  );
  const { id, displayName } = hello.driverMetadata;
  const driver = { id, name: displayName, command };
  if (output.isJson) {
    const dialog = Object.fromEntries(dialogFields(driver));
    output.json({
      driver: { id, name: displayName, version: hello.serverVersion },
      dialog,
      service: configEntry(driver),
    });
    return EXIT.done;
  }
  const warning = programWarning(driver);
  if (warning !== null) output.warn(warning);
  const version = oneLine(`${displayName} ${hello.serverVersion}`);
  output.line(output.paint(`${version} starts by this command, and answers in layout ${layout}.`, "dim"));
  output.line("");
  for (const line of registrationLines(driver)) output.line(line);
  return EXIT.done;
}
