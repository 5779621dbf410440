/** Models of NX devices, as `fluxwire nx core` writes them. */
import type { Field, ModelDefinition } from "../model/definition.ts";
import type { Template } from "./template.ts";

/** How much JSON of a driver one instance takes, in bytes: the default of `limits.payload-max`. */
const MAX_JSON = 262_144;

const TEXT: Field = { type: "String" };
const KEY: Field = { type: "String", required: true };
const DEVICE: Field = {
  type: "String",
  required: true,
  index: true,
  description: "The device's id, as its driver has it",
};
const SWITCH: Field = { type: "Bool" };
const JSON: Field = { type: "JSON", max: MAX_JSON };
const MOMENT: Field = { type: "DateTime", index: true };

/** The role of the key of `fluxwire nx core`, on a server that asks for credentials. */
export const NX_CORE = "nx-core";
const CORE = `role:${NX_CORE}`;
/** What the core does: it merges what it finds with what it gets, and adds events. All else is for admins. */
const MERGED: ModelDefinition["rules"] = { read: CORE, create: CORE, update: CORE };
const ADDED: ModelDefinition["rules"] = { create: CORE };

/** A device, its endpoints and variables, its latest state and its events. */
export const NX: Template = {
  name: "nx",
  models: [
    {
      id: "device",
      title: "Devices",
      description: "What a driver says of its device",
      idKind: "any",
      rules: MERGED,
      fields: {
        deviceId: DEVICE,
        driverId: { ...TEXT, index: true },
        externalDeviceKey: TEXT,
        displayName: { ...TEXT, index: true },
        deviceType: TEXT,
        manufacturer: TEXT,
        model: TEXT,
        firmware: TEXT,
        ipAddress: TEXT,
        macAddress: TEXT,
        connectionCategory: TEXT,
        protocol: TEXT,
        parentDeviceId: { ...TEXT, index: true },
        externalId: TEXT,
        meta: JSON,
      },
    },
    {
      id: "endpoint",
      title: "Endpoints",
      description: "The inputs, outputs and controls of a device",
      idKind: "any",
      rules: MERGED,
      fields: {
        deviceId: DEVICE,
        key: KEY,
        name: TEXT,
        direction: TEXT,
        kind: TEXT,
        connection: TEXT,
        icon: TEXT,
        multiBinding: SWITCH,
        controlType: TEXT,
        type: TEXT,
        valueSchema: JSON,
        meta: JSON,
      },
    },
    {
      id: "variable",
      title: "Variables",
      description: "What a device measures, with the latest value",
      idKind: "any",
      rules: MERGED,
      fields: {
        deviceId: DEVICE,
        key: KEY,
        type: TEXT,
        unit: TEXT,
        readable: SWITCH,
        writable: SWITCH,
        readOnly: SWITCH,
        meta: JSON,
        value: JSON,
        quality: TEXT,
        source: TEXT,
        at: MOMENT,
      },
    },
    {
      id: "state",
      title: "States",
      description: "The latest state of a device",
      idKind: "any",
      rules: MERGED,
      fields: { deviceId: DEVICE, state: JSON, at: MOMENT },
    },
    {
      id: "event",
      title: "Events",
      description: "What has happened to a device",
      rules: ADDED,
      fields: { deviceId: DEVICE, type: { ...KEY, index: true }, payload: JSON, severity: TEXT, at: MOMENT },
    },
  ],
};
