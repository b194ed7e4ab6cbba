# The packages we use, found once, for the whole tree. A room names the target that it links:
# TBB::tbb, simdjson::simdjson, nlohmann_json::nlohmann_json, cst::xxhash, cst::icu_headers,
# cst::qscintilla, Qt6::Widgets. Their Debian packages stand in packaging/debian-packages.txt.

find_package(Threads REQUIRED)
find_package(TBB REQUIRED)
find_package(simdjson REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)

# cst_library(NAME HEADER LIBRARY): an imported target for a library without a CMake package.
# Without LIBRARY it gives the header directory only.
function(cst_library name header)
    string(MAKE_C_IDENTIFIER "CST_${name}" var)
    find_path(${var}_INCLUDE ${header} PATH_SUFFIXES ${ARGV3} REQUIRED)
    add_library(cst::${name} INTERFACE IMPORTED GLOBAL)
    set_property(TARGET cst::${name} PROPERTY
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${${var}_INCLUDE}")
    if(ARGV2)
        find_library(${var}_LIBRARY ${ARGV2} REQUIRED)
        set_property(TARGET cst::${name} PROPERTY INTERFACE_LINK_LIBRARIES "${${var}_LIBRARY}")
    endif()
    mark_as_advanced(${var}_INCLUDE ${var}_LIBRARY)
endfunction()

cst_library(xxhash xxhash.h xxhash)
# Headers only: the value room opens libicuuc with dlopen on the first non-ASCII text, because
# loading its 30 MB of tables would be the larger part of a start of the command line.
cst_library(icu_headers unicode/uchar.h "")

if(CST_TESTS)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Core Test)
    # Without the two that hold the folder of each test: all tests share one precompiled <QTest>.
    # Tests find their data by CST_SOURCE_DIR.
    set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
endif()
if(CST_UI)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets)
    find_package(benchmark REQUIRED)
    cst_library(qscintilla Qsci/qsciscintilla.h qscintilla2_qt6 qt6 x86_64-linux-gnu/qt6)
    set_property(TARGET cst::qscintilla APPEND PROPERTY
        INTERFACE_LINK_LIBRARIES Qt6::Widgets)
endif()
