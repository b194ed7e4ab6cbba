#pragma once

#include "engine/session/pipeline_run.h"
#include "tests/reference/reference.h"

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

namespace cst::test {

/// What the engine made of a program, in the words of the reference.
struct EngineReport {
    std::string compileErrors;  // "" = none; then nothing ran
    std::string status;
    struct Output {
        std::string name;
        std::string type;
        std::string json;  // "" = none
        std::string code;  // of the failure that it names
        std::string missing;
    };
    std::vector<Output> outputs;
    std::set<reference::RootError> errors;
    std::map<std::string, std::string> states;  // of all nodes
    std::multiset<std::string> logged;
    std::set<std::string> badPaths;
};

/// One way to run programs. All columns must agree with the reference.
class EngineColumn {
public:
    EngineColumn(std::string name, unsigned workers, bool optimises)
        : name_(std::move(name)), engine_(workers), optimises_(optimises) {}
    EngineReport run(const std::string& text, const std::string& inputs);
    const std::string& name() const { return name_; }

private:
    std::string name_;
    Engine engine_;
    bool optimises_;
};

/// "" if the engine does what the language says, else the first difference.
std::string difference(const reference::Report& expected, const EngineReport& got);

}  // namespace cst::test
