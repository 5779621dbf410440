/**
 * The part of the dissector that reads the packets of a capture: frames, and ends of connections.
 *
 * @module
 */

/** Lua 5.2 and later. `PACKET_VERSION`, `LAYOUTS`, `ROOTS` and the types stand before it. */
export const DISSECTOR_PACKETS: string = String.raw`
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
