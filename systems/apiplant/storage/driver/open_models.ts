/** Opens the model storage that settings describe. */
import type { OwnSettings } from "../../server/own_settings.ts";
import { type ModelStorage, StorageError } from "../roles.ts";
import { linkFrom } from "./settings.ts";
import { DriverModelStorage } from "./sql/model_storage.ts";

/**
 * Models in a database that a driver reaches.
 *
 * @throws {StorageError} As `linkFrom` and `DriverModelStorage.open`; `invalid` for a prefix that no table may have.
 */
export async function openDriverModels(settings: OwnSettings, warn: (text: string) => void): Promise<ModelStorage> {
  const prefix = settings.text("prefix", "ap_");
  if (!/^[a-z][a-z0-9_]{0,29}$/.test(prefix)) {
    throw new StorageError(
      "invalid",
      `The prefix ${JSON.stringify(prefix)} must be a small letter and up to 29 small letters, digits and _`,
    );
  }
  return await DriverModelStorage.open({ link: await linkFrom(settings, "model", warn), prefix });
}
