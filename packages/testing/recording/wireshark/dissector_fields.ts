/**
 * The part of the dissector that declares the fields by which Wireshark filters.
 *
 * @module
 */

/** Lua 5.2 and later. `STRUCTS`, `ENUMS` and `FLAGS` stand before it. */
export const DISSECTOR_FIELDS: string = String.raw`
local proto = Proto("fluxwire", "DBFlux driver protocol")
local malformed = ProtoExpert.new("fluxwire.malformed", "Malformed message", expert.group.MALFORMED,
  expert.severity.ERROR)
proto.experts = { malformed }

local KINDS = { [0] = "frame", "unreadable", "connect", "close" }
local SENDERS = { [0] = "host", "driver", "tap" }

-- The fields, one for each field of a struct or variant whose value is no struct: filters are fluxwire.TYPE.FIELD.
local fields = {}
local function leaf_of(t)
  if type(t) == "string" then return t end
  if t.option then return leaf_of(t.option) end
  if t.list then return leaf_of(t.list) end
  if t.map then return leaf_of(t.map) end
  if t.ref and FLAGS[t.ref] then return FLAGS[t.ref].bits == 32 and "u32" or "u64" end
  if t.ref and ENUMS[t.ref] then return "text" end
  return nil
end

local MAKERS = {
  bool = ProtoField.bool, u16 = ProtoField.uint32, u32 = ProtoField.uint32, u64 = ProtoField.uint64,
  i64 = ProtoField.int64, f32 = ProtoField.double, f64 = ProtoField.double, char = ProtoField.string,
  text = ProtoField.string, uuid = ProtoField.string, bytes = ProtoField.bytes,
}

local function make_field(abbrev, label, kind)
  local make = MAKERS[kind]
  if make then fields[abbrev] = make(abbrev, label) end
end

for name, struct in pairs(STRUCTS) do
  for _, field in ipairs(struct) do make_field("fluxwire." .. name .. "." .. field[1], field[1], leaf_of(field[2])) end
end
for name, enum in pairs(ENUMS) do
  for _, variant in ipairs(enum) do
    for _, field in ipairs(variant.fields or {}) do
      local owner = "fluxwire." .. name .. "." .. variant[1]
      make_field(owner .. "." .. field[1], field[1], leaf_of(field[2]))
    end
  end
end
for kind in pairs(MAKERS) do make_field("fluxwire.value." .. kind, kind, kind) end
make_field("fluxwire.variant", "variant", "text")
make_field("fluxwire.key", "key", "text")
make_field("fluxwire.count", "count", "u32")
make_field("fluxwire.layout", "layout", "text")
make_field("fluxwire.from", "from", "text")
make_field("fluxwire.connection", "connection", "u32")
make_field("fluxwire.event", "event", "text")
make_field("fluxwire.reason", "reason", "text")
local all = {}
for _, field in pairs(fields) do all[#all + 1] = field end
proto.fields = all
`;
