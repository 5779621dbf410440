/**
 * The part of the dissector that reads the codecs' primitives.
 *
 * @module
 */

/** Lua 5.2 and later. It stands for itself. */
export const DISSECTOR_PRIMITIVES: string = String.raw`
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
`;
