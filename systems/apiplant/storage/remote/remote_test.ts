import { testConformance } from "../conformance/conformance.ts";
import { ERROR_STORAGE_CASES } from "../conformance/error_storage.ts";
import { EVENT_STORAGE_CASES } from "../conformance/event_storage.ts";
import { MODEL_STORAGE_CASES } from "../conformance/model_storage.ts";
import { SECURE_STORAGE_CASES } from "../conformance/secure_storage.ts";
import { MemoryErrorStorage } from "../memory/error_storage.ts";
import { MemoryEventStorage } from "../memory/event_storage.ts";
import { MemoryModelStorage } from "../memory/model_storage.ts";
import { MemorySecureStorage } from "../memory/secure_storage.ts";
import { ENCODINGS } from "../../remote/encoding.ts";
import { RemoteErrorStorage } from "./error_storage.ts";
import { RemoteEventStorage } from "./event_storage.ts";
import { RemoteModelStorage } from "./model_storage.ts";
import { RemoteSecureStorage } from "./secure_storage.ts";
import { serveStorages } from "./testing/served.ts";

for (const encoding of ENCODINGS) {
  testConformance(`RemoteEventStorage in ${encoding}`, EVENT_STORAGE_CASES, async () => {
    const served = await serveStorages({ event: new MemoryEventStorage() });
    const storage = await RemoteEventStorage.open(served.caller(encoding));
    const other = await RemoteEventStorage.open(served.caller(encoding));
    return {
      storage,
      other,
      async [Symbol.asyncDispose]() {
        for (const one of [storage, other, served]) await one[Symbol.asyncDispose]();
      },
    };
  }, ["trim"]);

  testConformance(`RemoteModelStorage in ${encoding}`, MODEL_STORAGE_CASES, async () => {
    const served = await serveStorages({ model: new MemoryModelStorage() });
    const storage = await RemoteModelStorage.open(served.caller(encoding));
    return {
      storage,
      async [Symbol.asyncDispose]() {
        for (const one of [storage, served]) await one[Symbol.asyncDispose]();
      },
    };
  });

  testConformance(`RemoteSecureStorage in ${encoding}`, SECURE_STORAGE_CASES, async () => {
    const served = await serveStorages({ secure: new MemorySecureStorage() });
    const storage = await RemoteSecureStorage.open(served.caller(encoding));
    return {
      storage,
      async [Symbol.asyncDispose]() {
        for (const one of [storage, served]) await one[Symbol.asyncDispose]();
      },
    };
  });

  testConformance(`RemoteErrorStorage in ${encoding}`, ERROR_STORAGE_CASES, async () => {
    const served = await serveStorages({ error: new MemoryErrorStorage() });
    const storage = await RemoteErrorStorage.open(served.caller(encoding));
    return {
      storage,
      async [Symbol.asyncDispose]() {
        for (const one of [storage, served]) await one[Symbol.asyncDispose]();
      },
    };
  });
}
