#pragma once

#include "engine/base/completion_index.h"
#include "ui/editor/completion_place.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cst {

/// Something to put in the place of a word that is being typed.
struct Proposal {
    enum class Kind { Name, Field, Type, Namespace, Function, Keyword };
    Kind kind = Kind::Name;
    std::string name;    // what a person looks for
    std::string detail;  // its type, or the parameters and result; may be empty
    std::string text;    // what is inserted; the qualified name where the short one means nothing
};

/// All that may stand in the place of the word under the cursor, ranked by what is typed of it.
/// Names come before functions, functions before keywords if they fit equally well.
class Completions {
public:
    Completions() = default;
    Completions(SnapshotPtr snapshot, uint32_t cursor);

    /// What is replaced.
    SourceRange word() const { return word_; }
    /// The best first, at most `limit`.
    std::vector<Proposal> rank(std::string_view typed, std::size_t limit) const;
    /// Does it belong to what is typed, that is: does the list stay open?
    bool takes(char c) const { return isNameCharacter(c) || (takesDots_ && c == '.'); }

private:
    void add(Proposal::Kind kind, std::string_view name, std::string detail = {});
    void addNames(uint32_t place);
    /// False if the path begins with no name that has a value.
    bool addFields(std::string_view path);
    void addTypes(uint32_t place);
    void addKeywords();
    void addImports(uint32_t place);
    const ScopedName* meaning(std::string_view name, uint32_t place) const;
    /// May it be called by its simple name, and does that mean no other?
    bool isShort(const Signature& function) const;
    Proposal proposalOf(const Signature& function) const;

    SnapshotPtr snapshot_;
    SourceRange word_;
    bool takesDots_ = false;     // a qualified name is being written
    bool hasFunctions_ = false;  // they are offered too

    std::vector<Proposal> own_;  // all but functions
    CompletionIndex index_;      // of own_

    // `use` lines above; the views are of the snapshot's text.
    bool hasImports_ = false;
    std::vector<std::string_view> imports_;
    std::vector<std::pair<std::string_view, std::string_view>> aliases_;  // and their namespaces
};

}  // namespace cst
