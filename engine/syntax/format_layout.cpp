#include "engine/syntax/format_layout.h"

#include <algorithm>
#include <numeric>

// Every node says by itself what it does to its tokens, so the nodes are visited as they stand in
// the table, from the last (parents before their children: outer groups first), without recursion.
// Parentheses around types have no node; their tokens keep the defaults.

namespace cst {
namespace {

bool isStringPart(TokenKind kind) {
    return kind == TokenKind::StringText || kind == TokenKind::InterpolationBegin ||
           kind == TokenKind::InterpolationEnd || kind == TokenKind::StringEnd;
}

/// One blank between two tokens, as far as their kinds tell.
bool spaceBetween(TokenKind left, TokenKind right) {
    switch (left) {
    case TokenKind::LeftParen:
    case TokenKind::LeftBracket:
    case TokenKind::Dot:
    case TokenKind::At:
    case TokenKind::StringBegin:
    case TokenKind::StringText:
    case TokenKind::InterpolationBegin:
    case TokenKind::InterpolationEnd: return false;
    case TokenKind::LeftBrace:
        if (right == TokenKind::RightBrace) {
            return false;
        }
        break;
    default: break;
    }
    switch (right) {
    case TokenKind::RightParen:
    case TokenKind::RightBracket:
    case TokenKind::Comma:
    case TokenKind::Colon:
    case TokenKind::Dot: return false;
    default: return !isStringPart(right);
    }
}

/// Operands with operators between them.
bool isChain(SyntaxKind kind) {
    switch (kind) {
    case SyntaxKind::Coalesce:
    case SyntaxKind::Guard:
    case SyntaxKind::Or:
    case SyntaxKind::And:
    case SyntaxKind::Compare:
    case SyntaxKind::Additive:
    case SyntaxKind::Multiplicative:
    case SyntaxKind::TypeUnion:
    case SyntaxKind::TypeMerge: return true;
    default: return false;
    }
}

/// Brackets with something between them, as token indices.
struct Block {
    uint32_t open = kNoToken;
    uint32_t close = kNoToken;
};

class LayoutBuilder {
public:
    explicit LayoutBuilder(const SyntaxTree& tree)
        : tree_(tree), tokens_(tree.lexed.tokens), continuesIf_(tree.nodes.size(), false) {}
    FormatLayout run();

private:
    using Children = std::span<const SyntaxId>;

    uint32_t tokenAt(uint32_t offset) const;    // that begins there
    uint32_t tokenUpTo(uint32_t offset) const;  // that ends there
    uint32_t first(SyntaxId id) const { return tokenAt(tree_[id].range.begin); }
    uint32_t last(SyntaxId id) const { return tokenUpTo(tree_[id].range.end); }
    uint32_t behind(SyntaxId id) const;
    uint32_t argumentsOf(SyntaxId call) const { return tokenUpTo(tree_[call].name.end) + 1; }
    Children argumentNodes(SyntaxId call) const;
    std::size_t operandsOf(SyntaxId chain) const;

    void defaults();
    void sortGroups();
    void node(SyntaxId id);
    void declaration(SyntaxId id);
    void call(SyntaxId id);
    void generic(SyntaxId id);
    void projection(SyntaxId id);
    void ifExpression(SyntaxId id);
    void with(SyntaxId id);
    void chain(SyntaxId id);
    void bracket(Block tokens, Children items, std::size_t stride = 1, Block inside = {});
    Block blockAtEnd(SyntaxId id, bool alone) const;

    uint32_t addGroup(uint32_t firstToken, uint32_t lastToken, Block inside = {});
    void gap(uint32_t token, GapRole role, uint32_t group);
    void glue(uint32_t token) { out_.tokens[token].space = false; }

    const SyntaxTree& tree_;
    const std::vector<Token>& tokens_;
    std::vector<bool> continuesIf_;  // nodes that are the `else` of an If
    FormatLayout out_;
};

// --- finding tokens

uint32_t LayoutBuilder::tokenAt(uint32_t offset) const {
    const auto found = std::lower_bound(
        tokens_.begin(), tokens_.end(), offset,
        [](const Token& token, uint32_t wanted) { return token.range.begin < wanted; });
    return static_cast<uint32_t>(found - tokens_.begin());
}

uint32_t LayoutBuilder::tokenUpTo(uint32_t offset) const {
    const auto found = std::lower_bound(
        tokens_.begin(), tokens_.end(), offset,
        [](const Token& token, uint32_t wanted) { return token.range.end < wanted; });
    return static_cast<uint32_t>(found - tokens_.begin());
}

/// The comma or operator behind a node that is not the last of its list.
uint32_t LayoutBuilder::behind(SyntaxId id) const {
    uint32_t token = last(id) + 1;
    while (tokens_[token].kind == TokenKind::RightParen) {  // of a type
        ++token;
    }
    return token;
}

LayoutBuilder::Children LayoutBuilder::argumentNodes(SyntaxId call) const {
    const Children children = tree_.children(call);
    const bool options = !children.empty() && tree_[children.back()].kind == SyntaxKind::With;
    return children.first(children.size() - (options ? 1 : 0));
}

std::size_t LayoutBuilder::operandsOf(SyntaxId chain) const {
    const Children children = tree_.children(chain);
    const bool operators = tree_[children[1]].kind == SyntaxKind::Operator;
    return operators ? children.size() / 2 + 1 : children.size();
}

// --- nodes

FormatLayout LayoutBuilder::run() {
    defaults();
    for (std::size_t i = tree_.nodes.size(); i-- > 0;) {
        node(SyntaxId(static_cast<uint32_t>(i)));
    }
    for (const SyntaxId id : tree_.declarations) {
        declaration(id);
    }
    gap(static_cast<uint32_t>(tokens_.size() - 1), GapRole::Declaration, kNoGroup);
    sortGroups();
    return std::move(out_);
}

/// By first token. Outer groups were made before the inner ones, and stay before them.
void LayoutBuilder::sortGroups() {
    std::vector<uint32_t> order(out_.groups.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        return out_.groups[a].first < out_.groups[b].first;
    });
    std::vector<FormatGroup> sorted;
    sorted.reserve(order.size());
    std::vector<uint32_t> placeOf(order.size());
    for (const uint32_t group : order) {
        placeOf[group] = static_cast<uint32_t>(sorted.size());
        sorted.push_back(out_.groups[group]);
    }
    out_.groups = std::move(sorted);
    for (FormatToken& token : out_.tokens) {
        token.group = token.group == kNoGroup ? kNoGroup : placeOf[token.group];
    }
}

void LayoutBuilder::defaults() {
    out_.tokens.resize(tokens_.size());
    uint32_t strings = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        const TokenKind kind = tokens_[i].kind;
        FormatToken& token = out_.tokens[i];
        token.written = kind;
        token.space = i > 0 && spaceBetween(tokens_[i - 1].kind, kind);
        token.inString = strings > 0;
        strings += kind == TokenKind::StringBegin ? 1 : 0;
        strings -= kind == TokenKind::StringEnd ? 1 : 0;
    }
}

void LayoutBuilder::node(SyntaxId id) {
    const Children children = tree_.children(id);
    const auto whole = [&] { return Block{first(id), last(id)}; };
    switch (tree_[id].kind) {
    case SyntaxKind::Call: return call(id);
    case SyntaxKind::With: return with(id);
    case SyntaxKind::If: return ifExpression(id);
    case SyntaxKind::Projection: return projection(id);
    case SyntaxKind::TypeGeneric: return generic(id);
    case SyntaxKind::ListLiteral:
    case SyntaxKind::Paren:
        return bracket(whole(), children, 1,
                       children.size() == 1 ? blockAtEnd(children[0], true) : Block{});
    case SyntaxKind::RecordLiteral:
    case SyntaxKind::TypeRecord:
    case SyntaxKind::PatternRecord: return bracket(whole(), children);
    case SyntaxKind::Branch: return bracket({first(id) + 1, last(id)}, children, 2);
    case SyntaxKind::Match: return bracket({last(children[0]) + 1, last(id)}, children.subspan(1));
    case SyntaxKind::Lambda:
        return bracket({first(id), first(children.back()) - 2},
                       children.first(children.size() - 1));
    case SyntaxKind::ExampleAnnotation:
    case SyntaxKind::ConnectorAnnotation:
        glue(first(id) + 2);
        return bracket({first(id) + 2, last(id)}, children, 1,
                       blockAtEnd(children.back(), children.size() == 1));
    case SyntaxKind::Negate: {
        const uint32_t operand = first(id) + 1;
        out_.tokens[operand].space = tokens_[operand].kind == TokenKind::Minus;  // `- -x`
        return;
    }
    case SyntaxKind::OptionInt:
        if (tokens_[first(id)].kind == TokenKind::Minus) {
            glue(first(id) + 1);
        }
        return;
    case SyntaxKind::OptionRate:
        glue(last(children[0]) + 1);
        glue(last(children[0]) + 2);
        return;
    case SyntaxKind::OptionWord:
        if (!children.empty()) {
            glue(first(id) + 1);
        }
        return;
    default: return isChain(tree_[id].kind) ? chain(id) : void();
    }
}

void LayoutBuilder::declaration(SyntaxId id) {
    gap(first(id), GapRole::Declaration, kNoGroup);
    for (const SyntaxId child : tree_.children(id)) {
        const SyntaxKind kind = tree_[child].kind;
        if (kind == SyntaxKind::ExampleAnnotation || kind == SyntaxKind::ConnectorAnnotation) {
            gap(last(child) + 1, GapRole::Annotation, kNoGroup);
        }
    }
}

void LayoutBuilder::call(SyntaxId id) {
    const Children arguments = argumentNodes(id);
    const Children children = tree_.children(id);
    const bool options = arguments.size() < children.size();
    const uint32_t open = argumentsOf(id);
    glue(open);
    bracket({open, options ? first(children.back()) - 1 : last(id)}, arguments, 1,
            arguments.empty() ? Block{} : blockAtEnd(arguments.back(), arguments.size() == 1));
}

void LayoutBuilder::generic(SyntaxId id) {
    const Children children = tree_.children(id);
    const Block angles{argumentsOf(id), last(id)};
    glue(angles.open);
    glue(angles.open + 1);
    glue(angles.close);
    bracket(angles, children, 1, blockAtEnd(children.back(), children.size() == 1));
}

/// `rec{a, b}` is written `rec[a, b]`.
void LayoutBuilder::projection(SyntaxId id) {
    const Children children = tree_.children(id);
    const Block tokens{last(children[0]) + 1, last(id)};
    out_.tokens[tokens.open].written = TokenKind::LeftBracket;
    out_.tokens[tokens.close].written = TokenKind::RightBracket;
    glue(tokens.open);
    glue(tokens.open + 1);
    glue(tokens.close);
    bracket(tokens, children.subspan(1));
}

/// `if … else if … else …` is one group, however many there are.
void LayoutBuilder::ifExpression(SyntaxId id) {
    const SyntaxId condition = tree_.child(id, 0);
    if (!continuesIf_[id.index]) {
        const uint32_t group = addGroup(first(id), last(id));
        for (SyntaxId each = id;;) {
            const SyntaxId arm = tree_.child(each, 1);
            if (tree_[arm].kind == SyntaxKind::If) {
                gap(first(arm), GapRole::Lead, group);  // so that each `else` stands below its `if`
            }
            gap(last(arm) + 1, GapRole::Lead, group);
            each = tree_.child(each, 2);
            if (tree_[each].kind != SyntaxKind::If) {
                break;
            }
            continuesIf_[each.index] = true;
        }
    }
    bracket({first(id) + 1, last(condition) + 1}, tree_.children(id).first(1), 1,
            blockAtEnd(condition, true));
}

void LayoutBuilder::with(SyntaxId id) {
    const Children options = tree_.children(id);
    const uint32_t group = addGroup(first(id), last(id));
    gap(first(id) + 1, GapRole::Open, group);
    for (const SyntaxId option : options.first(options.size() - 1)) {
        gap(behind(option) + 1, GapRole::Item, group);
    }
}

void LayoutBuilder::chain(SyntaxId id) {
    const Children children = tree_.children(id);
    const uint32_t group = addGroup(first(id), last(id), blockAtEnd(id, false));
    for (const SyntaxId child : children.first(children.size() - 1)) {
        if (tree_[child].kind != SyntaxKind::Operator) {
            const uint32_t op = behind(child);
            gap(op, GapRole::Lead, group);
            out_.tokens[op + 1].hoists = true;
        }
    }
}

/// A comma stands behind every stride-th item but the last.
void LayoutBuilder::bracket(Block tokens, Children items, std::size_t stride, Block inside) {
    const uint32_t group = addGroup(tokens.open, tokens.close, inside);
    if (tokens.open + 1 < tokens.close) {
        gap(tokens.open + 1, GapRole::Open, group);
    }
    for (std::size_t i = stride - 1; i + 1 < items.size(); i += stride) {
        gap(behind(items[i]) + 1, GapRole::Item, group);
    }
    gap(tokens.close, GapRole::Close, group);
}

/// The block that an item ends with, which may be broken while the line up to it stays whole. A
/// call counts only where it stands alone: of several arguments it would hide the others. So does
/// an operator with two operands, of several.
Block LayoutBuilder::blockAtEnd(SyntaxId id, bool alone) const {
    for (;;) {
        const Children children = tree_.children(id);
        switch (tree_[id].kind) {
        case SyntaxKind::ListLiteral:
        case SyntaxKind::RecordLiteral:
        case SyntaxKind::TypeRecord: return children.empty() ? Block{} : Block{first(id), last(id)};
        case SyntaxKind::Branch: return {first(id) + 1, last(id)};
        case SyntaxKind::Match: return {last(children[0]) + 1, last(id)};
        case SyntaxKind::Paren: return alone ? Block{first(id), last(id)} : Block{};
        case SyntaxKind::TypeGeneric: return alone ? Block{argumentsOf(id), last(id)} : Block{};
        case SyntaxKind::Call: {
            const Children arguments = argumentNodes(id);
            const bool plain = !arguments.empty() && arguments.size() == children.size();
            return alone && plain ? Block{argumentsOf(id), last(id)} : Block{};
        }
        case SyntaxKind::Lambda: alone = true; break;
        default:
            if (!isChain(tree_[id].kind) || operandsOf(id) > 2) {
                return {};
            }
            alone = false;
            break;
        }
        id = children.back();
    }
}

uint32_t LayoutBuilder::addGroup(uint32_t firstToken, uint32_t lastToken, Block inside) {
    out_.groups.push_back({firstToken, lastToken, inside.open, inside.close});
    return static_cast<uint32_t>(out_.groups.size() - 1);
}

void LayoutBuilder::gap(uint32_t token, GapRole role, uint32_t group) {
    out_.tokens[token].role = role;
    out_.tokens[token].group = group;
}

}  // namespace

FormatLayout layOutTokens(const SyntaxTree& tree) {
    return LayoutBuilder(tree).run();
}

}  // namespace cst
