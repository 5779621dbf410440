/**
 * Writes messages as tapes, by the generated tables. The writer of each type is created once.
 *
 * @module
 */
import { ProtocolError } from "@fluxwire/transport";
import { MalformedError } from "./errors.ts";
import { fieldsWriter, type FieldWriter } from "./fields_writer.ts";
import type { Layout } from "./layout.ts";
import { LAYOUTS, SCHEMA } from "./schema.ts";
import { sinceOf } from "./since.ts";
import type { FieldSchema, Primitive, TypeRef, VariantSchema } from "./schema_types.ts";
import type { Bounds } from "./checked.ts";
import { LIST, NONE, OBJECT, TapeWriter, VARIANT, type Write } from "./tape_writer.ts";
import type { TapeRoom } from "./tape_buffer.ts";
import { InstanceError, nameOf, TooLong, Unwritable, unwritable } from "./unwritable.ts";

const U16_MAX = 0xffff, U32_MAX = 0xffff_ffff;
const I64_MIN = -(2n ** 63n), I64_MAX = 2n ** 63n - 1n, U64_MAX = 2n ** 64n - 1n;

/** Writes messages one after the other onto the same tape. */
export class MessageWriter {
  readonly #tape: TapeWriter = new TapeWriter();
  readonly #writers = new Map<string, Write>();
  #layout = 0;

  /**
   * Writes a message.
   *
   * @returns The tape, valid until the next message.
   * @throws {MalformedError} for a value that the wire cannot carry, that exceeds a limit or that throws when it is read,
   * with its path.
   * @throws {ProtocolError} `FrameTooLong` for texts and byte strings that a frame cannot hold.
   */
  write(root: string, layout: Layout, message: unknown, room: TapeRoom, bounds: Bounds): TapeWriter {
    this.#tape.reset(room, bounds);
    this.#layout = LAYOUTS.indexOf(layout);
    try {
      this.#named(root)(message);
    } catch (error) {
      throw asFailure(`encode ${root}`, error);
    }
    return this.#tape;
  }

  /** Releases the room that was last written to. */
  leaveRoom(): void {
    this.#tape.leaveRoom();
  }

  #fields(fields: readonly FieldSchema[]): Write {
    const writers = fields.map((field): FieldWriter => ({
      name: field.name,
      since: LAYOUTS.indexOf(sinceOf(field)),
      write: this.#of(field.type),
    }));
    const write = fieldsWriter(writers, () => this.#tape.op(NONE, 0));
    return (value) => {
      this.#tape.fields(writers.length);
      write(value as Record<string, unknown>, this.#layout);
    };
  }

  #struct(name: string, fields: readonly FieldSchema[]): Write {
    const write = this.#fields(fields);
    return (value) => {
      if (typeof value !== "object" || value === null) throw new Unwritable(`expected ${name}, found ${nameOf(value)}`);
      this.#tape.op(OBJECT, fields.length);
      write(value);
    };
  }

  #enum(name: string, plain: boolean, variants: readonly VariantSchema[]): Write {
    const known = new Map<unknown, { index: number; write: Write | null }>();
    variants.forEach((variant, index) => known.set(variant.name, { index, write: this.#payload(variant) }));
    return (value) => {
      const tag = plain ? value : (value as { type?: unknown } | null)?.type;
      const variant = known.get(tag);
      if (variant === undefined) throw new Unwritable(`expected a variant of ${name}, found ${nameOf(tag)}`);
      this.#tape.op(VARIANT, variant.index);
      variant.write?.(value);
    };
  }

  #payload(variant: VariantSchema): Write | null {
    if (variant.fields !== undefined) return this.#fields(variant.fields);
    if (variant.struct !== undefined) return this.#named(variant.struct);
    if (variant.value === undefined) return null;
    return this.#fields([{ name: "value", type: variant.value }]);
  }

  /** The writer of a declared type; types may contain themselves, so it is found by name when it is first used. */
  #named(name: string): Write {
    const made = this.#writers.get(name);
    if (made !== undefined) return made;
    let write: Write = () => {};
    this.#writers.set(name, (value) => write(value));
    const definition = SCHEMA[name]!;
    if ("fields" in definition) write = this.#struct(name, definition.fields);
    else if ("variants" in definition) write = this.#enum(name, definition.plain, definition.variants);
    else if (definition.bits === 32) write = (value) => this.#tape.integer(value, U32_MAX, "a u32 of flags");
    else write = (value) => this.#tape.big(value, 0n, U64_MAX);
    this.#writers.set(name, write);
    return write;
  }

  /** The writer of a type inside itself, which counts against the depth limit. */
  #nested(name: string): Write {
    return (value) => {
      this.#tape.enter();
      this.#named(name)(value);
      this.#tape.leave();
    };
  }

  #of(type: TypeRef): Write {
    if (typeof type === "string") return this.#primitive(type);
    switch (type.kind) {
      case "ref":
        return type.nested === true ? this.#nested(type.ref) : this.#named(type.ref);
      case "option": {
        const write = this.#of(type.of);
        return (value) => value === null || value === undefined ? this.#tape.op(NONE, 0) : write(value);
      }
      case "list": {
        const write = this.#of(type.of);
        return (value) => this.#tape.list(value, write);
      }
      case "map": {
        const write = this.#of(type.of);
        return (value) => this.#tape.map(value, write);
      }
      case "pair":
        return this.#pair(this.#of(type.of[0]), this.#of(type.of[1]));
      case "impossible":
        return () => {
          throw new Unwritable(type.why);
        };
    }
  }

  #pair(first: Write, second: Write): Write {
    return (value) => {
      if (!Array.isArray(value) || value.length !== 2) {
        throw new Unwritable(`expected a pair, found ${nameOf(value)}`);
      }
      this.#tape.op(LIST, 2);
      first(value[0]);
      second(value[1]);
    };
  }

  #primitive(type: Primitive): Write {
    switch (type) {
      case "bool":
        return (value) => this.#tape.bool(value);
      case "u16":
        return (value) => this.#tape.integer(value, U16_MAX, "a u16");
      case "u32":
        return (value) => this.#tape.integer(value, U32_MAX, "a u32");
      case "f32":
        return (value) => this.#tape.single(value);
      case "f64":
        return (value) => this.#tape.float(value);
      case "u64":
        return (value) => this.#tape.big(value, 0n, U64_MAX);
      case "i64":
        return (value) => this.#tape.big(value, I64_MIN, I64_MAX);
      case "char":
      case "text":
      case "uuid":
        return (value) => this.#tape.string(value);
      case "bytes":
        return (value) => this.#tape.bytes(value);
      case "value":
        return this.#tape.value;
      case "rows":
        return (value) => this.#tape.list(value, this.#tape.row);
    }
  }
}

function asFailure(action: string, error: unknown): unknown {
  if (error instanceof InstanceError) return error;
  const { message: reason, path, cause } = unwritable(error);
  if (!(error instanceof TooLong)) return new MalformedError(action, reason, 0, path, null, { cause });
  const place = path === "" ? "" : `, in ${path}`;
  return new ProtocolError("FrameTooLong", `Cannot ${action}: ${reason}${place}`);
}
