option(MIEN_BUILD_TESTS "Build the unit tests" ON)
option(MIEN_BUILD_BENCHMARKS "Build the benchmarks" ON)
option(MIEN_BUILD_FUZZERS "Build the fuzzers of the file readers (clang)" OFF)
option(MIEN_CUDA "Build the CUDA backend (CUDA Toolkit, cuBLAS, cuDNN 9)" OFF)
option(MIEN_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)
set(MIEN_ARCH "native" CACHE STRING "Instruction set (-march): native, x86-64-v3, x86-64-v4 ...")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# Asserts stay on: they cost nothing measurable.
string(REPLACE " -DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

add_library(mien_options INTERFACE)
target_compile_options(mien_options INTERFACE
  $<BUILD_INTERFACE:$<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -march=${MIEN_ARCH}
  -fno-math-errno -ffp-contract=fast -fno-trapping-math>>)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # Wrong constants with AVX-512: docs/decisions/0001-no-slp-vectoriser.md.
  target_compile_options(mien_options INTERFACE
    $<BUILD_INTERFACE:$<$<COMPILE_LANGUAGE:CXX>:-fno-tree-slp-vectorize>>)
endif()
if(MIEN_SANITIZE)
  target_compile_options(mien_options INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer>
    $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-maybe-uninitialized>)  # false alarms beside sanitizers
  target_link_options(mien_options INTERFACE -fsanitize=address,undefined)
endif()
if(MIEN_BUILD_FUZZERS)
  target_compile_options(mien_options INTERFACE -fsanitize=fuzzer-no-link
    -Wno-deprecated-declarations)  # clang reports those of libstdc++ itself
endif()
target_compile_definitions(mien_options INTERFACE MIEN_WITH_CUDA=$<BOOL:${MIEN_CUDA}>)
target_include_directories(mien_options INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
