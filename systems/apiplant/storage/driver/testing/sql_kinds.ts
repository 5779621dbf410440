/** The SQL drivers of this repository, each with databases of the tests' own. */
import type { ModelsUnderTest } from "../../conformance/model_storage.ts";
import { DriverModelStorage } from "../sql/model_storage.ts";
import { driverService, openLink } from "./drivers.ts";

/** Opens an empty storage in a file of a folder that is removed with it. */
export async function modelsInFile(driver: "sqlite" | "duckdb"): Promise<ModelsUnderTest> {
  const folder = await Deno.makeTempDir();
  const models = await modelsUnderTest(driver, { path: `${folder}/models.${driver}` }, "ap_");
  return {
    ...models,
    async [Symbol.asyncDispose]() {
      await models[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Opens a storage that can be opened again, each time with a process of its own. */
export async function modelsUnderTest(
  driver: "sqlite" | "duckdb" | "postgres",
  values: Readonly<Record<string, string>>,
  prefix: string,
): Promise<ModelsUnderTest> {
  const open = async () =>
    await DriverModelStorage.open({ link: await openLink(driverService(driver), values), prefix });
  let storage = await open();
  return {
    storage,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      return storage = await open();
    },
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  };
}
