/** Logs by chance, to compare model storages by. */
import type { Event, EventKind, Seq } from "../../event/event.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import type { FieldType, MigrationStep, ModelDefinition } from "../../model/definition.ts";
import type { SeededRandom } from "../../simulation/random.ts";

const TYPES: readonly FieldType[] = ["String", "Int", "BigInt", "Float", "Bool", "JSON", "Date"];
const NAMES = ["a", "b", "c", "d", "e", "f"];

/** A model as the events left it. */
interface Known {
  definition: ModelDefinition;
  readonly instances: string[];
  readonly hooks: Set<string>;
}

/** Events that each fit what the ones before left. Equal seeds give equal events. */
export function randomEvents(random: SeededRandom, count: number): Event[] {
  const models = new Map<string, Known>();
  const events: Event[] = [];
  const add = (kind: EventKind, model: string, rest: Partial<Event>) => {
    const seq = events.length + 1;
    const at = new Date(Date.UTC(2026, 0, 1) + seq * 7).toISOString();
    events.push({
      seq,
      id: `event-${seq}`,
      at,
      kind,
      model,
      commit: [seq, seq],
      actor: "a",
      origin: "o",
      v: 1,
      ...rest,
    });
  };
  while (events.length < count) makeEvent(random, models, add, events.length + 1);
  return events;
}

type Add = (kind: EventKind, model: string, rest: Partial<Event>) => void;

function makeEvent(random: SeededRandom, models: Map<string, Known>, add: Add, seq: Seq): void {
  const id = `m${random.below(5)}`, known = models.get(id);
  if (known === undefined) {
    const definition = definitionOf(random, id, 1, []);
    models.set(id, { definition, instances: [], hooks: new Set() });
    return add("model.created", id, { modelVersion: 1, payload: definition as unknown as Json });
  }
  const { definition, instances, hooks } = known, modelVersion = definition.version;
  const chance = random.below(1_000), instance = instances[random.below(Math.max(1, instances.length))];
  if (chance < 3) {
    models.delete(id);
    add("model.deleted", id, {});
  } else if (chance < 10) {
    known.definition = changed(random, definition);
    add("model.updated", id, { modelVersion: modelVersion + 1, payload: known.definition as unknown as Json });
  } else if (chance < 25) {
    const hook = random.pick(["preCreate", "postCreate", "postDelete"]);
    if (hooks.delete(hook)) return add("hook.deleted", id, { instance: hook });
    hooks.add(hook);
    add("hook.updated", id, { instance: hook, payload: { hook, kind: "script", source: `// ${seq}`, options: {} } });
  } else if (chance < 30) add("config.updated", "keys", { payload: { n: seq } });
  else if (chance < 500 || instance === undefined) {
    instances.push(`i${seq}`);
    add("instance.created", id, { instance: `i${seq}`, modelVersion, payload: dataOf(random, definition) });
  } else if (chance < 850) {
    add("instance.updated", id, { instance, modelVersion, payload: dataOf(random, definition) });
  } else {
    instances.splice(instances.indexOf(instance), 1);
    add("instance.deleted", id, { instance });
  }
}

function definitionOf(
  random: SeededRandom,
  id: string,
  version: number,
  migration: readonly MigrationStep[],
): ModelDefinition {
  const names = NAMES.filter(() => random.chance(0.7));
  const fields = Object.fromEntries(names.map((name) => {
    const type = random.pick(TYPES), isIndexed = type !== "JSON" && random.chance(0.4);
    return [name, {
      type,
      ...(isIndexed && { index: true }),
      ...(random.chance(0.2) && { default: valueOf(random, type) }),
    }];
  }));
  const uniqueTogether = names.length > 1 && random.chance(0.3) ? [names.slice(0, 2)] : [];
  return { id, version, fields, uniqueTogether, migration };
}

function changed(random: SeededRandom, { id, version }: ModelDefinition): ModelDefinition {
  const steps = (): MigrationStep => {
    const name = random.pick(NAMES);
    return random.pick<MigrationStep>([
      { drop: name },
      { rename: name, to: random.pick(NAMES) },
      { set: name, value: valueOf(random, "JSON") },
      { convert: name, to: random.pick(TYPES) },
    ]);
  };
  return definitionOf(random, id, version + 1, Array.from({ length: random.below(4) }, steps));
}

function dataOf(random: SeededRandom, { fields }: ModelDefinition): JsonObject {
  const members = Object.entries(fields).filter(() => random.chance(0.85));
  return Object.fromEntries(
    members.map(([name, { type }]) => [name, random.chance(0.1) ? null : valueOf(random, type)]),
  );
}

function valueOf(random: SeededRandom, type: FieldType): Json {
  switch (type) {
    case "Int":
      return random.below(50) - 25;
    case "BigInt":
      return random.chance(0.5) ? random.below(9) : 9_007_199_254_740_992n + BigInt(random.below(5));
    case "Float":
      return random.next() * 10;
    case "Bool":
      return random.chance(0.5);
    case "Date":
      return `2026-0${1 + random.below(9)}-1${random.below(9)}`;
    case "JSON":
      return { z: [random.below(5), null, 12_345_678_901_234_567_890n], "1": "\u{1f600}\n" };
    default:
      return random.pick(["", "x", "é", "\uffff", "\u{10000}", "a'b\"c\\"]) + random.below(20);
  }
}
