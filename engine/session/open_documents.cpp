#include "engine/session/open_documents.h"

#include "engine/session/engine.h"

#include <algorithm>

namespace cst {
namespace {

// Measured on the workloads of tests/bench: the compiler of a text, what it was compiled to and
// its graph take 84 to 118 bytes a byte of text; identities and layout come on top.
constexpr std::size_t kDocumentBytesPerByte = 130;

}  // namespace

Document::Document(uint64_t number, Engine& engine)
    : id(number), compiler(engine.documentCompiler()) {}

std::shared_ptr<Document> OpenDocuments::open(uint64_t number, Engine& engine) {
    const auto found = std::find_if(documents_.begin(), documents_.end(),
                                    [&](const auto& document) { return document->id == number; });
    if (found == documents_.end()) {
        documents_.insert(documents_.begin(), std::make_shared<Document>(number, engine));
        dropOld();
    } else {
        std::rotate(documents_.begin(), found, found + 1);
    }
    return documents_.front();
}

void OpenDocuments::weigh(Document& document) {
    document.bytes = kDocumentBytesPerByte * document.last->text->size();
    dropOld();
}

void OpenDocuments::dropOld() {
    std::size_t bytes = 0;
    std::size_t kept = 0;
    for (const auto& document : documents_) {
        bytes += document->bytes;
        if (kept == kMost || (kept > 0 && bytes > kMostBytes)) {
            break;
        }
        ++kept;
    }
    documents_.resize(kept);
}

}  // namespace cst
