#include "engine/session/callable_name.h"
#include "engine/session/edit_trial.h"
#include "engine/session/fresh_name.h"
#include "engine/session/graph_edits.h"
#include "engine/session/placeholder.h"
#include "engine/session/statement_text.h"
#include "engine/session/text_edits.h"
#include "engine/types/relations.h"

#include <algorithm>
#include <map>

namespace cst {
namespace {

/// What stands for T, U, … of a signature, as far as arguments tell.
using TypeArguments = std::map<uint32_t, TypeId>;

bool hasParameter(const TypeTable& types, TypeId type) {
    const TypeRow& row = types[type];
    return row.kind == TypeKind::Parameter ||
           std::any_of(row.args.begin(), row.args.end(),
                       [&](TypeId each) { return hasParameter(types, each); }) ||
           std::any_of(row.fields.begin(), row.fields.end(),
                       [&](const FieldType& each) { return hasParameter(types, each.type); });
}

/// May a value of this type be an argument there? Notes what T then is.
bool fits(const TypeTable& types, TypeId value, TypeId wanted, TypeArguments& arguments) {
    if (value == types::kError || types.kind(wanted) == TypeKind::Function) {
        return false;
    }
    const TypeRow& row = types[wanted];
    if (row.kind == TypeKind::Parameter) {
        const auto [known, isNew] = arguments.emplace(row.parameter, value);
        return isNew || isCoercible(types, value, known->second);
    }
    if (!hasParameter(types, wanted)) {
        return isCoercible(types, value, wanted);
    }
    const TypeRow& found = types[value];
    if (found.kind != row.kind || found.args.size() != row.args.size() ||
        row.kind == TypeKind::Record) {
        return false;
    }
    for (std::size_t i = 0; i < row.args.size(); ++i) {
        if (!fits(types, found.args[i], row.args[i], arguments)) {
            return false;
        }
    }
    return true;
}

/// How much a placeholder tells; tried in this order.
enum class Filling : uint8_t { EmptyLists, FilledLists, Names };

class NewCall {
public:
    NewCall(const EditTree& tree, FunctionId function, std::span<const NodeId> selected)
        : tree_(tree),
          signature_((*tree.snapshot.functions)[function]),
          function_(function),
          selected_(selected) {}

    Result<GraphEdit> run();

private:
    struct Value {
        std::string name;
        TypeId type;
        bool isTaken = false;
    };

    Status findPlace();
    void wire();
    bool take(Value& value, std::size_t parameter);
    std::string argument(std::size_t parameter, Filling filling) const;
    std::string zero(TypeId type, bool filled) const;
    GraphEdit edit(Filling filling) const;
    bool isWhole(const GraphEdit& edit) const;

    const EditTree& tree_;
    const Signature& signature_;
    const FunctionId function_;
    const std::span<const NodeId> selected_;
    uint32_t behind_ = kNoDeclaration;
    std::vector<Value> chosen_;       // of the selected nodes
    std::vector<std::string> wired_;  // by parameter; "" = none
    TypeArguments types_;
    std::string name_;
};

Status NewCall::findPlace() {
    uint32_t last = kNoDeclaration;
    for (NodeId node : selected_) {
        if (node.index < tree_.graph().nodes.size() &&
            tree_.graph().nodes[node].kind == NodeKind::Output) {
            for (const GraphEdge& edge : tree_.graph().edges) {
                node = edge.to == node ? edge.from : node;
            }
        }
        const Result<NodePlace> place = tree_.placeOf(node);
        if (!place.ok()) {
            return place.error();
        }
        last = last == kNoDeclaration ? place->declaration : std::max(last, place->declaration);
        const TextNameId name = tree_.names.declaredBy(place->declaration);
        if (place->isRoot && name.hasValue()) {
            chosen_.push_back(
                {std::string(tree_.names.names[name].name), tree_.graph().nodes[node].type});
        }
    }
    if (last == kNoDeclaration) {
        last = tree_.declarations();
        while (last > 0 && tree_.declaration(last - 1).kind == SyntaxKind::OutDecl) {
            --last;
        }
        --last;  // wraps to kNoDeclaration
    }
    const auto isHead = [&](uint32_t i) {
        const SyntaxKind kind = tree_.declaration(i).kind;
        return kind == SyntaxKind::InDecl || kind == SyntaxKind::TypeDecl ||
               kind == SyntaxKind::UseDecl;
    };
    if (last != kNoDeclaration && isHead(last)) {
        while (last + 1 < tree_.declarations() && isHead(last + 1)) {
            ++last;
        }
    }
    behind_ = last;
    std::erase_if(chosen_, [&](const Value& value) {
        const TextNameId visible = tree_.names.visible(value.name, behind_ + 1);
        return !visible.hasValue() || tree_.typeOf(visible) != value.type;
    });
    return success();
}

bool NewCall::take(Value& value, std::size_t parameter) {
    TypeArguments arguments = types_;
    if (value.isTaken || !fits(*tree_.snapshot.types, value.type,
                               signature_.parameters[parameter].type, arguments)) {
        return false;
    }
    types_ = std::move(arguments);
    wired_[parameter] = value.name;
    value.isTaken = true;
    return true;
}

void NewCall::wire() {
    wired_.resize(signature_.parameters.size());
    for (std::size_t i = 0; i < wired_.size(); ++i) {
        std::any_of(chosen_.begin(), chosen_.end(), [&](Value& value) { return take(value, i); });
    }
    std::vector<Value> visible;
    for (const TextNameId id : tree_.names.allVisible(behind_ + 1)) {
        const std::string name(tree_.names.names[id].name);
        visible.push_back({name, tree_.typeOf(id),
                           std::find(wired_.begin(), wired_.end(), name) != wired_.end()});
    }
    for (std::size_t i = 0; i < wired_.size(); ++i) {
        if (!wired_[i].empty()) {
            continue;
        }
        Value* only = nullptr;
        std::size_t count = 0;
        for (Value& value : visible) {
            TypeArguments arguments = types_;
            if (fits(*tree_.snapshot.types, value.type, signature_.parameters[i].type, arguments)) {
                only = &value;
                ++count;
            }
        }
        if (count == 1) {
            take(*only, i);
        }
    }
}

std::string NewCall::zero(TypeId type, bool filled) const {
    const TypeTable& types = *tree_.snapshot.types;
    const TypeRow& row = types[type];
    if (row.kind == TypeKind::Parameter) {
        const auto known = types_.find(row.parameter);
        return known == types_.end() ? "0" : zeroText(types, known->second, filled).value_or("");
    }
    if (row.kind == TypeKind::List && filled) {
        const std::string element = zero(row.args[0], filled);
        return element.empty() ? "" : "[" + element + "]";
    }
    return hasParameter(types, type) && row.kind != TypeKind::List
               ? ""
               : zeroText(types, type, filled).value_or("");
}

std::string NewCall::argument(std::size_t parameter, Filling filling) const {
    const ParameterType& row = signature_.parameters[parameter];
    const auto name = [&] {
        const std::string written = variableCase(row.name);
        return FreshNames(tree_).likeThis(whyNoName(written) ? "missing" : written);
    };
    switch (signature_.intrinsic) {
    case Intrinsic::Filter:
    case Intrinsic::All:
    case Intrinsic::Any:
        if (parameter == 1) {
            return "(x) => true";
        }
        break;
    case Intrinsic::Map:
    case Intrinsic::SortBy:
        if (parameter == 1) {
            const bool isMap = signature_.intrinsic == Intrinsic::Map;
            return isMap || filling == Filling::EmptyLists ? "(x) => x" : "(x) => 0";
        }
        break;
    default: break;
    }
    if (filling == Filling::Names) {
        return name();
    }
    const std::string value = zero(row.type, filling == Filling::FilledLists);
    return value.empty() ? name() : value;
}

GraphEdit NewCall::edit(Filling filling) const {
    const CallableName callable = callableName(tree_, function_, behind_ + 1);
    std::string text = name_ + " = " + callable.text + "(";
    SourceRange select;  // in the statement
    for (std::size_t i = 0; i < wired_.size(); ++i) {
        text += i > 0 ? ", " : "";
        const auto begin = static_cast<uint32_t>(text.size());
        text += wired_[i].empty() ? argument(i, filling) : wired_[i];
        if (wired_[i].empty() && select.empty()) {
            select = {begin, static_cast<uint32_t>(text.size())};
        }
    }
    text += ")";
    if (select.empty()) {
        select = {0, static_cast<uint32_t>(name_.size())};
    }
    std::vector<TextEdit> edits{insertedBehind(tree_, behind_, text, true)};
    const TextEdit inserted = edits.front();
    if (callable.needsUse) {
        uint32_t use = 0;
        for (uint32_t i = 0; i <= behind_ && i < tree_.declarations(); ++i) {
            use = tree_.declaration(i).kind == SyntaxKind::UseDecl ? i : use;
        }
        if (use == behind_) {
            edits.front().text.insert(0,
                                      std::string(tree_.lineEnd()) + "use " + signature_.nameSpace);
        } else {
            edits.push_back(insertedBehind(tree_, use, "use " + signature_.nameSpace, false));
        }
    }
    EditTrial trial = tried(tree_, std::move(edits));
    // The last place in the text with what was inserted: nothing else is called so.
    const std::size_t at = trial.tree->text->bytes().find(text, inserted.range.begin);
    const auto begin = static_cast<uint32_t>(at);
    return {std::move(trial.edits),
            {select.begin + begin, select.end + begin},
            std::move(trial.errors),
            {}};
}

/// Is the statement one there, or has something that is broken above swallowed it?
bool NewCall::isWhole(const GraphEdit& edit) const {
    return std::none_of(edit.brings.begin(), edit.brings.end(), [](const Diagnostic& error) {
        return error.id == DiagId::Syntax || error.id == DiagId::UnterminatedString;
    });
}

Result<GraphEdit> NewCall::run() {
    const Status placed = findPlace();
    if (!placed.ok()) {
        return placed.error();
    }
    wire();
    name_ = FreshNames(tree_).ofCall(signature_.name);
    GraphEdit made;
    for (const Filling filling : {Filling::EmptyLists, Filling::FilledLists, Filling::Names}) {
        made = edit(filling);
        if (made.brings.empty()) {
            break;
        }
    }
    if (!isWhole(made)) {
        return editError("what stands above cannot be read to its end: mend line " +
                         std::to_string(tree_.lineOf(made.edits.back().range.begin)) + " first");
    }
    for (const Value& value : chosen_) {
        if (!value.isTaken) made.leftOut.push_back(value.name);
    }
    return made;
}

}  // namespace

Result<GraphEdit> addCall(const Snapshot& snapshot, FunctionId function,
                          std::span<const NodeId> selected) {
    if (function.index >= snapshot.functions->size()) {
        return editError("there is no such function: choose another one");
    }
    const EditTree tree(snapshot);
    return NewCall(tree, function, selected).run();
}

bool canTake(const TypeTable& types, const Signature& function, TypeId value) {
    return std::any_of(function.parameters.begin(), function.parameters.end(),
                       [&](const ParameterType& parameter) {
                           TypeArguments arguments;
                           return fits(types, value, parameter.type, arguments);
                       });
}

}  // namespace cst
