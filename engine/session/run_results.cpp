#include "engine/session/run_results.h"

#include "engine/value/digest.h"
#include "engine/value/written_size.h"

#include <algorithm>
#include <utility>

namespace cst {
namespace {

/// By step: the first node of the source whose value it gives; a node that it does itself before
/// one that only leads to it. `others`: further ones that it does.
std::vector<uint32_t> nodesOfSteps(const Executable& executable,
                                   std::unordered_multimap<uint32_t, uint32_t>& others) {
    std::vector<uint32_t> nodes(executable.program->size(), kNoIndex);
    const std::vector<NodeFate>& fates = executable.optimised->fates;
    for (const NodeFate::Kind kind : {NodeFate::Kind::Kept, NodeFate::Kind::Forwarded}) {
        for (uint32_t node = 0; node < fates.size(); ++node) {
            if (fates[node].kind != kind) {
                continue;
            }
            const uint32_t step = executable.program->stepOf(fates[node].node);
            if (step == kNoIndex) {
                continue;
            }
            if (nodes[step] == kNoIndex) {
                nodes[step] = node;
            } else if (kind == NodeFate::Kind::Kept) {
                others.emplace(step, node);
            }
        }
    }
    return nodes;
}

std::vector<NodeIdentity> identitiesOf(const Plan& source, const Snapshot& compiled) {
    std::vector<NodeIdentity> identities(source.size());
    for (uint32_t node = 0; node < source.size(); ++node) {
        identities[node] = compiled.shown[source.graphNode[node].index].identity;
    }
    return identities;
}

}  // namespace

RunResults::RunResults(std::shared_ptr<ResultCache> cache, Mode mode, uint64_t document,
                       uint64_t run, const Snapshot& compiled, std::shared_ptr<const Plan> source,
                       const Executable& executable, std::span<const std::optional<Hash128>> inputs)
    : cache_(std::move(cache)),
      mode_(mode),
      document_(document),
      run_(run),
      types_(compiled.types),
      source_(std::move(source)),
      program_(executable.program),
      nodeOf_(nodesOfSteps(executable, others_)),
      identities_(identitiesOf(*source_, compiled)),
      keys_(source_, *types_, inputs,
            mode == Mode::Live ? ResultKeys::Settled([this](uint32_t node, const Hash128& call) {
                return served(node, call);
            })
                               : ResultKeys::Settled()),
      flights_(program_->size()),
      reused_(program_->size()),
      kept_(program_->size()),
      bytes_(program_->size()) {}

Hash128 RunResults::effectKey(uint32_t node, const Hash128& call) const {
    return hashPair({document_, identities_[node].index}, call);
}

/// Of a live run: what the node came to when it was last called with the same.
std::optional<Hash128> RunResults::served(uint32_t node, const Hash128& call) {
    ResultCache::Entry entry;
    if (!cache_->find(effectKey(node, call), entry)) {
        return std::nullopt;
    }
    const bool hasValue = !entry.error;
    const Hash128 digest = entry.digest;
    served_.emplace(node, std::move(entry));
    return hasValue ? std::optional(digest) : std::nullopt;
}

KnownResults::Answer RunResults::ask(uint32_t step, CallOutcome& known) {
    const uint32_t node = nodeOf_[step];
    const Step::Kind kind = program_->steps[step].kind;
    if (node == kNoIndex || kind == Step::Kind::Control || kind == Step::Kind::Broken) {
        return Answer::Run;
    }
    const auto give = [&](const ResultCache::Entry& entry) {
        known = entry.error ? CallOutcome(*entry.error) : CallOutcome(entry.value);
        reused_[step] = Reused{static_cast<double>(entry.tookNs) / 1000, entry.run};
        return Answer::Known;
    };
    const std::lock_guard lock(mutex_);
    Flight& flight = flights_[step];
    if (program_->operation(step).effectful) {
        if (mode_ == Mode::Live) {
            const auto entry = served_.find(node);
            return entry == served_.end() ? Answer::Hold : give(entry->second);
        }
        flight.role = Role::Effect;
        return Answer::Run;
    }
    const std::optional<Hash128> key = keys_.of(node);
    if (!key) {
        return Answer::Run;
    }
    flight.key = *key;
    if (mode_ == Mode::Afresh) {
        flight.role = Role::Loner;
        return Answer::Run;
    }
    ResultCache::Entry entry;
    if (!others_.empty() && findAsOther(step, entry)) {
        return give(entry);
    }
    switch (cache_->look(*key, entry)) {
    case ResultCache::Look::Hit: return give(entry);
    case ResultCache::Look::TakeOff: flight.role = Role::Pilot; return Answer::Run;
    case ResultCache::Look::Flying: break;
    }
    flight.role = Role::Waiter;
    return Answer::Wait;
}

void RunResults::wait(uint32_t step, Completion completion) {
    Hash128 key;
    {
        const std::lock_guard lock(mutex_);
        key = flights_[step].key;
    }
    cache_->wait(key, std::move(completion));
}

ResultCache::Entry RunResults::entryOf(const StepEnd& end) const {
    ResultCache::Entry entry;
    if (end.value != nullptr) {
        entry.value = *end.value;
    } else {
        entry.error = *end.error;
    }
    entry.tookNs = end.tookNs;
    entry.run = run_;
    return entry;
}

std::size_t RunResults::bytesOf(uint32_t node, const StepEnd& end) const {
    if (end.value == nullptr) {
        return end.error->message.size();
    }
    const std::size_t most = cache_->use().limit;
    std::size_t room = most;
    fitsWrittenOut(*types_, source_->nodes[node].type, *end.value, room);
    return most - room;
}

void RunResults::ended(uint32_t step, const StepEnd& end) {
    Flight flight;
    {
        const std::lock_guard lock(mutex_);
        flight = std::exchange(flights_[step], Flight{});
    }
    const uint32_t node = nodeOf_[step];
    if (flight.role == Role::Effect) {
        keepEffect(step, end);
        return;
    }
    if (flight.role == Role::Waiter && end.via == Via::Known) {
        if (const auto entry = cache_->peek(flight.key)) {
            const std::lock_guard lock(mutex_);
            reused_[step] = Reused{static_cast<double>(entry->tookNs) / 1000, entry->run};
        }
    }
    if (flight.role != Role::Pilot && flight.role != Role::Loner) {
        return;
    }
    // A value that stands in for another, and a failure that may have come of the time that a call
    // took, are no function of what the node is called with.
    const bool hasOptions = program_->operation(step).hasOptions;
    const bool isResult = end.value != nullptr ? end.via == Via::Run || end.via == Via::Cache
                                               : end.state == StepState::Failed && !hasOptions;
    if (isResult) {
        const std::size_t bytes = bytesOf(node, end);
        {
            const std::lock_guard lock(mutex_);
            kept_[step] = true;
            bytes_[step] = end.value != nullptr ? bytes : 0;
        }
        storeForOthers(step, entryOf(end), bytes);
        cache_->land(flight.key, entryOf(end), bytes);
    } else if (flight.role == Role::Pilot) {
        cache_->land(flight.key, std::nullopt, 0);
    }
}

bool RunResults::findAsOther(uint32_t step, ResultCache::Entry& entry) {
    const auto [begin, end] = others_.equal_range(step);
    return std::any_of(begin, end, [&](const auto& other) {
        const std::optional<Hash128> key = keys_.of(other.second);
        return key && cache_->find(*key, entry);
    });
}

void RunResults::storeForOthers(uint32_t step, const ResultCache::Entry& entry, std::size_t bytes) {
    const auto [begin, end] = others_.equal_range(step);
    for (auto other = begin; other != end; ++other) {
        if (const std::optional<Hash128> key = keyOf(other->second)) {
            cache_->store(*key, entry, bytes);
        }
    }
}

/// What a node with effects came to is what it gives in live runs, as long as it is called with the
/// same; and what it comes to decides what stands below it.
void RunResults::keepEffect(uint32_t step, const StepEnd& end) {
    const uint32_t node = nodeOf_[step];
    std::optional<Hash128> call;
    Hash128 digest;
    if (end.value != nullptr) {
        digest = digestOf(*types_, source_->nodes[node].type, *end.value);
    }
    {
        const std::lock_guard lock(mutex_);
        call = keys_.callOf(node);
        if (end.value != nullptr) {
            keys_.settle(node, digest);
        }
    }
    if (!call || end.state == StepState::Cancelled) {
        return;
    }
    const bool isOwn = end.via == Via::Run || end.via == Via::Cache;
    if ((end.value != nullptr && isOwn) || end.error != nullptr) {
        ResultCache::Entry entry = entryOf(end);
        entry.digest = digest;
        const std::size_t bytes = bytesOf(node, end);
        if (end.value != nullptr) {
            const std::lock_guard lock(mutex_);
            bytes_[step] = bytes;
        }
        cache_->store(effectKey(node, *call), std::move(entry), bytes);
    } else {
        cache_->remove(effectKey(node, *call));
    }
}

std::unordered_set<Hash128> RunResults::keys() {
    const std::lock_guard lock(mutex_);
    std::unordered_set<Hash128> keys;
    for (const uint32_t node : nodeOf_) {
        const std::optional<Hash128> key = node == kNoIndex ? std::nullopt : keys_.known(node);
        if (key) {
            keys.insert(*key);
        }
    }
    return keys;
}

std::vector<uint32_t> RunResults::underWay(const std::unordered_set<Hash128>& wanted) {
    const std::lock_guard lock(mutex_);
    std::vector<uint32_t> steps;
    for (uint32_t step = 0; step < flights_.size(); ++step) {
        if (flights_[step].role == Role::Pilot && wanted.contains(flights_[step].key)) {
            steps.push_back(step);
        }
    }
    return steps;
}

std::optional<RunResults::Reused> RunResults::reused(uint32_t step) const {
    const std::lock_guard lock(mutex_);
    return reused_[step];
}

bool RunResults::wasKept(uint32_t step) const {
    const std::lock_guard lock(mutex_);
    return kept_[step] || reused_[step];
}

std::size_t RunResults::keptBytes(uint32_t step) const {
    const std::lock_guard lock(mutex_);
    return bytes_[step];
}

std::optional<Hash128> RunResults::keyOf(uint32_t node) const {
    const std::lock_guard lock(mutex_);
    return keys_.known(node);
}

void RunResults::close() {
    const std::lock_guard lock(mutex_);
    keys_.close();
}

}  // namespace cst
