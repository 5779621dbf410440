/**
 * The codes of a configuration.
 *
 * @module
 */
import type { ConfigErrorCode } from "@fluxwire/host";
import type { ErrorSection } from "./section.ts";

/** One section for each code of a problem with a configuration, and of a `ConfigError`. */
export const CONFIG_SECTIONS: Readonly<Record<ConfigErrorCode, ErrorSection>> = {
  ConfigUnreadable: {
    happened: "The file with the configuration cannot be read.",
    causes: [
      "There is no such file, or it belongs to another user.",
      "Deno was started without --allow-read for it.",
      "It is a database that another program keeps writing to.",
    ],
    remedy: "Correct the path, or give the permission that the message names.",
    commands: ["ls -l FILE", "deno task probe hello --service ID --config FILE"],
  },
  ConfigMalformed: {
    happened: "The file is neither JSON nor a database of DBFlux.",
    causes: [
      "A comma, quote or bracket is missing or superfluous; the message has the line and column.",
      "It is another program's database, or a damaged one.",
    ],
    remedy: "Correct it at that place, or give the right file.",
    commands: ["deno task probe hello --service ID --config FILE"],
  },
  SettingMissing: {
    happened: "A required setting is missing.",
    causes: ["The service has no `socket_id`.", "Another program than DBFlux wrote a row of the database."],
    remedy: "Add it at the place that the message names.",
    commands: ["deno task probe hello --service ID --config FILE"],
  },
  SettingType: {
    happened: "A setting has the wrong type.",
    causes: ["A number is in quotes, or a text has no quotes.", "`args` is a single text instead of a list of texts."],
    remedy: "Write it as the type that the message names.",
    commands: ["deno task probe hello --service ID --config FILE"],
  },
  SettingValue: {
    happened: "A setting has an invalid value.",
    causes: [
      "A time or a limit is out of range: a start-up timeout must be at least 1 ms.",
      "A socket's name has characters that DBFlux does not accept.",
      "It has arguments without a command, and they are not those of dbflux-driver-host.",
    ],
    remedy: "Change it as the message says; the guide to the configuration has every key.",
    commands: ["deno task probe hello --service ID --config FILE"],
  },
  SettingUnknown: {
    happened: "One of Fluxwire's own settings has an unknown name.",
    causes: [
      "It is a typing mistake; the message lists the known names.",
      "A file has both `services` and `rpc_services`.",
    ],
    remedy: "Correct the name, or remove the setting.",
    commands: ["deno task probe hello --service ID --config FILE"],
  },
  ServiceDuplicate: {
    happened: "Two services of one file have the same `socket_id`. The first one counts, as in DBFlux.",
    causes: ["A service was copied, and its name was not changed."],
    remedy: "Rename one of them, on the driver's side too, or remove it.",
    commands: ["deno task probe hello --service ID --config FILE"],
  },
  ConfigNotFound: {
    happened: "There is no configuration: none of the usual files exists.",
    causes: [
      "Neither Fluxwire nor DBFlux was set up for this user.",
      "HOME, XDG_CONFIG_HOME or XDG_DATA_HOME name another folder, or Deno may not read them (--allow-env).",
    ],
    remedy: "Name the file, or write a config.json into the folder that the guide to the configuration names.",
    commands: ["deno task probe hello --service ID --config FILE"],
  },
  UnknownService: {
    happened: "No service has that name.",
    causes: ["It is a typing mistake; the message lists the known names.", "The service stands in another file."],
    remedy: "Use a known name, or name the file.",
    commands: ["deno task probe hello --service ID --config FILE"],
  },
  ServiceUnusable: {
    happened: "The service exists, but the command cannot use it.",
    causes: ["It is an auth provider, and the command speaks to drivers."],
    remedy: "Name a driver.",
    commands: ["deno task probe hello --service ID"],
  },
};
