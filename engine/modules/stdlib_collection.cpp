#include "engine/modules/library.h"
#include "engine/modules/native.h"

#include <span>
#include <utility>
#include <vector>

// stdlib.collection, language §7.6: functions that take a lambda. The compiler checks and runs
// them itself (Signature::intrinsic); here stand only their names, types and descriptions.

namespace cst {
namespace {

FunctionShape shapeOf(Intrinsic intrinsic, std::vector<TypeId> parameters, TypeId result) {
    FunctionShape shape{std::move(parameters), result};
    shape.intrinsic = intrinsic;
    return shape;
}

}  // namespace

void addCollectionFunctions(Registry& registry) {
    Pack collection(registry, "stdlib.collection", "collection");
    TypeTable& types = collection.types();
    const TypeId t = types.parameter(0);
    const TypeId u = types.parameter(1);
    const TypeId listOfT = types.list(t);
    const TypeId predicate = types.function(std::span(&t, 1), types::kBoolean);
    const TypeId toU = types.function(std::span(&t, 1), u);

    collection.addIntrinsic({"filter",
                             {"items", "predicate"},
                             "The elements for which the predicate is true, in their order.",
                             "filter([1, 2, 3], (x) => x > 1)"},
                            shapeOf(Intrinsic::Filter, {listOfT, predicate}, listOfT));
    collection.addIntrinsic(
        {"map",
         {"items", "transform"},
         "What the lambda makes of each element, in order; as long as the list itself.",
         "map([1, 2, 3], (x) => x * 2)"},
        shapeOf(Intrinsic::Map, {listOfT, toU}, types.list(u)));
    collection.addIntrinsic(
        {"all",
         {"items", "predicate"},
         "Is the predicate true for every element? True for an empty list; stops at the "
         "first false.",
         "all([1, 2, 3], (x) => x > 0)"},
        shapeOf(Intrinsic::All, {listOfT, predicate}, types::kBoolean));
    collection.addIntrinsic(
        {"any",
         {"items", "predicate"},
         "Is the predicate true for some element? False for an empty list; stops at the "
         "first true.",
         "any([1, 2, 3], (x) => x > 2)"},
        shapeOf(Intrinsic::Any, {listOfT, predicate}, types::kBoolean));
    collection.addIntrinsic(
        {"sortBy",
         {"items", "key"},
         "The elements ordered by their key, an Int, Float or String, smallest first and "
         "NaN last; equal keys keep their order.",
         "sortBy([3, 1, 2], (x) => x)"},
        shapeOf(Intrinsic::SortBy, {listOfT, toU}, listOfT));
}

}  // namespace cst
