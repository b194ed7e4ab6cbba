#pragma once

#include "engine/modules/module.h"

#include <mutex>

namespace cst {

/// `debug.log` goes to standard error, a line at a time.
class StderrLog : public LogSink {
public:
    StderrLog();
    bool wantsLines() const override { return isOpen_; }
    void line(std::string_view text) override;

private:
    std::mutex mutex_;
    const bool isOpen_;  // not so after `2>&-`, see main()
};

}  // namespace cst
