#include "engine/base/check.h"
#include "engine/syntax/lexer.h"

#include <cstddef>
#include <cstdint>

// Any bytes are tokens in order, without overlap, the last one the end of the file.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
    const cst::SourceText text(std::string(reinterpret_cast<const char*>(data), size));
    const cst::TokenList list = cst::lex(text);
    uint32_t reached = 0;
    for (const cst::Token& token : list.tokens) {
        CST_CHECK(reached <= token.range.begin && token.range.begin <= token.range.end,
                  "tokens overlap");
        reached = token.range.end;
    }
    CST_CHECK(reached == text.size(), "the last token is not the end");
    CST_CHECK(list.tokens.back().kind == cst::TokenKind::EndOfFile, "no end of file");
    CST_CHECK(list.diagnostics.size() <= 100, "too many diagnostics");
    return 0;
}
