# The npm parts that are built in: each becomes one source, whose id is the package's name (but for undici, see below).
set(NPM_PARTS acorn acorn-walk amaro cjs-module-lexer minimatch pprof-format @jridgewell/trace-mapping)
# The compiler behind --ts=full is in a folder of its own.
list(APPEND NPM_PARTS typescript)
set(NPM_ROOT_typescript ${CMAKE_SOURCE_DIR}/deps/cache/typescript/node_modules)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/npm)
foreach(part ${NPM_PARTS})
  string(REPLACE "/" "__" name ${part})
  set(root ${NPM_ROOT})
  if(DEFINED NPM_ROOT_${part})
    set(root ${NPM_ROOT_${part}})
  endif()
  set(bundle ${CMAKE_BINARY_DIR}/generated/npm/${name}.js)
  add_custom_command(
    OUTPUT ${bundle}
    COMMAND python3 ${CMAKE_SOURCE_DIR}/cmake/bundle_npm_part.py ${root} ${part} ${bundle}
    DEPENDS ${CMAKE_SOURCE_DIR}/cmake/bundle_npm_part.py ${root}/${part}/package.json
    COMMENT "Bundling ${part}"
    VERBATIM)
  list(APPEND BUILTINS "${part}=${bundle}")
  list(APPEND BUILTIN_PATHS ${bundle})
endforeach()
# undici becomes a source for each file, so that what a program uses of it is loaded, and no more: from what web/fetch requires on.
execute_process(
  COMMAND python3 ${CMAKE_SOURCE_DIR}/cmake/npm_files.py ${NPM_ROOT} undici ${CMAKE_BINARY_DIR}/generated/npm fetch/for_undici
          __UNDICI_IS_NODE__ # the user agent is 'node'
          lib/global.js lib/api/index.js lib/web/fetch/index.js lib/web/websocket/websocket.js lib/web/websocket/events.js
          lib/web/eventsource/eventsource.js lib/dispatcher/env-http-proxy-agent.js
  OUTPUT_VARIABLE undici_files
  COMMAND_ERROR_IS_FATAL ANY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/npm_files.py ${NPM_ROOT}/undici/package.json)
foreach(file ${undici_files})
  list(APPEND BUILTINS "${file}")
  string(REGEX REPLACE "^[^=]+=" "" path "${file}")
  list(APPEND BUILTIN_PATHS ${path})
endforeach()

# What the inspector can, as it tells its clients.
set(protocol ${CMAKE_BINARY_DIR}/generated/npm/devtools-protocol.js)
set(own_protocol ${CMAKE_SOURCE_DIR}/modules/inspector/protocol.json)
add_custom_command(
  OUTPUT ${protocol}
  COMMAND python3 ${CMAKE_SOURCE_DIR}/cmake/make_protocol.py ${NPM_ROOT}/devtools-protocol ${own_protocol} ${protocol}
  DEPENDS ${CMAKE_SOURCE_DIR}/cmake/make_protocol.py ${own_protocol} ${NPM_ROOT}/devtools-protocol/package.json
  COMMENT "Making the inspector's protocol"
  VERBATIM)
list(APPEND BUILTINS "devtools-protocol=${protocol}")
list(APPEND BUILTIN_PATHS ${protocol})
