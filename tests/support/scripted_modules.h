#pragma once

#include "engine/modules/native.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cst::test {

/// What happened to the calls of scripted modules, for tests that count. Thread safe.
struct ScriptLog {
    std::mutex mutex;
    std::map<std::string, int> calls;  // attempts by argument
    int running = 0;                   // attempts that have begun and not ended
    int mostRunning = 0;               // at one time
    std::vector<Completion> kept;      // of attempts that hang
    int attemptsOf(const std::string& argument) {
        const std::lock_guard lock(mutex);
        return calls[argument];
    }
};

/// Registers `Scripted(s)`, `Other(s)`, `Step(s, x)`, `Limited(s)` (whose own limit is 30 ms) and
/// `Sleeper("@10")` (which blocks a thread for 10 ms), String → String, with effects. The argument
/// says what attempt after attempt does, the last word for all that follow; a word in front that
/// ends in `:` only tells arguments apart. What comes after a time (`@10`, in ms) uses the timers.
///
///   ok         answers "NAME attempt number"        ok@10      the same, 10 ms later
///   fail       fails: "no: attempt number"           fail@10    the same, 10 ms later
///   hang       never ends                           drop       drops its completion
///   twice      answers, and then fails              late@10    answers even if it was stopped
///   throw      throws                               wrong      returns an Int
///   memory     asks for more memory than there is   silent     says it is pending and is not
///   sleep@10   sleeps on the worker
void addScriptedModules(Registry& registry, std::shared_ptr<ScriptLog> log);

}  // namespace cst::test
