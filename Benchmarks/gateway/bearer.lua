-- wrk: GET with a bearer token, another one for each request, from the file TOKENS; the path from AUTHORIZED_PATH. With SESSIONS
-- set, the lines of that file are values of the session cookie instead.
local heads, count, turn = {}, 0, 0

function init()
   local sessions = os.getenv("SESSIONS")
   local file = assert(io.open(sessions or os.getenv("TOKENS")))
   for token in file:lines() do
      count = count + 1
      local fields = { ["Accept"] = "application/json", ["User-Agent"] = "wrk" }
      if sessions then
         fields["Cookie"] = "__Host-poort-session=" .. token
      else
         fields["Authorization"] = "Bearer " .. token
      end
      heads[count] = wrk.format("GET", os.getenv("AUTHORIZED_PATH"), fields)
   end
   file:close()
end

function request()
   turn = turn % count + 1
   return heads[turn]
end
