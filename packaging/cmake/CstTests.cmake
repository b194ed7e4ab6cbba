# cst_test(NAME tst_x LIBS cst_base [SOURCES tst_x.cpp ...] [THREADS] [UI] [DISPLAY] [SERIAL] [TIMEOUT s])
#   One Qt Test program and its CTest test; SOURCES is NAME.cpp if not given. Labels: engine, or
#   ui with UI, or e2e with DISPLAY (a virtual display with a window manager, tests/ui/with-display).
#   THREADS marks a test that starts threads: the tsan preset builds those and no others.
#   SERIAL keeps other tests off the machine while it runs.
#   Test data is found by CST_SOURCE_DIR (the root of the tree), programs by CST_BIN_DIR.
# cst_fuzzer(NAME fuzz_x LIBS cst_syntax): fuzz_x.cpp, in the asan preset, over tests/fuzz/seeds/NAME.
# cst_check(NAME x COMMAND ...): a check of the tree itself, in presets that are not instrumented.
# cst_add_test(NAME x COMMAND ... LABELS ...): any other command.
#
# Names carry the preset that instruments them (asan/tst_x), so that one run of ctest can take
# all presets together: see `packaging/dev test`.

set(_cst_prefix_address "asan/")
set(_cst_prefix_thread "tsan/")
set(CST_TEST_PREFIX "${_cst_prefix_${CST_SANITIZE}}")

# cst_add_test(NAME x COMMAND ... LABELS ... [TIMEOUT s]): any command as a test of this preset. Its
# home and settings are a folder of its own below build, apart from those of whoever runs it.
function(cst_add_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME;TIMEOUT" "COMMAND;LABELS")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME OR NOT arg_COMMAND OR NOT arg_LABELS)
        message(FATAL_ERROR "cst_add_test: cannot read '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    if(CST_SANITIZE)
        math(EXPR arg_TIMEOUT "3 * ${arg_TIMEOUT}")
    endif()
    if(CST_SANITIZE STREQUAL "thread")
        list(PREPEND arg_COMMAND "${PROJECT_SOURCE_DIR}/tests/tsan/launch")
    endif()
    set(test "${CST_TEST_PREFIX}${arg_NAME}")
    set(home "${PROJECT_BINARY_DIR}/test-homes/${arg_NAME}")
    file(MAKE_DIRECTORY "${home}")
    add_test(NAME ${test} COMMAND ${arg_COMMAND} WORKING_DIRECTORY "${home}")
    set_tests_properties(${test} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}")
    set(environment
        "HOME=${home}" "XDG_CONFIG_HOME=${home}/config" "XDG_CACHE_HOME=${home}/cache"
        "XDG_DATA_HOME=${home}/data" "XDG_STATE_HOME=${home}/state"
        "LC_ALL=C.UTF-8" "TZ=UTC" "QT_QPA_PLATFORM=offscreen"
        "ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1"
        "UBSAN_OPTIONS=print_stacktrace=1"
        "TSAN_OPTIONS=suppressions='${PROJECT_SOURCE_DIR}/tests/tsan/suppressions.txt'")
    set_property(TEST ${test} PROPERTY ENVIRONMENT ${environment})
endfunction()

# A third of the time: what people get is linked as ever, the hundreds of tests need not be.
find_program(CST_GOLD ld.gold)
function(cst_link_quickly target)
    if(CST_GOLD)
        target_link_options(${target} PRIVATE -fuse-ld=gold)
    endif()
endfunction()

# What every test is compiled with. QT_NO_EMIT: the `emit` of Qt is a macro that oneTBB's headers
# do not survive.
function(cst_test_options target)
    cst_options(${target})
    # Compiling tests is a large part of what CI takes; what they call is optimised as ever.
    target_compile_options(${target} PRIVATE -O1)
    cst_link_quickly(${target})
    target_link_libraries(${target} PRIVATE ${ARGN} Qt6::Test)
    target_compile_definitions(${target} PRIVATE QT_NO_EMIT
        CST_SOURCE_DIR="${PROJECT_SOURCE_DIR}" CST_BIN_DIR="${PROJECT_BINARY_DIR}/bin"
        $<$<BOOL:${CST_SANITIZE}>:CST_SANITIZED>)  # each compiler has a word of its own for it
endfunction()

# What takes longest of compiling a test is compiled once, by a program that does nothing: a
# precompiled header fits only where all flags are the same. Once more with widgets, because QTest
# looks different then.
function(_cst_precompile_tests name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBS;HEADERS")
    add_executable(${name} "${CST_EMPTY_SOURCE}")
    cst_test_options(${name} ${arg_LIBS})
    target_precompile_headers(${name} PRIVATE <QTest> ${CST_STD_HEADERS} ${arg_HEADERS})
endfunction()
if(CST_UNITY)  # elsewhere it is a change that asks for all of them again
    set(CST_TESTED_HEADERS "${PROJECT_SOURCE_DIR}/engine/session/session.h")
endif()
_cst_precompile_tests(cst_precompiled_tests HEADERS ${CST_TESTED_HEADERS})
if(CST_UI)
    _cst_precompile_tests(cst_precompiled_ui_tests LIBS Qt6::Widgets
        HEADERS ${CST_QT_HEADERS} "${PROJECT_SOURCE_DIR}/engine/session/session.h")
endif()

# moc for the Q_OBJECT of a test program, which includes NAME.moc at its end. Not AUTOMOC: that
# starts CMake twice a target and compiles an empty file for it, a second each.
function(_cst_moc_tests target)
    foreach(source IN LISTS ARGN)
        cmake_path(GET source STEM stem)
        set(out "${CMAKE_CURRENT_BINARY_DIR}/moc/${stem}.moc")
        set(in "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
        file(STRINGS "${in}" included REGEX "#include \"${stem}\\.moc\"")
        if(included)
            add_custom_command(OUTPUT "${out}" DEPENDS "${in}" VERBATIM
                COMMAND Qt6::moc --include "${CST_MOC_FIRST}" "${in}" -o "${out}")
            target_sources(${target} PRIVATE "${out}")
        endif()
    endforeach()
    target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/moc")
endfunction()

function(cst_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "THREADS;UI;DISPLAY;SERIAL" "NAME;TIMEOUT" "SOURCES;LIBS")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME)
        message(FATAL_ERROR "cst_test: cannot read '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    if(CST_SANITIZE STREQUAL "thread" AND NOT arg_THREADS)
        return()
    endif()
    if(NOT arg_SOURCES)
        set(arg_SOURCES ${arg_NAME}.cpp)
    endif()

    add_executable(${arg_NAME} ${arg_SOURCES})
    cst_test_options(${arg_NAME} ${arg_LIBS})
    if(arg_UI OR arg_DISPLAY)
        target_link_libraries(${arg_NAME} PRIVATE Qt6::Widgets)
        target_precompile_headers(${arg_NAME} REUSE_FROM cst_precompiled_ui_tests)
    else()
        target_precompile_headers(${arg_NAME} REUSE_FROM cst_precompiled_tests)
    endif()
    _cst_moc_tests(${arg_NAME} ${arg_SOURCES})
    set_target_properties(${arg_NAME} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin/tests")

    # -silent: what fails, and no page of what does not around it.
    set(command $<TARGET_FILE:${arg_NAME}> -silent)
    set(labels engine)
    if(arg_DISPLAY)
        set(labels e2e)
        list(PREPEND command "${PROJECT_SOURCE_DIR}/tests/ui/with-display")
    elseif(arg_UI)
        set(labels ui)
    endif()
    if(arg_THREADS)
        list(APPEND labels threads)
    endif()
    cst_add_test(NAME ${arg_NAME} COMMAND ${command} LABELS ${labels} TIMEOUT ${arg_TIMEOUT})
    if(arg_SERIAL)
        set_property(TEST ${CST_TEST_PREFIX}${arg_NAME} PROPERTY RUN_SERIAL ON)
    endif()
endfunction()

function(cst_fuzzer)
    cmake_parse_arguments(PARSE_ARGV 0 arg "" "NAME" "SOURCES;LIBS")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME)
        message(FATAL_ERROR "cst_fuzzer: cannot read '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    if(NOT CST_SANITIZE STREQUAL "address")
        return()
    endif()
    add_executable(${arg_NAME} ${arg_NAME}.cpp ${arg_SOURCES})
    cst_options(${arg_NAME})
    target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBS})
    target_link_options(${arg_NAME} PRIVATE -fsanitize=fuzzer)
    cst_link_quickly(${arg_NAME})
    set_target_properties(${arg_NAME} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin/tests")

    # The fuzzer ends by itself, after 10 s in a test and CST_FUZZ_SECONDS in a soak.
    cst_add_test(NAME ${arg_NAME} LABELS fuzz TIMEOUT 7200
        COMMAND "${PROJECT_SOURCE_DIR}/tests/fuzz/run-fuzzer" $<TARGET_FILE:${arg_NAME}>
            "${PROJECT_SOURCE_DIR}/tests/fuzz/seeds/${arg_NAME}"
            "${PROJECT_BINARY_DIR}/corpus/${arg_NAME}")
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
