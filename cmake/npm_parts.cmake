# The npm parts that are built in: each becomes one source, whose id is the package's name.
set(NPM_PARTS acorn acorn-walk amaro cjs-module-lexer minimatch pprof-format undici @jridgewell/trace-mapping)
# The compiler behind --ts=full is in a folder of its own.
list(APPEND NPM_PARTS typescript)
set(NPM_ROOT_typescript ${CMAKE_SOURCE_DIR}/deps/cache/typescript/node_modules)
set(NPM_ENTRY_undici index-fetch.js) # without what programs take from the package itself
set(NPM_CONSTANTS_undici __UNDICI_IS_NODE__) # the user agent is 'node'
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
            ${NPM_ENTRY_${part}} ${NPM_CONSTANTS_${part}}
    DEPENDS ${CMAKE_SOURCE_DIR}/cmake/bundle_npm_part.py ${root}/${part}/package.json
    COMMENT "Bundling ${part}"
    VERBATIM)
  list(APPEND BUILTINS "${part}=${bundle}")
  list(APPEND BUILTIN_PATHS ${bundle})
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
