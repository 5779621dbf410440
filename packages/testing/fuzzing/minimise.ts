/**
 * Minimises a sequence that breaks an oracle: fewer frames first, then less in each.
 *
 * @module
 */
import type { ProtocolVersion } from "@fluxwire/wire";
import { payloadOf } from "./payload.ts";
import { type Place, placesOf } from "./places.ts";
import type { Sequence, Step } from "./sequence.ts";
import { smallerOf } from "./smaller.ts";

/** How to minimise a sequence. */
export interface MinimiseOptions {
  /** Whether a sequence still breaks the oracle. */
  breaks(sequence: Sequence): Promise<boolean>;
  /** Whether time is left for another attempt. */
  mayGoOn(): boolean;
  /** The version for requests whose version does not matter. */
  version: ProtocolVersion;
}

/** The smallest sequence that was found to break the same oracle. */
export async function minimise(sequence: Sequence, options: MinimiseOptions): Promise<Sequence> {
  const search = new Search(sequence, options);
  await search.dropSteps();
  await search.straighten();
  await search.shrink();
  return search.best;
}

class Search {
  readonly #options: MinimiseOptions;
  best: Sequence;

  constructor(sequence: Sequence, options: MinimiseOptions) {
    this.best = sequence;
    this.#options = options;
  }

  /** One frame alone is the most likely; else all but each in turn. */
  async dropSteps(): Promise<void> {
    for (const step of this.best.steps.toReversed()) {
      if (this.best.steps.length > 1 && await this.#take({ ...this.best, steps: [step] })) return;
    }
    for (let i = this.best.steps.length - 1; i >= 0 && this.best.steps.length > 1; i--) {
      await this.#take({ ...this.best, steps: this.best.steps.toSpliced(i, 1) });
    }
  }

  /** Correct frames, unless their defects matter. */
  async straighten(): Promise<void> {
    for (let i = 0; i < this.best.steps.length; i++) {
      const { splices } = this.best.steps[i]!;
      for (let n = splices.length - 1; n >= 0; n--) {
        await this.#replace(i, { splices: this.best.steps[i]!.splices.toSpliced(n, 1) });
      }
      const { request, isPipelined, announced } = this.best.steps[i]!;
      if (isPipelined) await this.#replace(i, { isPipelined: false });
      if (announced !== null) await this.#replace(i, { announced: null });
      const { version: protocolVersion } = this.#options;
      if (versionText(request.protocolVersion) !== versionText(protocolVersion)) {
        await this.#replace(i, { request: { ...request, protocolVersion } });
      }
    }
  }

  /** Less in every place of every frame, until nothing can be reduced. */
  async shrink(): Promise<void> {
    for (let before = null; before !== this.best;) {
      before = this.best;
      for (let i = 0; i < this.best.steps.length; i++) {
        for (const path of this.#places(i).map((place) => place.path)) await this.#shrinkPlace(i, path);
      }
    }
  }

  async #shrinkPlace(i: number, path: string): Promise<void> {
    for (let isSmaller = true; isSmaller;) {
      isSmaller = false;
      for (const place of this.#places(i).filter((place) => place.path === path)) {
        isSmaller ||= await this.#shrinkHere(i, place);
      }
    }
  }

  async #shrinkHere(i: number, place: Place): Promise<boolean> {
    for (const candidate of smallerOf(place, this.best.layout)) {
      const request = place.with(candidate);
      if (payloadOf(request, this.best.layout) !== null && await this.#replace(i, { request })) return true;
    }
    return false;
  }

  #places(i: number): Place[] {
    return placesOf(this.best.steps[i]!.request, this.best.layout).filter(({ path, type }) =>
      !path.startsWith("protocolVersion") && !(path === "sessionId" && type === "uuid")
    );
  }

  #replace(i: number, part: Partial<Step>): Promise<boolean> {
    const { steps } = this.best;
    return this.#take({ ...this.best, steps: steps.with(i, { ...steps[i]!, ...part }) });
  }

  async #take(sequence: Sequence): Promise<boolean> {
    if (!this.#options.mayGoOn() || !await this.#options.breaks(sequence)) return false;
    this.best = sequence;
    return true;
  }
}

function versionText({ major, minor }: ProtocolVersion): string {
  return `${major}.${minor}`;
}
