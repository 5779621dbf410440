/**
 * The codes of the command line itself, and of bytes that are no message.
 *
 * @module
 */
import type { MalformedError } from "@fluxwire/wire";
import type { CheckError } from "../command/check_error.ts";
import type { FailureCode } from "../command/failure.ts";
import type { PackageError } from "../command/package_error.ts";
import type { UsageError } from "../command/usage_error.ts";
import type { ErrorSection } from "./section.ts";

/** A code of a class with one code, or one that the probe gives to a failure itself. */
export type ProbeCode = (MalformedError | UsageError | CheckError | PackageError)["code"] | FailureCode;

/** One section for each of these codes. */
export const PROBE_SECTIONS: Readonly<Record<ProbeCode, ErrorSection>> = {
  Malformed: {
    happened: "Bytes are no message, or a value cannot be one. The message has the byte's offset and the field's path.",
    causes: [
      "The bytes are of another layout, role or codec than was said.",
      "The peer leaves out what DBFlux itself leaves out in places where nobody can read that.",
      "A value is out of the range of its field, or a text has a lone surrogate.",
    ],
    remedy: "See what each byte is, and try the other layouts.",
    commands: [
      "deno task probe decode --layout 0.7.1 --role response --annotate FILE",
      "deno task probe describe TYPE --layout 0.7.1",
    ],
  },
  Usage: {
    happened: "The command line has a word or an option that does not exist, or a value that cannot be used.",
    causes: ["A part, a verb or an option is misspelt, lacks its value, or does not go with another one."],
    remedy: "See the verb's help, which the hint names.",
    commands: ["deno task fluxwire help", "deno task probe --help", "deno task probe hello --help"],
  },
  TokenRefused: {
    happened: "The driver refused the token of Hello.",
    causes: [
      "The driver was started by somebody else and holds that one's token: DBFlux makes a new one at each start.",
      "No token was given: DBFLUX_DRIVER_IPC_TOKEN is not set here, or may not be read.",
      "The driver took its token from another variable, or kept one from an earlier start.",
    ],
    remedy: "Name the variable with the driver's token, or let the probe start the driver: it then knows the token.",
    commands: ["deno task probe hello --socket ID --token-env NAME", "deno task probe hello -- COMMAND ARGS"],
  },
  CheckFailed: {
    happened: "A driver does something else than a check expects of it; the message has both.",
    causes: ["The driver has a defect, or was changed and the check was not."],
    remedy: "Compare what was expected with what was found.",
    commands: ["deno task probe --json"],
  },
  PackageMissing: {
    happened: "A verb needs a package that is not on this machine and could not be fetched.",
    causes: [
      "There is no network, or no npm registry behind it: only bench needs one, for its histogram.",
      "The registry is another one than Deno asks.",
    ],
    remedy:
      "Run the verb once where the registry can be reached, or name one by NPM_CONFIG_REGISTRY; from then on it needs none.",
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
