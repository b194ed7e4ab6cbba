# cst_options(TARGET) gives one of our own targets its language level, warnings, sanitizers and
# linker flags. Every target made by cst_room, cst_program or cst_test has them already.
# Code of others (Qt, oneTBB, ...) is included as system headers and not judged.
#
# No -march=native anywhere: a kernel that wants more than baseline x86-64 checks the CPU itself.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()

if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(CST_CCACHE ccache)
    if(CST_CCACHE)
        # Without this ccache does not store what uses a precompiled header.
        # With paths relative to the project, a second clone finds what the first one compiled.
        set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros
            "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${CST_CCACHE}")
    endif()
endif()

set(_cst_sanitizers "")
if(CST_SANITIZE STREQUAL "address")
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        message(FATAL_ERROR "CST_SANITIZE=address needs clang: cmake --preset asan")
    endif()
    # With the counters that libFuzzer steers by: tests and fuzzers share what is compiled.
    set(_cst_sanitizers -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined)
elseif(CST_SANITIZE STREQUAL "thread")
    set(_cst_sanitizers -fsanitize=thread)
elseif(CST_SANITIZE)
    message(FATAL_ERROR "CST_SANITIZE is '${CST_SANITIZE}'; it may be empty, address or thread")
endif()

function(cst_options target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    target_compile_options(${target} PRIVATE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
        -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
        # {.id = id, .range = range} leaves the rest at its default, and means to.
        -Wno-missing-field-initializers
        $<$<BOOL:${CST_WERROR}>:-Werror>)
    target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}")
    # By it a program knows the files that it has written itself (session/build_id.h).
    target_link_options(${target} PUBLIC -Wl,--build-id)
    if(_cst_sanitizers)
        # PUBLIC: whatever links an instrumented library needs the run-time library too.
        target_compile_options(${target} PUBLIC ${_cst_sanitizers} -fno-omit-frame-pointer)
        target_link_options(${target} PUBLIC ${_cst_sanitizers})
    else()
        target_compile_options(${target} PRIVATE -ffunction-sections -fdata-sections)
        # Two neighbouring words that were written one by one must not be read as one vector: the
        # load waits for the stores to reach the cache, 12 cycles each time. GCC merges such loads
        # from -O2 on; without it a warm node of a run costs a third less. Loops still vectorise.
        if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
            target_compile_options(${target} PRIVATE -fno-tree-slp-vectorize)
        endif()
        # Lazy binding: a start of the command line calls few of the functions that it imports.
        target_link_options(${target} PUBLIC
            -Wl,--gc-sections -Wl,--as-needed -Wl,-z,lazy)
    endif()
endfunction()
