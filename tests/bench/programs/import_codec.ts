import "../../../packages/wire/codec.ts";
