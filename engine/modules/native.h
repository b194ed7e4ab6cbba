#pragma once

#include "engine/modules/registry.h"
#include "engine/value/column.h"
#include "engine/value/objects.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cst {

// How a C++ function becomes a registered one. The types of its signature are read off the C++
// parameters, so that the two cannot differ:
//
//   Pack math(registry, "stdlib.math", "math");
//   math.add({"add", {"a", "b"}, "The sum; wraps around.", "add(2, 3)"},
//            [](int64_t a, int64_t b) { return wrapAdd(a, b); });

/// A List<String> argument, read in place.
class TextList {
public:
    explicit TextList(const ListObject& list) : list_(&list) {}
    uint32_t size() const { return list_->size; }
    std::string_view operator[](uint32_t index) const { return textAt(*list_, index); }

private:
    const ListObject* list_;  // owned by the caller's argument
};

/// A String result that is a Value already.
struct TextResult {
    Value value;
};

/// All the rows as a list.
inline Value listOfRows(Column::Rows rows) {
    return makeList(Ref<Column>::adopt(new Column(std::move(rows))));
}

/// Maps a C++ type to its type in the language: type(), and read() for parameters or outcome()
/// for results.
template <class T>
struct Native;

template <>
struct Native<int64_t> {
    static TypeId type(TypeTable&) { return types::kInt; }
    static int64_t read(const Value& value) { return value.asInt(); }
    static CallOutcome outcome(int64_t result) { return Value::ofInt(result); }
};
template <>
struct Native<double> {
    static TypeId type(TypeTable&) { return types::kFloat; }
    static double read(const Value& value) { return value.asFloat(); }
    static CallOutcome outcome(double result) { return Value::ofFloat(result); }
};
template <>
struct Native<bool> {
    static TypeId type(TypeTable&) { return types::kBoolean; }
    static bool read(const Value& value) { return value.asBool(); }
    static CallOutcome outcome(bool result) { return Value::ofBool(result); }
};
template <>
struct Native<std::string_view> {
    static TypeId type(TypeTable&) { return types::kString; }
    static std::string_view read(const Value& value) { return value.asText(); }
    static CallOutcome outcome(std::string_view result) { return Value::ofText(result); }
};
template <>
struct Native<std::string> {
    static TypeId type(TypeTable&) { return types::kString; }
    static CallOutcome outcome(const std::string& result) { return Value::ofText(result); }
};
template <>
struct Native<TextResult> {
    static TypeId type(TypeTable&) { return types::kString; }
    static CallOutcome outcome(TextResult result) { return std::move(result.value); }
};
template <>
struct Native<std::span<const int64_t>> {
    static TypeId type(TypeTable& types) { return types.list(types::kInt); }
    static std::span<const int64_t> read(const Value& value) { return intsOf(value.asList()); }
};
template <>
struct Native<TextList> {
    static TypeId type(TypeTable& types) { return types.list(types::kString); }
    static TextList read(const Value& value) { return TextList(value.asList()); }
};
template <>
struct Native<IntRows> {
    static TypeId type(TypeTable& types) { return types.list(types::kInt); }
    static CallOutcome outcome(IntRows result) { return listOfRows(std::move(result)); }
};
template <>
struct Native<TextRows> {
    static TypeId type(TypeTable& types) { return types.list(types::kString); }
    static CallOutcome outcome(TextRows result) { return listOfRows(std::move(result)); }
};
template <class T>
struct Native<Result<T>> {
    static TypeId type(TypeTable& types) { return Native<T>::type(types); }
    static CallOutcome outcome(Result<T> result) {
        if (!result.ok()) return result.error();
        return Native<T>::outcome(std::move(result.value()));
    }
};

/// A pure function of C++ values as a Module.
template <class Function, class ResultType, class... Parameters>
class FunctionModule final : public Module {
public:
    explicit FunctionModule(Function function) : function_(function) {}
    CallOutcome call(CallContext& context) override {
        return callWith(context, std::index_sequence_for<Parameters...>());
    }

private:
    template <std::size_t... Index>
    CallOutcome callWith(CallContext& context, std::index_sequence<Index...>) {
        return Native<ResultType>::outcome(
            function_(Native<Parameters>::read(context.argument(Index))...));
    }

    [[no_unique_address]] Function function_;
};

/// A function that looks at the call itself: its types, its log.
class ContextModule final : public Module {
public:
    using Function = CallOutcome (*)(CallContext&);
    explicit ContextModule(Function function) : function_(function) {}
    CallOutcome call(CallContext& context) override { return function_(context); }

private:
    Function function_;
};

/// What people read about a function. The command line, completion and help all use this text, so
/// it stands beside the code.
struct FunctionText {
    std::string name;
    std::vector<std::string> parameters;  // their names
    std::string documentation;            // one or two sentences, edge cases included
    std::string example;                  // an expression that compiles in a file without `use`
};

/// The types of a function where C++ types do not tell them.
struct FunctionShape {
    std::vector<TypeId> parameters;
    TypeId result;
    SignatureRule rule = SignatureRule::Plain;
    Intrinsic intrinsic = Intrinsic::None;
    bool pure = true;
    bool isSound = false;  // these two: see ModuleDescriptor
    bool isCacheable = true;
    std::chrono::nanoseconds defaultTimeout{0};  // 0 = none
};

/// Registers functions under one namespace ("" = none) and one tag.
class Pack {
public:
    Pack(Registry& registry, std::string nameSpace, std::string tag)
        : registry_(&registry), nameSpace_(std::move(nameSpace)), tag_(std::move(tag)) {}

    TypeTable& types() const { return registry_->types(); }

    /// A pure function: a lambda without captures over the C++ types of Native.
    template <class Function>
    void add(FunctionText text, Function function) {
        addPointer(std::move(text), function, +function);
    }
    /// Any other function.
    void add(FunctionText text, FunctionShape shape, std::unique_ptr<Module> module);
    void add(FunctionText text, FunctionShape shape, ContextModule::Function function) {
        add(std::move(text), std::move(shape), std::make_unique<ContextModule>(function));
    }

    /// One that the compiler checks and runs itself.
    void addIntrinsic(FunctionText text, FunctionShape shape) {
        add(std::move(text), std::move(shape), std::unique_ptr<Module>());
    }

private:
    // The pointer is only here to name the types; the call goes to the lambda and is inlined.
    template <class Function, class ResultType, class... Parameters>
    void addPointer(FunctionText text, Function function, ResultType (*)(Parameters...)) {
        FunctionShape shape;
        shape.parameters = {Native<Parameters>::type(types())...};
        shape.result = Native<ResultType>::type(types());
        shape.isSound = true;  // C++ saw to it
        add(std::move(text), std::move(shape),
            std::make_unique<FunctionModule<Function, ResultType, Parameters...>>(function));
    }

    Registry* registry_;  // outlives the pack
    std::string nameSpace_;
    std::string tag_;
};

}  // namespace cst
