import { testConformance } from "../../conformance/conformance.ts";
import { MODEL_STORAGE_CASES } from "../../conformance/model_storage.ts";
import { driverService, openLink } from "../testing/drivers.ts";
import { DriverModelStorage } from "./model_storage.ts";

testConformance("DriverModelStorage on SQLite", MODEL_STORAGE_CASES, async () => {
  const folder = await Deno.makeTempDir();
  const open = async () => {
    const link = await openLink(driverService("sqlite"), { path: `${folder}/models.db` });
    return await DriverModelStorage.open({ link, prefix: "ap_" });
  };
  let storage = await open();
  return {
    storage,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      return storage = await open();
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}, ["reopen"]);
