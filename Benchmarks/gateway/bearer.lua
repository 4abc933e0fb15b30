-- wrk: GET with a bearer token, another one for each request, from the file TOKENS; the path from AUTHORIZED_PATH.
local heads, count, turn = {}, 0, 0

function init()
   local file = assert(io.open(os.getenv("TOKENS")))
   for token in file:lines() do
      count = count + 1
      heads[count] = wrk.format("GET", os.getenv("AUTHORIZED_PATH"), {
         ["Accept"] = "application/json", ["User-Agent"] = "wrk", ["Authorization"] = "Bearer " .. token,
      })
   end
   file:close()
end

function request()
   turn = turn % count + 1
   return heads[turn]
end
