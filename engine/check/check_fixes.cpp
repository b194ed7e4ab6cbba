// Ways out that can be applied mechanically. A fix is offered only where it leaves no choice open
// but which of several to take, and where the text after it says what the author can only have
// meant.

#include "engine/base/suggest.h"
#include "engine/check/checker.h"

#include <algorithm>

namespace cst {
namespace {

std::string fieldList(const TypeRow& record) {
    std::string list;
    for (const FieldType& field : record.fields) {
        list += (list.empty() ? "`" : ", `") + field.name + "`";
    }
    return list.empty() ? "the record has no fields" : "it has " + list;
}

}  // namespace

/// Names that may have been meant instead of the one at `place`.
void Checker::offerNames(Diagnostic& diagnostic, SourceRange place, std::string_view name,
                         std::span<const std::string_view> pool) {
    if (!isShown()) {
        return;
    }
    for (const std::string& other : suggest(name, pool)) {
        offer(diagnostic, place, other);
    }
}

void Checker::offer(Diagnostic& diagnostic, SourceRange place, const std::string& meant) {
    if (diagnostic.hint.empty()) {
        diagnostic.hint = "did you mean `" + meant + "`?";
    }
    diagnostic.suggestions.push_back(meant);
    diagnostic.fixes.push_back({"change to `" + meant + "`", {{place, meant}}});
}

void Checker::offerFields(Diagnostic& diagnostic, std::string_view name, SourceRange place,
                          const TypeRow& record) {
    if (!isShown()) {
        return;
    }
    std::vector<std::string_view> pool;
    for (const FieldType& field : record.fields) {
        pool.push_back(field.name);
    }
    offerNames(diagnostic, place, name, pool);
    diagnostic.hint += (diagnostic.hint.empty() ? "" : " ") + fieldList(record);
}

/// A namespace that is not known: one that is spelled nearly so, or whose last word it is.
void Checker::offerNamespaces(Diagnostic& diagnostic, SourceRange place, std::string_view written) {
    std::vector<std::string_view> pool = signatures_.namespaces();
    std::string list;
    for (const std::string_view one : pool) {
        list += (list.empty() ? "`" : ", `") + std::string(one) + "`";
    }
    for (const auto& [alias, row] : imports_.aliases) {
        if (isBefore(imports_.rows[row].symbol)) {
            pool.push_back(alias);
        }
    }
    offerNames(diagnostic, place, written, pool);
    for (const std::string_view one : signatures_.namespaces()) {
        if (one.size() > written.size() && one.ends_with(written) &&
            one[one.size() - written.size() - 1] == '.') {
            const auto alias = std::find_if(
                imports_.aliases.begin(), imports_.aliases.end(), [&](const auto& row) {
                    const Import& import = imports_.rows[row.second];
                    return import.nameSpace == one && isBefore(import.symbol);
                });
            const bool isAlias = alias != imports_.aliases.end();
            const std::string meant(isAlias ? alias->first : one);
            if (isAlias) {
                markImportUsed(imports_.rows[alias->second]);  // it was meant
            }
            offer(diagnostic, place, meant);
        }
    }
    if (diagnostic.hint.empty()) {
        diagnostic.hint = "there are " + list;
    }
}

/// `use X` behind the last one. There is one already, else simple names would need none.
Fix Checker::importFix(const std::string& nameSpace) {
    uint32_t place = 0 - shift_;  // the begin of the text
    for (const Import& import : imports_.rows) {
        if (isBefore(import.symbol)) {
            place = elsewhere(import.symbol, symbols_[import.symbol].range).end;
        }
    }
    return {"add `use " + nameSpace + "`", {{{place, place}, "\nuse " + nameSpace}}};
}

/// How a function of the library can be called here.
std::string Checker::callable(std::string_view nameSpace, std::string_view name) const {
    return isImported(nameSpace) ? std::string(name)
                                 : std::string(nameSpace) + "." + std::string(name);
}

/// The end of what stands before the blanks that end at a place.
uint32_t Checker::behindBlanksBefore(uint32_t place) const {
    const std::string_view bytes = tree_->text->bytes();
    while (place > 0 && bytes[place - 1] == ' ') {
        --place;
    }
    return place;
}

/// Takes one option out of its `with`, or the whole `with` if it is the only one.
Fix Checker::optionRemoval(SyntaxId withId, SyntaxId option) const {
    const std::span<const SyntaxId> options = children(withId);
    const auto place = std::find(options.begin(), options.end(), option);
    SourceRange range = node(option).range;
    if (options.size() == 1) {
        range.begin = behindBlanksBefore(node(withId).range.begin);
    } else if (place + 1 != options.end()) {
        range.end = node(*(place + 1)).range.begin;
    } else {
        range.begin = node(*(place - 1)).range.end;
    }
    return {"remove `" + std::string(tree_->source(option)) + "`", {{range, ""}}};
}

/// An expression with `before` and `after` around it.
Fix Checker::wrapping(std::string title, SyntaxId expression, const std::string& before,
                      const std::string& after) const {
    const SourceRange range = node(expression).range;
    return {std::move(title),
            {{{range.begin, range.begin}, before}, {{range.end, range.end}, after}}};
}

}  // namespace cst
