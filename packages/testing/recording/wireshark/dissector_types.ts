/**
 * The part of the dissector that reads the types of the tables, and shows them as a tree.
 *
 * @module
 */

/** Lua 5.2 and later. `STRUCTS`, `ENUMS`, `FLAGS`, `VALUES`, the fields and the primitives stand before it. */
export const DISSECTOR_TYPES: string = String.raw`
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
`;
