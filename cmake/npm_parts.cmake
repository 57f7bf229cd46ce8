# The npm parts that built-in files require: an id of theirs for a file of the package.
foreach(part cjs-module-lexer=cjs-module-lexer/lexer.js amaro=amaro/dist/index.js)
  string(REGEX MATCH "^([^=]+)=(.*)$" _ ${part})
  if(EXISTS ${NPM_ROOT}/${CMAKE_MATCH_2})
    list(APPEND BUILTINS "${CMAKE_MATCH_1}=${NPM_ROOT}/${CMAKE_MATCH_2}")
    list(APPEND BUILTIN_PATHS ${NPM_ROOT}/${CMAKE_MATCH_2})
  endif()
endforeach()
