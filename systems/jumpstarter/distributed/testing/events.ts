/**
 * What an exporter and clients have done at a controller, for tests.
 *
 * @module
 */
import { Watchers } from "./watchers.ts";

/** Events in their order. */
export class Events {
  /** `Register`, `ReportStatus LEASE_READY Ready for commands`, `Listen lease-1`, and so on. */
  readonly list: string[] = [];
  readonly #watchers = new Watchers();

  /** Adds one. */
  add(event: string): void {
    this.list.push(event);
    this.#watchers.wake();
  }

  /** Resolves when so many events are of a kind. */
  async seen(isMeant: (event: string) => boolean, times: number): Promise<void> {
    await this.#watchers.until(() => this.list.filter(isMeant).length >= times);
  }
}
