// What a connection would make is read and checked; here it is decided whether that is what was
// meant: each name that was moved, or passed by others, means what it meant, the new one what it
// should, and the types fit.

#include "engine/session/connection.h"
#include "engine/session/text_edits.h"

#include <algorithm>

namespace cst {

/// Where the name of the value stands then, in the place of the operand.
std::vector<SourceRange> Connection::writtenIn(const EditTrial& trial) const {
    std::vector<SourceRange> mentions = operand_.mentions;
    if (mentions.empty()) {
        mentions.push_back(operand_.range);
    }
    for (SourceRange& mention : mentions) {
        uint32_t end = placeAfter(mention.end, trial.edits);
        while (end > 0 && trial.tree->text->bytes()[end - 1] == ' ') {
            --end;
        }
        mention = {end - std::min(end, static_cast<uint32_t>(name_.size())), end};
    }
    return mentions;
}

/// That every statement which was moved, or passed, means what it meant.
bool Connection::keepsMeanings(const EditTrial& trial) const {
    const uint32_t count = tree_.declarations();
    const bool isPulled = pulledAbove_ != kNoDeclaration;
    if (trial.tree->declarations.size() != count + (isPulled ? 1 : 0)) {
        return false;
    }
    // Where each declaration stands then.
    std::vector<uint32_t> numberOf(count);
    uint32_t pulled = 0;
    uint32_t next = 0;
    for (uint32_t i = 0; i < count; ++i) {
        if (i == consumer_) {
            for (uint32_t k = i; k < count; ++k) {
                if (!moved_.empty() && moved_[k]) {
                    numberOf[k] = next++;
                }
            }
        }
        if (isPulled && i == pulledAbove_) {
            pulled = next++;
        }
        if (moved_.empty() || !moved_[i]) {
            numberOf[i] = next++;
        }
    }
    // What is used in each then, the new name left out.
    const std::vector<SourceRange> written = writtenIn(trial);
    std::vector<std::vector<TextNameId>> wanted(trial.tree->declarations.size());
    std::vector<std::vector<TextNameId>> found(wanted.size());
    const auto isIn = [](SourceRange outer, SourceRange inner) {
        return outer.begin <= inner.begin && inner.end <= outer.end;
    };
    for (const NameUse& use : tree_.names.uses) {
        const bool isPulledOut = isPulled && isIn(from_.range, use.place);
        const auto& mentions = operand_.mentions;
        const bool isReplaced = mentions.empty() ? isIn(operand_.range, use.place)
                                                 : std::find(mentions.begin(), mentions.end(),
                                                             use.place) != mentions.end();
        if (isPulledOut) {
            wanted[pulled].push_back(use.name);
        } else if (!isReplaced) {
            wanted[numberOf[use.declaration]].push_back(use.name);
        }
    }
    for (const NameUse& use : trial.names.uses) {
        const bool isFresh = isPulled && trial.tree->text->slice(use.place) == name_;
        if (!isFresh && std::find(written.begin(), written.end(), use.place) == written.end()) {
            found[use.declaration].push_back(use.name);
        }
    }
    const auto isSame = [&](TextNameId before, TextNameId after) {
        if (!before.hasValue() || !after.hasValue()) {
            return before.hasValue() == after.hasValue();
        }
        const TextName& was = tree_.names.names[before];
        const TextName& is = trial.names.names[after];
        const bool hasPlace = was.kind == TextNameKind::Input ||
                              was.kind == TextNameKind::Variable ||
                              was.kind == TextNameKind::Type || was.kind == TextNameKind::Alias;
        return was.kind == is.kind && was.name == is.name &&
               (!hasPlace || numberOf[was.declaration] == is.declaration);
    };
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!std::equal(wanted[i].begin(), wanted[i].end(), found[i].begin(), found[i].end(),
                        isSame)) {
            return false;
        }
    }
    return true;
}

Status Connection::judge(const EditTrial& trial) const {
    const bool movesSomething = !moved_.empty() || pulledAbove_ != kNoDeclaration;
    if (movesSomething && !keepsMeanings(trial)) {
        return editError("the statements of " + tree_.shown(from_.node) +
                         " cannot be moved above line " +
                         std::to_string(tree_.lineOf(tree_.declaration(consumer_).range.begin)) +
                         " without another meaning of some name: move them in the text");
    }
    const SourceRange written = writtenIn(trial).front();
    const auto use = std::find_if(trial.names.uses.begin(), trial.names.uses.end(),
                                  [&](const NameUse& each) { return each.place == written; });
    if (use == trial.names.uses.end()) {
        return editError("`" + name_ + "` cannot be written there: edit it in the text");
    }
    const bool isKnown = use->name.hasValue();
    const TextNameKind kind = isKnown ? trial.names.names[use->name].kind : TextNameKind::Function;
    if (isKnown && kind != TextNameKind::Variable && kind != TextNameKind::Input) {
        return editError("`" + name_ + "` means something else inside of " + tree_.shown(to_.node) +
                         ": rename one of them first");
    }
    const auto rangeOf = [&](uint32_t declaration) {
        return (*trial.tree)[trial.tree->declarations[declaration]].range;
    };
    const auto isIn = [](SourceRange range, const Diagnostic& error) {
        return range.begin <= error.range.begin && error.range.begin <= range.end;
    };
    for (const Diagnostic& error : trial.errors) {
        if (isKnown && pulledAbove_ != kNoDeclaration &&
            isIn(rangeOf(trial.names.names[use->name].declaration), error)) {
            return editError(tree_.shown(from_.node) +
                             " means nothing outside of its statement: " + error.message());
        }
        if (isIn(rangeOf(use->declaration), error)) {
            const TypeId type = tree_.graph().nodes[from_.node].type;
            return editError("`" + name_ + "` is `" + tree_.snapshot.types->text(type) +
                             "`, which does not fit there: " + error.message());
        }
    }
    return success();
}

}  // namespace cst
