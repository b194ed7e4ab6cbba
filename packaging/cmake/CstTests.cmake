# cst_test(NAME tst_x LIBS cst_base [SOURCES tst_x.cpp ...] [THREADS] [UI] [DISPLAY] [SERIAL] [TIMEOUT s])
#   One Qt Test program and its CTest test; SOURCES is NAME.cpp if not given. Labels: engine, or
#   ui with UI, or e2e with DISPLAY (a virtual display with a window manager, tests/ui/with-display).
#   THREADS marks a test that starts threads: the tsan preset builds those and no others.
#   SERIAL keeps other tests off the machine while it runs.
# cst_fuzzer(NAME fuzz_x LIBS cst_syntax): fuzz_x.cpp, in the fuzz preset, over tests/fuzz/seeds/NAME.
# cst_check(NAME x COMMAND ...): a check of the tree itself, in presets that are not instrumented.
#
# Names carry the preset that instruments them (asan/tst_x), so that one run of ctest can take
# all presets together: see `packaging/dev test`.

set(_cst_prefix_address "asan/")
set(_cst_prefix_thread "tsan/")
set(_cst_prefix_fuzzer "fuzz/")
set(CST_TEST_PREFIX "${_cst_prefix_${CST_SANITIZE}}")

# Everything a test may write to, apart from the home of whoever runs it.
function(_cst_environment test)
    string(MAKE_C_IDENTIFIER "${test}" id)
    set(home "${PROJECT_BINARY_DIR}/test-homes/${id}")
    set(environment
        "HOME=${home}" "XDG_CONFIG_HOME=${home}/config" "XDG_CACHE_HOME=${home}/cache"
        "XDG_DATA_HOME=${home}/data" "XDG_STATE_HOME=${home}/state"
        "LC_ALL=C.UTF-8" "TZ=UTC"
        "ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1"
        "UBSAN_OPTIONS=print_stacktrace=1"
        "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan/suppressions.txt:second_deadlock_stack=1")
    file(MAKE_DIRECTORY "${home}")
    set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT ${environment})
endfunction()

function(cst_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "THREADS;UI;DISPLAY;SERIAL" "NAME;TIMEOUT" "SOURCES;LIBS")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME)
        message(FATAL_ERROR "cst_test: cannot read '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    if(CST_SANITIZE STREQUAL "fuzzer" OR (CST_SANITIZE STREQUAL "thread" AND NOT arg_THREADS))
        return()
    endif()
    if(NOT arg_SOURCES)
        set(arg_SOURCES ${arg_NAME}.cpp)
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()

    add_executable(${arg_NAME} ${arg_SOURCES})
    cst_options(${arg_NAME})
    target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBS} Qt6::Test)
    # What a test reads from the tree: cases, samples, golden files.
    target_compile_definitions(${arg_NAME} PRIVATE
        CST_SOURCE_DIR="${PROJECT_SOURCE_DIR}" CST_BIN_DIR="${PROJECT_BINARY_DIR}/bin")
    cst_moc(${arg_NAME})
    set_target_properties(${arg_NAME} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin/tests")

    set(launcher "")
    set(label engine)
    if(arg_DISPLAY)
        set(label e2e)
        set(launcher "${PROJECT_SOURCE_DIR}/tests/ui/with-display")
    elseif(arg_UI)
        set(label ui)
    endif()
    if(CST_SANITIZE STREQUAL "thread")
        set(launcher "${PROJECT_SOURCE_DIR}/tests/tsan/launch")
    endif()

    set(test "${CST_TEST_PREFIX}${arg_NAME}")
    add_test(NAME ${test} COMMAND ${launcher} $<TARGET_FILE:${arg_NAME}>)
    set_tests_properties(${test} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS ${label})
    if(arg_THREADS)
        set_property(TEST ${test} APPEND PROPERTY LABELS threads)
    endif()
    if(arg_SERIAL)
        set_property(TEST ${test} PROPERTY RUN_SERIAL ON)
    endif()
    _cst_environment(${test})
    if(arg_DISPLAY)
        set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "QT_QPA_PLATFORM=xcb")
    else()
        set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
    endif()
endfunction()

function(cst_fuzzer)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;LIBS")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME)
        message(FATAL_ERROR "cst_fuzzer: cannot read '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    if(NOT CST_SANITIZE STREQUAL "fuzzer")
        return()
    endif()
    add_executable(${arg_NAME} ${arg_NAME}.cpp ${arg_SOURCES})
    cst_options(${arg_NAME})
    target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBS})
    target_link_options(${arg_NAME} PRIVATE -fsanitize=fuzzer)
    set_target_properties(${arg_NAME} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin/tests")

    set(test "${CST_TEST_PREFIX}${arg_NAME}")
    add_test(NAME ${test} COMMAND "${PROJECT_SOURCE_DIR}/tests/fuzz/run-fuzzer"
        $<TARGET_FILE:${arg_NAME}> "${PROJECT_SOURCE_DIR}/tests/fuzz/seeds/${arg_NAME}"
        "${PROJECT_BINARY_DIR}/corpus/${arg_NAME}")
    # The fuzzer ends by itself, 20 s in a test and CST_FUZZ_SECONDS in a soak.
    set_tests_properties(${test} PROPERTIES TIMEOUT 3600 LABELS fuzz)
    _cst_environment(${test})
endfunction()

function(cst_check)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;TIMEOUT" "COMMAND")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME OR NOT arg_COMMAND)
        message(FATAL_ERROR "cst_check: cannot read '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    if(CST_SANITIZE)
        return()
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    add_test(NAME check/${arg_NAME} COMMAND ${arg_COMMAND}
        WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    set_tests_properties(check/${arg_NAME} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS check)
endfunction()
