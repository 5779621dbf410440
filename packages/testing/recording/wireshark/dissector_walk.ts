/**
 * The part of the dissector that reads the codecs and knows no types: the tables are generated.
 *
 * @module
 */

/** Lua 5.2 and later. `LAYOUTS`, `STRUCTS`, `ENUMS`, `FLAGS`, `VALUES` and `ROOTS` stand before it. */
export const DISSECTOR_WALK: string = String.raw`
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

-- Reading. A cursor has tvb, at, limit, layout (from 1), is_postcard, and the offsets of what is left out.
local function fail(reason) error({ reason = reason }, 0) end

local function take(c, length)
  if c.at + length > c.limit then
    if c.is_cut then error({ cut = true }, 0) end
    fail("expected " .. length .. " bytes at " .. c.at - c.start)
  end
  local range = c.tvb(c.at, length)
  c.at = c.at + length
  return range
end

-- The two halves of an unsigned integer of up to 64 bits.
local function varint(c, max_bytes)
  local low, high = 0, 0
  for i = 0, max_bytes - 1 do
    local byte = take(c, 1):uint()
    local bits, shift = byte % 128, 7 * i
    if shift < 28 then
      low = low + bits * 2 ^ shift
    elseif shift == 28 then
      low = low + (bits % 16) * 2 ^ 28
      high = high + math.floor(bits / 16)
    else
      high = high + bits * 2 ^ (shift - 32)
    end
    if byte < 128 then return low, high end
  end
  fail("expected an integer of at most " .. max_bytes .. " bytes at " .. c.at - c.start)
end

local VARINT_BYTES = { [16] = 3, [32] = 5, [64] = 10 }

-- An unsigned integer that is a Lua number: a count, a variant, a u16 or a u32.
local function small(c, bits)
  if c.is_postcard then
    local low, high = varint(c, VARINT_BYTES[bits])
    return high * 2 ^ 32 + low
  end
  local range = take(c, bits / 8)
  if bits == 64 then return range:le_uint64():tonumber() end
  return range:le_uint()
end

local function u64(c)
  if not c.is_postcard then return take(c, 8):le_uint64() end
  local low, high = varint(c, 10)
  return UInt64.new(low, high)
end

local function i64(c)
  if not c.is_postcard then return take(c, 8):le_int64() end
  local low, high = varint(c, 10)
  local is_negative = low % 2 == 1
  low = math.floor(low / 2) + (high % 2) * 2 ^ 31
  high = math.floor(high / 2)
  if is_negative then
    low, high = 2 ^ 32 - 1 - low, 2 ^ 32 - 1 - high
  end
  return Int64.new(low, high)
end

local function count(c) return small(c, 64) end
local function variant_number(c) return small(c, 32) end

local function tag(c)
  local byte = take(c, 1):uint()
  if byte > 1 then fail("expected 0 or 1 at " .. c.at - 1 - c.start) end
  return byte == 1
end

-- UTF-8 as it can be shown: a text ends at its first NUL there, so that has a sign.
local function shown(range) return (range:bytes():raw():gsub("%z", "\xE2\x90\x80")) end

local function text(c)
  local length = count(c)
  local range = take(c, length)
  return length == 0 and "" or shown(range)
end

local function uuid(c)
  if count(c) ~= 16 then fail("expected a uuid of 16 bytes at " .. c.at - c.start) end
  local hex = take(c, 16):bytes():tohex(true)
  return hex:sub(1, 8) .. "-" .. hex:sub(9, 12) .. "-" .. hex:sub(13, 16) .. "-" .. hex:sub(17, 20) .. "-" .. hex:sub(21)
end

local function character(c)
  if c.is_postcard then return text(c) end
  local first = c.tvb(c.at, 1):uint()
  local length = first < 0x80 and 1 or first < 0xe0 and 2 or first < 0xf0 and 3 or 4
  return shown(take(c, length))
end

local PRIMITIVES = {
  bool = tag, u16 = function(c) return small(c, 16) end, u32 = function(c) return small(c, 32) end,
  u64 = u64, i64 = i64, f32 = function(c) return take(c, 4):le_float() end,
  f64 = function(c) return take(c, 8):le_float() end, char = character, text = text, uuid = uuid,
}

local function is_in(c, item) return not item.since or c.layout >= item.since end

-- An item of the tree for the bytes that were read since an offset.
local function add(tree, c, from, abbrev, value)
  return tree:add(fields[abbrev], c.tvb(from, c.at - from), value)
end

local function subtree(tree, c, label) return tree:add(proto, c.tvb(c.at, 0), label) end

local read_type, read_value

local function add_count(tree, c)
  local from = c.at
  local length = count(c)
  add(tree, c, from, "fluxwire.count", length)
  return length
end

local function read_primitive(tree, c, kind, abbrev, name)
  local from = c.at
  if fields[abbrev] == nil then abbrev = "fluxwire.value." .. kind end
  if kind ~= "bytes" then
    local value = PRIMITIVES[kind](c)
    return add(tree, c, from, abbrev, value)
  end
  -- A field of bytes shows its range, which is here without the count before it.
  local length = count(c)
  if length == 0 then return tree:add(c.tvb(from, c.at - from), name .. ": no bytes") end
  return tree:add(fields[abbrev], take(c, length))
end

local function read_list(tree, c, label, read)
  local from = c.at
  local sub = subtree(tree, c, label)
  local length = add_count(sub, c)
  for i = 0, length - 1 do read(sub, i) end
  sub:append_text(": " .. length)
  sub:set_len(c.at - from)
end

local function read_map(tree, c, label, read)
  read_list(tree, c, label, function(sub)
    local from = c.at
    local key = text(c)
    add(sub, c, from, "fluxwire.key", key)
    read(sub, key)
  end)
end

local function read_variant(tree, c, variants, abbrev)
  local from = c.at
  local number = variant_number(c)
  local seen = 0
  for _, variant in ipairs(variants) do
    if is_in(c, variant) then
      if seen == number then
        add(tree, c, from, abbrev, variant[1])
        return variant
      end
      seen = seen + 1
    end
  end
  fail("expected a variant below " .. seen .. ", found " .. number .. " at " .. from - c.start)
end

-- Value, the cell of a result.
read_value = function(tree, c, name)
  local from = c.at
  local sub = subtree(tree, c, name)
  local variant = read_variant(sub, c, VALUES, "fluxwire.variant")
  sub:append_text(": " .. variant[1])
  local payload = variant.payload
  if payload == "list" then
    read_list(sub, c, "elements", function(inner, i) read_value(inner, c, "[" .. i .. "]") end)
  elseif payload == "map" then
    read_map(sub, c, "members", function(inner, key) read_value(inner, c, key) end)
  elseif payload then
    read_primitive(sub, c, payload, "fluxwire.value." .. payload, "value")
  end
  sub:set_len(c.at - from)
end

local function read_fields(tree, c, list, owner)
  for _, field in ipairs(list) do
    if is_in(c, field) then read_type(tree, c, field[2], owner .. "." .. field[1], field[1]) end
  end
end

local function read_enum(tree, c, name, abbrev, label)
  local enum, from = ENUMS[name], c.at
  local field = fields[abbrev] and abbrev or "fluxwire.variant"
  if enum.plain then return read_variant(tree, c, enum, field) end
  local sub = subtree(tree, c, label)
  local variant = read_variant(sub, c, enum, field)
  sub:append_text(": " .. variant[1])
  if variant.struct then
    read_fields(sub, c, STRUCTS[variant.struct], "fluxwire." .. variant.struct)
  elseif variant.fields then
    read_fields(sub, c, variant.fields, "fluxwire." .. name .. "." .. variant[1])
  elseif variant.value then
    read_type(sub, c, variant.value, "", "value")
  end
  sub:set_len(c.at - from)
  return variant
end

local function read_flags(tree, c, name, abbrev)
  local flags, from = FLAGS[name], c.at
  local value = flags.bits == 32 and small(c, 32) or u64(c)
  local field = fields[abbrev] and abbrev or "fluxwire.value.u" .. flags.bits
  local item = add(tree, c, from, field, value)
  local wide = flags.bits == 32 and UInt64.new(value, 0) or value
  for _, flag in ipairs(flags) do
    if wide:rshift(flag[2]):band(UInt64.new(1, 0)):tonumber() == 1 then item:append_text(" " .. flag[1]) end
  end
end

local function is_left_out(c)
  if c.left_out[c.next_left_out] ~= c.at - c.start then return false end
  c.next_left_out = c.next_left_out + 1
  return true
end

read_type = function(tree, c, t, abbrev, name)
  if t == "value" then return read_value(tree, c, name) end
  if t == "rows" then
    return read_list(tree, c, name, function(rows, i)
      read_list(rows, c, "[" .. i .. "]", function(row, j) read_value(row, c, "[" .. j .. "]") end)
    end)
  end
  if type(t) == "string" then return read_primitive(tree, c, t, abbrev, name) end
  if t.omitted and is_left_out(c) then return tree:add(proto, c.tvb(c.at, 0), name .. ": left out") end
  if t.option then
    local from = c.at
    if tag(c) then return read_type(tree, c, t.option, abbrev, name) end
    return tree:add(c.tvb(from, 1), name .. ": absent")
  end
  if t.list then
    return read_list(tree, c, name, function(sub, i) read_type(sub, c, t.list, abbrev, "[" .. i .. "]") end)
  end
  if t.map then return read_map(tree, c, name, function(sub, key) read_type(sub, c, t.map, abbrev, key) end) end
  if t.pair then
    local from, sub = c.at, subtree(tree, c, name)
    read_type(sub, c, t.pair[1], "", "[0]")
    read_type(sub, c, t.pair[2], "", "[1]")
    return sub:set_len(c.at - from)
  end
  if t.impossible then fail(t.impossible) end
  if FLAGS[t.ref] then return read_flags(tree, c, t.ref, abbrev) end
  if ENUMS[t.ref] then return read_enum(tree, c, t.ref, abbrev, name) end
  local from, sub = c.at, subtree(tree, c, name)
  read_fields(sub, c, STRUCTS[t.ref], "fluxwire." .. t.ref)
  sub:set_len(c.at - from)
end

-- An envelope: its last field is the body, whose variant is what the packet list shows.
local function read_envelope(tree, c, root, pinfo)
  local owner = "fluxwire." .. root
  for _, field in ipairs(STRUCTS[root]) do
    if field[1] == "body" then
      local variant = read_enum(tree, c, field[2].ref, owner .. ".body", "body")
      pinfo.cols.info:append(variant[1])
    elseif field[1] == "requestId" then
      local from = c.at
      local id = u64(c)
      add(tree, c, from, owner .. ".requestId", id)
      pinfo.cols.info:append(tostring(id) .. " ")
    else
      read_type(tree, c, field[2], owner .. "." .. field[1], field[1])
    end
  end
end

local function dissect_frame(tvb, pinfo, tree, from, layout)
  local hints = tvb(8, 4):le_uint()
  local start = 12 + 4 * hints
  local c = {
    tvb = tvb, at = start, start = start, limit = tvb:len(), is_cut = tvb:reported_len() > tvb:len(),
    layout = layout + 1, is_postcard = LAYOUTS[layout + 1].is_postcard, left_out = {}, next_left_out = 1,
  }
  for i = 0, hints - 1 do c.left_out[i + 1] = tvb(12 + 4 * i, 4):le_uint() end
  local root = from == 0 and ROOTS.request or ROOTS.response
  pinfo.cols.info = from == 0 and "request " or "answer "
  local ok, problem = pcall(read_envelope, tree, c, root, pinfo)
  if ok then
    if c.at < c.limit then tree:add(tvb(c.at), "left over: " .. c.limit - c.at .. " bytes") end
  elseif type(problem) == "table" and problem.cut then
    tree:add(tvb(c.at), "cut: the capture has the beginning only")
    pinfo.cols.info:append(" (cut)")
  else
    local reason = type(problem) == "table" and problem.reason or tostring(problem)
    tree:add_tvb_expert_info(malformed, tvb(c.at), reason)
    pinfo.cols.info:append(" (malformed)")
  end
end

function proto.dissector(tvb, pinfo, root)
  if tvb:len() < 12 or tvb(0, 1):uint() ~= PACKET_VERSION then return 0 end
  local kind, from, layout = tvb(1, 1):uint(), tvb(2, 1):uint(), tvb(3, 1):uint()
  local connection = tvb(4, 4):le_uint()
  pinfo.cols.protocol = "DBFlux"
  pinfo.cols.src = SENDERS[from] .. " " .. connection
  pinfo.cols.dst = (from == 0 and "driver " or "host ") .. connection
  local tree = root:add(proto, tvb())
  tree:add(fields["fluxwire.event"], tvb(1, 1), KINDS[kind])
  tree:add(fields["fluxwire.from"], tvb(2, 1), SENDERS[from])
  tree:add(fields["fluxwire.layout"], tvb(3, 1), LAYOUTS[layout + 1] and LAYOUTS[layout + 1][1] or "unknown")
  tree:add(fields["fluxwire.connection"], tvb(4, 4), connection)
  if kind == 0 then
    dissect_frame(tvb, pinfo, tree, from, layout)
    return tvb:len()
  end
  local length = tvb(8, 4):le_uint()
  local reason = length == 0 and "" or tvb(12, length):string(ENC_UTF_8)
  if length > 0 then tree:add(fields["fluxwire.reason"], tvb(12, length), reason) end
  if tvb:len() > 12 + length then tree:add(tvb(12 + length), "bytes that are no message") end
  pinfo.cols.info = KINDS[kind] .. (kind == 3 and " by the " .. SENDERS[from] or "") .. " " .. reason
  return tvb:len()
end

DissectorTable.get("wtap_encap"):add(wtap.USER0, proto)
`;
