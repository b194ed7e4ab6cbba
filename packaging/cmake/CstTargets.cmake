# cst_moc(TARGET): moc and rcc for one target. Only ui and app targets have it.
set(CST_MOC_FIRST "${PROJECT_SOURCE_DIR}/packaging/cmake/moc_first.h")
function(cst_moc target)
    set_target_properties(${target} PROPERTIES AUTOMOC ON AUTORCC ON
        AUTOMOC_MOC_OPTIONS "--include;${CST_MOC_FIRST}")
endfunction()

# With CST_UNITY: sources of a target are compiled together, the headers that they share read once.
# The price: names of anonymous namespaces must differ within a room.
function(cst_unity target)
    if(CST_UNITY)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
        if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
            # It takes a source that is included for a header; and GCC 12, the more it inlines, the
            # more it warns of std::string's own code (PR 105651).
            target_compile_options(${target} PRIVATE -Wno-subobject-linkage -Wno-restrict)
        endif()
    endif()
endfunction()

# cst_room(NAME base SOURCES a.cpp b.cpp DEPS text ... LIBS TBB::tbb ... [QT])
#   The static library cst_NAME of one room. DEPS are rooms (tests/checks/include_direction.py
#   holds the same table for #include lines), LIBS are targets of other people's libraries.
#   A room without sources yet is an INTERFACE library, so that all else can link it already.
#   QT switches moc and rcc on; engine rooms never have it.
function(cst_room)
    cmake_parse_arguments(PARSE_ARGV 0 arg "QT" "NAME" "SOURCES;DEPS;LIBS")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME)
        message(FATAL_ERROR "cst_room: cannot read '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    list(TRANSFORM arg_DEPS PREPEND cst_)
    set(target cst_${arg_NAME})
    if(arg_SOURCES)
        add_library(${target} STATIC ${arg_SOURCES})
        cst_options(${target})
        cst_unity(${target})
        target_link_libraries(${target} PUBLIC ${arg_DEPS} ${arg_LIBS})
        if(arg_QT)
            cst_moc(${target})
            target_precompile_headers(${target} REUSE_FROM cst_precompiled_ui)
        elseif(TARGET cst_precompiled)
            target_precompile_headers(${target} REUSE_FROM cst_precompiled)
        endif()
    else()
        add_library(${target} INTERFACE)
        target_compile_features(${target} INTERFACE cxx_std_20)
        target_include_directories(${target} INTERFACE "${PROJECT_SOURCE_DIR}")
        target_link_libraries(${target} INTERFACE ${arg_DEPS} ${arg_LIBS})
    endif()
endfunction()

# cst_program(NAME constellation SOURCES main.cpp LIBS cst_session ... [QT])
#   A program in build/<preset>/bin. Until its first source exists there is no program.
function(cst_program)
    cmake_parse_arguments(PARSE_ARGV 0 arg "QT" "NAME" "SOURCES;LIBS")
    if(arg_UNPARSED_ARGUMENTS OR NOT arg_NAME)
        message(FATAL_ERROR "cst_program: cannot read '${arg_UNPARSED_ARGUMENTS}'")
    endif()
    list(GET arg_SOURCES 0 first)
    if(NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${first}")
        message(STATUS "${arg_NAME}: no ${first} yet, left out")
        return()
    endif()
    add_executable(${arg_NAME} ${arg_SOURCES})
    cst_options(${arg_NAME})
    target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBS})
    set_target_properties(${arg_NAME} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
    if(arg_QT)
        cst_moc(${arg_NAME})
    endif()
    list(LENGTH arg_SOURCES count)
    if(CST_STD_HEADERS AND count GREATER 8)  # it pays
        target_precompile_headers(${arg_NAME} PRIVATE ${CST_STD_HEADERS})
    endif()
endfunction()
