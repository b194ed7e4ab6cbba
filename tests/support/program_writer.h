#pragma once

#include "tests/reference/reference.h"
#include "tests/reference/relations.h"
#include "tests/support/random_program.h"
#include "tests/support/random_source.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cst::test {

/// One randomProgram() in progress. It knows the type of all that it writes: an expression that is
/// asked for with a type has that type, by the rules of the reference.
class ProgramWriter {
public:
    explicit ProgramWriter(const ProgramShape& shape);
    RandomProgram write();

private:
    using Types = reference::Types;
    using Function = reference::Function;

    /// Text of an expression and how tightly it binds, see Level.
    struct Text {
        std::string text;
        int level;
    };
    enum Level : int {
        kLoose,  // lambda, if, a call with options: needs parentheses in any operator
        kCoalesce,
        kGuard,
        kOr,
        kAnd,
        kNot,
        kCompare,
        kAdditive,
        kMultiplicative,
        kUnary,
        kPrimary,
    };
    struct Variable {
        std::string name;
        TypeId type;
    };
    using Producer = std::function<std::optional<Text>()>;

    // Declarations and inputs (program_writer.cpp)
    void declareSomething();
    void declareType();
    std::string declareInput(TypeId type, bool mayHaveExample);
    void declareAssignment();
    void declareUse();
    void declareOutput();
    void add(std::string declaration) { program_.declarations.push_back(std::move(declaration)); }
    std::string newName();
    reference::Json inputValue(TypeId type, int depth = 0);
    reference::Json unionValue(TypeId type, int depth);

    // Types (program_writer.cpp)
    TypeId anyType(int depth = 2);
    TypeId recordType(int depth);
    TypeId scalar();
    TypeId narrower(TypeId type);  // coercible to it, often itself
    Types armTypes(TypeId type, std::size_t count);
    std::string typeText(TypeId type);
    bool sameType(TypeId a, TypeId b) const { return types_.same(a, b); }

    // Expressions (write_expressions.cpp): `exact` has the type, `fitting` is coercible to it and
    // stands where that is enough
    Text exact(TypeId type);
    Text fitting(TypeId type);
    Text leaf(TypeId type);
    std::string literal(TypeId scalar);
    std::string stringLiteral();
    std::optional<Text> variable(TypeId type);
    std::optional<Text> fieldOfVariable(TypeId type);
    std::optional<Text> fieldOfLiteral(TypeId type);
    std::optional<Text> conditional(TypeId type);
    std::optional<Text> branch(TypeId type);
    std::optional<Text> coalesce(TypeId type);
    std::optional<Text> match(TypeId type);
    std::optional<Text> libraryCall(TypeId type);
    std::optional<Text> genericCall(TypeId type);
    std::string someOptions(TypeId type);
    std::optional<Text> wrappedCall();
    void addProducers(TypeId type, std::vector<Producer>& producers);
    void addListProducers(TypeId type, std::vector<Producer>& producers);
    void addRecordProducers(TypeId type, std::vector<Producer>& producers);
    void addBooleanProducers(std::vector<Producer>& producers);
    void addNumberProducers(TypeId type, std::vector<Producer>& producers);
    void addStringProducers(std::vector<Producer>& producers);
    std::optional<Text> recordLiteral(TypeId type, bool isFitting);
    std::optional<Text> listLiteral(TypeId type, bool isFitting);
    std::optional<Text> merge(TypeId type);
    std::optional<Text> projection(TypeId type);
    std::string higherOrder(const char* function, TypeId element, TypeId body);
    std::string call(const std::string& function, const std::vector<std::string>& args);
    std::string functionName(const Function& function);
    std::string nameOf(const char* qualified);
    static std::string at(const Text& text, int level);
    std::vector<Variable> visible() const;

    ProgramShape shape_;
    RandomSource random_;
    reference::Reference reference_;
    TypeTable& types_ = reference_.types();
    RandomProgram program_;
    reference::Json inputs_ = reference::Json::object();
    std::vector<Variable>
        scope_;  // innermost last; a later one of the same name hides earlier ones
    std::vector<std::pair<std::string, TypeId>> typeNames_;
    Types pool_;  // types of this program, so that they meet each other
    std::vector<std::string> imported_;
    std::vector<std::pair<std::string, std::string>> aliases_;  // alias → namespace
    std::vector<std::string> outputs_;
    int nameCount_ = 0;
    int fuel_ = 0;  // how much may still be written in this declaration
    int lambdaDepth_ = 0;
    bool effects_ = true;  // may be written here
};

}  // namespace cst::test
