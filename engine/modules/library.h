#pragma once

#include "engine/modules/registry.h"

namespace cst {

// The packs of the built-in library: each fills one namespace and stands in the file of its name.
// They are called once, from registry.cpp, in the order in which people list them.

void addMathFunctions(Registry& registry);            // stdlib_math.cpp
void addStringFunctions(Registry& registry);          // stdlib_string.cpp
void addListFunctions(Registry& registry);            // stdlib_list.cpp
void addBoolAndCompareFunctions(Registry& registry);  // stdlib_bool_compare.cpp
void addConvertFunctions(Registry& registry);         // stdlib_convert.cpp
void addCollectionFunctions(Registry& registry);      // stdlib_collection.cpp

void addTextModules(Registry& registry);  // domain_text.cpp
void addDataModules(Registry& registry);  // domain_data.cpp
void addDemoModules(Registry& registry);  // demo_modules.cpp

}  // namespace cst
