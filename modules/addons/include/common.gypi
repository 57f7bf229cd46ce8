# What node-gyp builds addons for this runtime with: node-gyp's own addon.gypi adds the folder of the headers, and what makes
# a library of a target. The compiler is g++ or clang++ on Linux.
{
  'variables': {
    # Asked for by packages' own binding.gyp files; config.gypi or the command line may say otherwise.
    'asan%': 0,
    'build_type%': 'Release',
    'clang%': 0,
    'coverage%': 'false',
    'enable_lto%': 'false',
    'library%': 'static_library',
    'node_shared%': 'false',
    'node_use_openssl%': 'true',
    'openssl_fips%': '',
    'openssl_no_asm%': 0,
    'python%': 'python3',
    'v8_enable_pointer_compression%': 0,
    'v8_enable_sandbox%': 0,
    'visibility%': 'hidden',
  },
  'target_defaults': {
    'default_configuration': 'Release',
    'configurations': {
      'Debug': {
        'defines': ['DEBUG', '_DEBUG'],
        'cflags': ['-g', '-O0'],
      },
      'Release': {
        'cflags': ['-O3', '-fno-omit-frame-pointer'],
      },
    },
    # The layout of std::string that V8 was compiled with.
    'defines': ['_GLIBCXX_USE_CXX11_ABI=1', '_FILE_OFFSET_BITS=64'],
    'cflags': ['-pthread', '-Wall', '-Wextra', '-Wno-unused-parameter'],
    'cflags_cc': ['-fno-rtti', '-fno-exceptions', '-fno-strict-aliasing', '-std=gnu++20'],
    'ldflags': ['-pthread', '-rdynamic'],
    'target_conditions': [
      ['_type=="static_library"', {
        'standalone_static_library': 1,
        'cflags': ['-fPIC'],
      }],
    ],
  },
}
