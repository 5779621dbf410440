/**
 * The codes of the command line itself, and of malformed bytes.
 *
 * @module
 */
import type { MalformedError } from "@fluxwire/wire";
import type { CheckError } from "../command/check_error.ts";
import type { FailureCode } from "../command/failure.ts";
import type { PackageError } from "../command/package_error.ts";
import type { UsageError } from "@fluxwire/command";
import type { ErrorSection } from "./section.ts";

/** A code of a class with one code, or one that the probe gives to a failure itself. */
export type ProbeCode = (MalformedError | UsageError | CheckError | PackageError)["code"] | FailureCode;

/** One section for each of these codes. */
export const PROBE_SECTIONS: Readonly<Record<ProbeCode, ErrorSection>> = {
  Malformed: {
    happened:
      "Bytes cannot be decoded, or a value cannot be encoded. The message has the byte's offset and the field's path.",
    causes: [
      "The bytes have another layout, role or codec than the one that was given.",
      "The peer omits fields that DBFlux itself omits, in places where that makes the rest unreadable.",
      "A value is out of the range of its field, or a text has a lone surrogate.",
    ],
    remedy: "See what each byte is, and try the other layouts.",
    commands: [
      "deno task probe decode --layout 0.7.1 --role response --annotate FILE",
      "deno task probe describe TYPE --layout 0.7.1",
    ],
  },
  Usage: {
    happened: "The command line has an unknown word or option, or a value that cannot be used.",
    causes: ["A part, a verb or an option is misspelt, lacks its value, or excludes another one."],
    remedy: "Read the verb's help; the hint has the command.",
    commands: ["deno task fluxwire help", "deno task probe --help", "deno task probe hello --help"],
  },
  TokenRefused: {
    happened: "The driver refused the token of Hello.",
    causes: [
      "Another program started the driver, with its own token: DBFlux makes a new token each time it starts.",
      "No token was given: DBFLUX_DRIVER_IPC_TOKEN is not set here, or may not be read.",
      "The driver took its token from another variable, or kept one from an earlier start.",
    ],
    remedy:
      "Name the variable that holds the driver's token, or let the probe start the driver, which gives it a token.",
    commands: ["deno task probe hello --socket ID --token-env NAME", "deno task probe hello -- COMMAND ARGS"],
  },
  CheckFailed: {
    happened: "A driver did not do what a check expects; the message has both.",
    causes: ["The driver has a defect, or it was changed but the check was not."],
    remedy: "Compare what was expected with what was found.",
    commands: ["deno task probe --json"],
  },
  PackageMissing: {
    happened: "A verb needs a package that is not on this machine and could not be downloaded.",
    causes: [
      "There is no network or no npm registry; only bench needs one, for its histogram.",
      "Deno uses another registry than the one that has the package.",
    ],
    remedy:
      "Run the verb once while the registry can be reached, or name one by NPM_CONFIG_REGISTRY; afterwards it needs none.",
    commands: ["deno task probe bench --duration 1000", "deno info"],
  },
  Interrupted: {
    happened: "A signal ended the command. The message has what was done by then, where the output does not.",
    causes: ["Ctrl+C was pressed, or SIGTERM or SIGHUP came: the exit code is 128 and the number of the signal."],
    remedy: "Run the command again; look first at what a statement has changed that had no answer yet.",
    commands: ['deno task probe query "SELECT 1"'],
  },
  Defect: {
    happened: "The command failed because of a defect of its own.",
    causes: ["A defect of Fluxwire."],
    remedy: "Please report it, with the command line and the message.",
    commands: ["deno task fluxwire version"],
  },
};
