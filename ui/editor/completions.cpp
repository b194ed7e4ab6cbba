#include "ui/editor/completions.h"

#include <algorithm>
#include <tuple>

namespace cst {
namespace {

using Place = CompletionPlace::Kind;

constexpr std::string_view kTypeNames[] = {"String", "Int",      "Float", "Boolean",
                                           "List",   "Optional", "Map"};

std::vector<std::string_view> readKeywords() {
    std::vector<std::string_view> words;
    for (unsigned kind = 0; kind < kTokenKinds; ++kind) {
        if (isKeyword(static_cast<TokenKind>(kind))) {
            const std::string_view quoted = tokenSpelling(static_cast<TokenKind>(kind));
            words.push_back(quoted.substr(1, quoted.size() - 2));
        }
    }
    return words;
}

const std::vector<std::string_view>& keywords() {
    static const std::vector<std::string_view> words = readKeywords();
    return words;
}

bool isReserved(std::string_view word) {
    return std::find(keywords().begin(), keywords().end(), word) != keywords().end();
}

// Before whom it comes if both fit equally well. A function that is called like a keyword is hardly
// ever meant.
enum Group { kOwn, kFunction, kKeyword, kReservedFunction };

Group groupOf(const Signature& function) {
    return isReserved(function.name) ? kReservedFunction : kFunction;
}

bool isInScope(const ScopedName& name, uint32_t place) {
    return name.scope.begin <= place && place <= name.scope.end;
}

/// The record whose fields may be read: of a list of records those of each element.
struct Fields {
    const TypeRow* record = nullptr;
    bool ofEach = false;
};

Fields fieldsOf(const TypeTable& types, TypeId type, bool ofEach) {
    if (types.kind(type) == TypeKind::List && !ofEach) {
        return {types.record(types.element(type)), true};
    }
    return {types.record(type), ofEach};
}

}  // namespace

Completions::Completions(SnapshotPtr snapshot, uint32_t cursor) : snapshot_(std::move(snapshot)) {
    const CompletionPlace place = completionPlace(*snapshot_, cursor);
    word_ = place.word;
    addImports(word_.begin);
    switch (place.kind) {
    case Place::Nothing: break;
    case Place::Expression:
        addNames(word_.begin);
        addKeywords();
        hasFunctions_ = true;
        break;
    case Place::Member:
        if (!place.owner.empty() && !addFields(place.owner)) {
            hasFunctions_ = takesDots_ = true;
            word_.begin -= static_cast<uint32_t>(place.owner.size() + 1);
        }
        break;
    case Place::Output: addNames(word_.begin); break;
    case Place::Type: addTypes(word_.begin); break;
    case Place::Namespace:
        takesDots_ = true;
        for (const std::string_view name : snapshot_->functions->namespaces()) {
            add(Proposal::Kind::Namespace, name);
        }
        break;
    }
}

void Completions::add(Proposal::Kind kind, std::string_view name, std::string detail) {
    own_.push_back({kind, std::string(name), std::move(detail), std::string(name)});
    index_.add(name);
}

const ScopedName* Completions::meaning(std::string_view name, uint32_t place) const {
    const std::vector<ScopedName>& names = *snapshot_->names;
    const auto found = std::find_if(names.rbegin(), names.rend(), [&](const ScopedName& one) {
        return one.name == name && isInScope(one, place);
    });
    return found == names.rend() ? nullptr : &*found;
}

void Completions::addNames(uint32_t place) {
    for (const ScopedName& name : *snapshot_->names) {
        if (isInScope(name, place) && meaning(name.name, place) == &name) {
            const bool isKnown = snapshot_->types->kind(name.type) != TypeKind::Error;
            add(Proposal::Kind::Name, name.name,
                isKnown ? snapshot_->types->text(name.type) : std::string());
        }
    }
}

bool Completions::addFields(std::string_view path) {
    const TypeTable& types = *snapshot_->types;
    const std::size_t dot = path.find('.');
    const ScopedName* name = meaning(path.substr(0, dot), word_.begin);
    if (!name) {
        return false;
    }
    Fields fields = fieldsOf(types, name->type, false);
    while (fields.record && path.find('.') != std::string_view::npos) {
        path.remove_prefix(path.find('.') + 1);
        const int index = TypeTable::fieldIndex(*fields.record, path.substr(0, path.find('.')));
        if (index < 0) {
            return true;
        }
        fields = fieldsOf(types, fields.record->fields[static_cast<std::size_t>(index)].type,
                          fields.ofEach);
    }
    if (fields.record) {
        for (const FieldType& field : fields.record->fields) {
            const std::string& type = types.text(field.type);
            add(Proposal::Kind::Field, field.name, fields.ofEach ? "List<" + type + ">" : type);
        }
    }
    return true;
}

void Completions::addTypes(uint32_t place) {
    for (const std::string_view name : kTypeNames) {
        add(Proposal::Kind::Type, name);
    }
    const std::vector<Token>& tokens = *snapshot_->tokens;
    for (std::size_t i = 0; i + 2 < tokens.size() && tokens[i + 1].range.end <= place; ++i) {
        if (tokens[i].kind == TokenKind::KwType && tokens[i + 1].kind == TokenKind::Ident &&
            tokens[i + 2].kind == TokenKind::Equals) {
            add(Proposal::Kind::Type, snapshot_->text->slice(tokens[i + 1].range));
        }
    }
}

void Completions::addKeywords() {
    for (const std::string_view word : keywords()) {
        add(Proposal::Kind::Keyword, word);
    }
}

/// `use a.b.c` and `use a.b.c as d` above the place. The last part of a namespace is an alias too.
void Completions::addImports(uint32_t place) {
    const std::vector<Token>& tokens = *snapshot_->tokens;
    const auto slice = [&](SourceRange range) { return snapshot_->text->slice(range); };
    for (std::size_t i = 0; i + 1 < tokens.size() && tokens[i].range.end <= place; ++i) {
        if (tokens[i].kind != TokenKind::KwUse || !isWord(tokens[i + 1].kind)) {
            continue;
        }
        std::size_t last = i + 1;
        while (last + 2 < tokens.size() && tokens[last + 1].kind == TokenKind::Dot &&
               isWord(tokens[last + 2].kind)) {
            last += 2;
        }
        const std::string_view space = slice({tokens[i + 1].range.begin, tokens[last].range.end});
        hasImports_ = true;
        if (last + 2 < tokens.size() && tokens[last + 1].kind == TokenKind::KwAs) {
            aliases_.emplace_back(slice(tokens[last + 2].range), space);
        } else {
            imports_.push_back(space);
            aliases_.emplace_back(slice(tokens[last].range), space);
        }
    }
}

bool Completions::isShort(const Signature& function) const {
    const auto isImported = [&](const Signature& one) {
        return !hasImports_ || one.nameSpace.empty() ||
               std::find(imports_.begin(), imports_.end(), one.nameSpace) != imports_.end();
    };
    const SignatureTable& functions = *snapshot_->functions;
    const std::span<const FunctionId> same = functions.bySimpleName(function.name);
    return !isReserved(function.name) && isImported(function) &&
           std::count_if(same.begin(), same.end(),
                         [&](FunctionId id) { return isImported(functions[id]); }) == 1;
}

Proposal Completions::proposalOf(const Signature& function) const {
    Proposal proposal{Proposal::Kind::Function, function.name,
                      parametersText(function, *snapshot_->types), function.name};
    if (takesDots_ || !isShort(function)) {
        proposal.text = function.qualified;
        for (const auto& [alias, space] : aliases_) {
            if (function.qualified.starts_with(space) &&
                function.qualified.substr(space.size()).starts_with('.')) {
                proposal.text = std::string(alias).append(function.qualified.substr(space.size()));
            }
        }
        proposal.name = proposal.text;
    }
    return proposal;
}

std::vector<Proposal> Completions::rank(std::string_view typed, std::size_t limit) const {
    struct Candidate {
        uint32_t distance;
        Group group;
        uint32_t index;  // of own_, or of the function
    };
    const SignatureTable& functions = *snapshot_->functions;
    std::vector<Candidate> candidates;
    for (const CompletionMatch& match : index_.complete(typed, limit)) {
        candidates.push_back({match.distance,
                              own_[match.index].kind == Proposal::Kind::Keyword ? kKeyword : kOwn,
                              match.index});
    }
    if (hasFunctions_) {
        std::string whole(typed);
        for (const auto& [alias, space] : aliases_) {
            if (typed.starts_with(alias) && typed.substr(alias.size()).starts_with('.')) {
                whole = std::string(space).append(typed.substr(alias.size()));
            }
        }
        for (const CompletionMatch& match : functions.complete(whole, limit)) {
            candidates.push_back(
                {match.distance, groupOf(functions[FunctionId(match.index)]), match.index});
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) {
                         return std::tie(a.distance, a.group) < std::tie(b.distance, b.group);
                     });
    candidates.resize(std::min(limit, candidates.size()));
    std::vector<Proposal> ranked;
    ranked.reserve(candidates.size());
    for (const Candidate& one : candidates) {
        const bool isOwn = one.group == kOwn || one.group == kKeyword;
        ranked.push_back(isOwn ? own_[one.index] : proposalOf(functions[FunctionId(one.index)]));
    }
    return ranked;
}

}  // namespace cst
