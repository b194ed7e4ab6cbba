# What nearly every file includes, compiled once for all rooms: reading the headers of others is the
# larger half of compiling one of our files. Only such headers stand here, none of ours: those
# change. A file includes what it uses all the same; -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON shows
# whether it does.
#
# Those of the standard library only where clang compiles: GCC 12 forgets that they are the system's
# once they are precompiled, and warns of std::string's own code (-Warray-bounds, PR 105651).
set(CST_STD_HEADERS "")
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    set(CST_STD_HEADERS <algorithm> <array> <atomic> <chrono> <condition_variable> <cstdint>
        <functional> <map> <memory> <mutex> <optional> <span> <string> <string_view> <thread>
        <unordered_map> <utility> <variant> <vector>)
endif()
set(CST_QT_HEADERS <QAbstractItemModel> <QAction> <QApplication> <QBoxLayout> <QHash> <QLabel>
    <QMouseEvent> <QPainter> <QString> <QWidget>)

# A precompiled header fits only where all flags are the same, so it belongs to a library that is
# compiled as rooms are.
set(CST_EMPTY_SOURCE "${PROJECT_BINARY_DIR}/empty_main.cpp")
file(CONFIGURE OUTPUT "${CST_EMPTY_SOURCE}" CONTENT "int main() {}\n" @ONLY)

function(_cst_precompile name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBS;HEADERS")
    add_library(${name} STATIC "${CST_EMPTY_SOURCE}")
    cst_options(${name})
    target_link_libraries(${name} PRIVATE ${arg_LIBS})
    target_precompile_headers(${name} PRIVATE ${CST_STD_HEADERS} ${arg_HEADERS})
endfunction()
if(CST_STD_HEADERS)
    _cst_precompile(cst_precompiled)
endif()
if(CST_UI)
    _cst_precompile(cst_precompiled_ui LIBS Qt6::Widgets HEADERS ${CST_QT_HEADERS})
endif()
