#pragma once

namespace cst {

/// What a node waits for, but for a worker: so long of each kind, in microseconds. What is left of
/// all that it waited is for the value of its fallback.
struct NodeWaits {
    double throttleUs = 0;  // for a token of its `throttle`
    double permitUs = 0;    // for a permit (`concurrency`)
    double retryUs = 0;     // for its next attempt
    double cacheUs = 0;     // for the disk, or for an equal call that was under way
    double ioUs = 0;        // for its module, which holds no worker: a timer, process, network

    /// What keeps a call back before its attempts: no part of what it takes.
    double heldUs() const { return throttleUs + permitUs; }
    void add(const NodeWaits& more, double times = 1) {
        throttleUs += more.throttleUs * times;
        permitUs += more.permitUs * times;
        retryUs += more.retryUs * times;
        cacheUs += more.cacheUs * times;
        ioUs += more.ioUs * times;
    }
    NodeWaits by(double factor) const {
        NodeWaits scaled;
        scaled.add(*this, factor);
        return scaled;
    }
};

}  // namespace cst
