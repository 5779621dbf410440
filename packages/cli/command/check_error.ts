/**
 * A driver does not do what a check expects.
 *
 * @module
 */
import { CommandError, EXIT } from "@fluxwire/command";

/** A check failed: exit code 8. */
export class CheckError extends CommandError {
  /** The class's name. */
  override readonly name = "CheckError";
  /** The one code of this class. */
  declare readonly code: "CheckFailed";

  /** @param message What differs from what was expected. */
  constructor(message: string) {
    super("CheckFailed", message, EXIT.checkFailed);
  }
}
