#include "engine/session/compiled_text.h"

namespace cst {

template <class Visit>
void CompiledText::forEach(Visit visit) const {
    std::size_t i = 0;
    for (const std::shared_ptr<const Chunk>& chunk : chunks) {
        for (const CompiledBlock& block : *chunk) {
            visit(block, places[i++]);
        }
    }
}

std::vector<Token> CompiledText::tokens() const {
    std::size_t count = 1;
    forEach([&](const CompiledBlock& block, Place) {
        count += block.rows().tokenEnd - block.rows().firstToken;
    });
    std::vector<Token> result;
    result.reserve(count);
    forEach([&](const CompiledBlock& block, Place place) {
        const uint32_t shift = place.begin - block.rows().range.begin;
        for (uint32_t i = block.rows().firstToken; i < block.rows().tokenEnd; ++i) {
            Token& token = result.emplace_back(block.tree->lexed.tokens[i]);
            token.range.begin += shift;
            token.range.end += shift;
        }
    });
    result.push_back({TokenKind::EndOfFile, true, {textSize, textSize}});
    return result;
}

std::vector<SourceRange> CompiledText::comments() const {
    std::vector<SourceRange> result;
    forEach([&](const CompiledBlock& block, Place place) {
        const SyntaxBlock& trivia = block.trivia->blocks[block.triviaBlock];
        const uint32_t shift = place.begin - trivia.range.begin;
        for (uint32_t i = trivia.firstComment; i < trivia.commentEnd; ++i) {
            const SourceRange range = block.trivia->lexed.comments[i];
            result.push_back({range.begin + shift, range.end + shift});
        }
    });
    return result;
}

std::vector<ScopedName> CompiledText::names() const {
    std::vector<ScopedName> result;
    std::size_t next = 0;
    forEach([&](const CompiledBlock& block, Place place) {
        const uint32_t shift = place.begin - block.rows().range.begin;
        const uint32_t blockEnd = ++next < places.size() ? places[next].begin : textSize;
        for (ScopedName name : block.meaning->names) {
            uint32_t& end = name.scope.end;
            if (name.scope.begin == kEndOfBlock) {
                name.scope.begin = blockEnd;
            } else {
                name.scope.begin += shift;
            }
            end = end == kEndOfText ? textSize : end == kEndOfBlock ? blockEnd : end + shift;
            result.push_back(name);
        }
    });
    return result;
}

Lowered CompiledText::lowered(const std::shared_ptr<const CompiledText>& self) {
    std::vector<PlacedPart> parts;
    parts.reserve(self->places.size());
    self->forEach([&](const CompiledBlock& block, Place place) {
        const SyntaxBlock& rows = block.rows();
        parts.push_back(
            {&block.meaning->part, place.begin - rows.range.begin, place.line - rows.line});
    });
    return link(parts, self->symbols, self);
}

}  // namespace cst
