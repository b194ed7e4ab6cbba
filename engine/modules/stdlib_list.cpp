#include "engine/modules/library.h"
#include "engine/modules/native.h"
#include "engine/value/kernels.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

// stdlib.list, language §7.3. Lists are columns: these functions look at rows in place and share
// columns where the result allows it. An empty list may be one of Nothing (`[]`), whatever its
// parameter says: nothing here reads a row before it knows that there is one.

namespace cst {
namespace {

/// More rows than this in one list are R001, because rows are counted in 32 bits.
constexpr uint32_t kMaxListRows = 1U << 31;

TypeId elementType(const CallContext& context) {
    return context.types->element(context.argumentType(0));
}

Error emptyList(const char* function) {
    return {"R005", std::string("`") + function + "` of an empty list", ""};
}

CallOutcome listLength(CallContext& context) {
    return Value::ofInt(context.argument(0).asList().size);
}

CallOutcome listIsEmpty(CallContext& context) {
    return Value::ofBool(context.argument(0).asList().size == 0);
}

CallOutcome listFirst(CallContext& context) {
    const ListObject& list = context.argument(0).asList();
    if (list.size == 0) return emptyList("list-first");
    return elementAt(list, 0);
}

CallOutcome listLast(CallContext& context) {
    const ListObject& list = context.argument(0).asList();
    if (list.size == 0) return emptyList("list-last");
    return elementAt(list, list.size - 1);
}

CallOutcome listSum(CallContext& context) {
    const ListObject& list = context.argument(0).asList();
    if (elementType(context) == types::kFloat) {
        // From left to right and from 0.0, as the language has it: no reordering for speed.
        double sum = 0.0;
        for (const double value : floatsOf(list)) sum += value;
        return Value::ofFloat(sum);
    }
    int64_t sum = 0;
    for (const int64_t value : intsOf(list)) sum = wrapAdd(sum, value);
    return Value::ofInt(sum);
}

CallOutcome listConcat(CallContext& context) {
    const ListObject& a = context.argument(0).asList();
    const ListObject& b = context.argument(1).asList();
    if (a.size == 0) return context.argument(1);
    if (b.size == 0) return context.argument(0);
    if (b.size > kMaxListRows - std::min(a.size, kMaxListRows)) {
        return Error{"R001", "`list-concat` would make a list of more than 2^31 elements", ""};
    }
    return concatLists(*context.types, elementType(context), a, b);
}

CallOutcome listContains(CallContext& context) {
    const ListObject& list = context.argument(0).asList();
    const Value& wanted = context.argument(1);
    if (list.size == 0) return Value::ofBool(false);

    const TypeId element = elementType(context);
    if (element == types::kInt) {
        const auto rows = intsOf(list);
        return Value::ofBool(std::find(rows.begin(), rows.end(), wanted.asInt()) != rows.end());
    }
    if (element == types::kFloat) {
        const auto rows = floatsOf(list);
        return Value::ofBool(std::find(rows.begin(), rows.end(), wanted.asFloat()) != rows.end());
    }
    if (element == types::kString) {
        for (uint32_t i = 0; i < list.size; ++i) {
            if (textAt(list, i) == wanted.asText()) return Value::ofBool(true);
        }
        return Value::ofBool(false);
    }
    for (uint32_t i = 0; i < list.size; ++i) {
        if (equals(*context.types, element, elementAt(list, i), wanted)) return Value::ofBool(true);
    }
    return Value::ofBool(false);
}

CallOutcome listReverse(CallContext& context) {
    const ListObject& list = context.argument(0).asList();
    if (list.size < 2) return context.argument(0);
    std::vector<uint32_t> positions(list.size);
    std::iota(positions.rbegin(), positions.rend(), 0U);
    return gather(*context.types, elementType(context), list, positions);
}

void addElementAccess(Pack& lists) {
    const TypeId t = lists.types().parameter(0);
    const TypeId listOfT = lists.types().list(t);
    lists.add(
        {"list-length", {"list"}, "How many elements the list has.", "list-length([3, 1, 2])"},
        {{listOfT}, types::kInt}, listLength);
    lists.add({"list-first",
               {"list"},
               "The first element. Fails with R005 when the list is empty; guard it with "
               "`when not list-is-empty(list)`.",
               "list-first([3, 1, 2])"},
              {{listOfT}, t}, listFirst);
    lists.add({"list-last",
               {"list"},
               "The last element. Fails with R005 when the list is empty; guard it with "
               "`when not list-is-empty(list)`.",
               "list-last([3, 1, 2])"},
              {{listOfT}, t}, listLast);
    lists.add({"list-is-empty", {"list"}, "Has the list no elements?", "list-is-empty([1])"},
              {{listOfT}, types::kBoolean}, listIsEmpty);
}

}  // namespace

void addListFunctions(Registry& registry) {
    Pack lists(registry, "stdlib.list", "list");
    addElementAccess(lists);
    const TypeId t = lists.types().parameter(0);
    const TypeId listOfT = lists.types().list(t);
    lists.add({"list-sum",
               {"list"},
               "The sum of Ints, which wraps around at 64 bits, or of Floats, added from left to "
               "right; 0 for an empty list.",
               "list-sum([1, 2, 3])"},
              {{lists.types().list(types::kInt)}, types::kInt, SignatureRule::ListSum}, listSum);
    lists.add(
        {"list-concat",
         {"a", "b"},
         "The elements of `a`, then those of `b`. Both lists have elements of one type, or of "
         "types of which one holds the other.",
         "list-concat([1, 2], [3])"},
        {{listOfT, listOfT}, listOfT, SignatureRule::ListConcat}, listConcat);
    lists.add({"list-contains",
               {"list", "value"},
               "Is some element equal to `value`, in all its fields and elements? NaN equals "
               "nothing.",
               "list-contains([\"a\", \"b\"], \"b\")"},
              {{listOfT, t}, types::kBoolean}, listContains);
    lists.add({"list-reverse",
               {"list"},
               "The elements from the last to the first.",
               "list-reverse([1, 2, 3])"},
              {{listOfT}, listOfT}, listReverse);
}

}  // namespace cst
