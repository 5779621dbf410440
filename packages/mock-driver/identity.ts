/**
 * How the mock driver identifies itself (PROTOCOL.md#the-example-driver). Everything absent is "none".
 *
 * @module
 */
import type { DriverFormDef, DriverMetadata } from "@fluxwire/wire";

/** The name in Hello. */
export const SERVER_NAME = "custom-mock-driver";
/** The version in Hello. */
export const SERVER_VERSION = "0.1.0";

/** AUTHENTICATION, EXPORT_JSON, KV_SCAN, KV_GET, KV_SET, KV_DELETE, KV_EXISTS: the reference's key-value base. */
const KEY_VALUE_BASE = 0x7_c400_0010n;

/** The metadata in Hello and SessionOpened. */
export const METADATA: Readonly<DriverMetadata> = {
  id: "mockdb",
  displayName: "Mock Database",
  description: "Example custom driver for testing DBFlux integration",
  category: "KeyValue",
  queryLanguage: { type: "Sql" },
  capabilities: KEY_VALUE_BASE,
  uriScheme: "mock",
  icon: "Database",
};

/** The form in Hello. */
export const FORM: Readonly<DriverFormDef> = {
  tabs: [{
    id: "main",
    label: "Main",
    sections: [{
      title: "Connection",
      fields: [
        {
          id: "endpoint",
          label: "Endpoint",
          kind: { type: "Text" },
          placeholder: "localhost:8080",
          required: true,
          defaultValue: "localhost:8080",
        },
        {
          id: "api_key",
          label: "API Key",
          kind: { type: "Password" },
          placeholder: "Optional API key",
          required: false,
          defaultValue: "",
        },
      ],
    }],
  }],
};
