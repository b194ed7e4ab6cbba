#pragma once

#include "engine/session/engine.h"

#include <memory>
#include <string>

/// Compiles a text with the whole library registered.
inline std::shared_ptr<cst::Snapshot> compiled(cst::Engine& engine, std::string text) {
    return engine.compile(std::make_shared<const cst::SourceText>(std::move(text)), 1, true);
}
