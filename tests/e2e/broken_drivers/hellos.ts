/**
 * Drivers that listen, and fail at Hello.
 *
 * @module
 */
import { DRIVER_PERMISSIONS, pathOf } from "../running_driver.ts";
import { type BrokenDriver, DENO, rude } from "./make.ts";

/** Drivers that listen, and fail at Hello. */
export const HELLOS: readonly BrokenDriver[] = [
  {
    name: "a token of its own",
    options: ["--timeout", "60000"],
    make: () => {
      const driver = [DENO, "run", "--no-prompt", ...DRIVER_PERMISSIONS, pathOf("examples/minimal/main.ts")];
      return ["sh", "-c", `DBFLUX_DRIVER_IPC_TOKEN=its-own exec ${driver.join(" ")} --socket {socket}`];
    },
    code: "TokenRefused",
    exit: 3,
    message: /^Cannot speak to sh: it refused the token/,
    hint: /it must take the token from DBFLUX_DRIVER_IPC_TOKEN/,
  },
  {
    name: "bytes that are not a message",
    options: ["--timeout", "60000"],
    make: rude("speak HTTP"),
    code: "AnswerUnreadable",
    exit: 4,
    message: /length \d+ exceeds maxFrameBytes 16777216/,
    hint: /logs belong to stderr/,
  },
  {
    name: "another codec",
    make: rude("speak bincode"),
    options: ["--timeout", "60000", "--layout", "0.7.1"],
    code: "WrongCodec",
    exit: 5,
    message: /it is bincode, Hello in layout 0\.7\.1 was postcard/,
    hint: /imitate its release/,
  },
  {
    name: "no common version",
    options: ["--timeout", "60000"],
    make: rude("know no version"),
    code: "VersionMismatch",
    exit: 5,
    message: /the message of VersionMismatch/,
    hint: /update the driver/,
  },
  {
    name: "no common layout",
    options: ["--timeout", "60000"],
    make: rude("hang up"),
    code: "NoCommonLayout",
    exit: 5,
    message: /tried layouts 0\.7\.1, 0\.6, 0\.5, 0\.4, and the driver closed the connection without an answer/,
    hint: /which release of DBFlux it is made for/,
  },
  {
    name: "an error of its own",
    options: ["--timeout", "60000"],
    make: rude("be out of order"),
    code: "HelloRefused",
    exit: 6,
    message: /it answered Hello with Internal: the message of Internal/,
    hint: /its output may say more/,
  },
  {
    name: "an end at Hello",
    options: ["--timeout", "60000"],
    make: rude("end"),
    code: "ExitedOnHello",
    exit: 2,
    message: /it ended with exit code 9 before it had answered Hello; its last words: cannot open the database$/,
    hint: /it must survive connections/,
  },
];
