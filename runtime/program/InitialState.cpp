//===- InitialState.cpp - a program's states, filled and loaded -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A file is compared with the model as a whole before anything is copied, so
// that one message lists all that does not fit.
//
//===----------------------------------------------------------------------===//

#include "runtime/program/InitialState.h"

#include <algorithm>
#include <cstring>

using namespace leat;

rt::Status leat::resetState(rt::StateSlab &slab, const StateInfo &state,
                            uint64_t seed) {
  LEAT_ASSIGN(rt::Tensor tensor, slab.tensor(state.tensor.name));
  if (state.kind == StateInfo::Kind::Const) {
    tensor.fill(0);
    return {};
  }
  if (state.isSeed) {
    tensor.values<int64_t>()[0] = int64_t(seed);
    tensor.values<int64_t>()[1] = 0;
    return {};
  }
  const std::string &name =
      state.copyOf.empty() ? state.tensor.name : state.copyOf;
  return rt::initialize(tensor, state.initializer, seed, name)
      .at("@" + state.tensor.name);
}

rt::Result<rt::StateSlab>
leat::createStates(const std::vector<StateInfo> &states, uint64_t seed) {
  std::vector<rt::TensorSignature> tensors;
  for (const StateInfo &state : states)
    tensors.push_back(state.tensor);
  LEAT_ASSIGN(rt::StateLayout layout, rt::StateLayout::make(tensors));
  LEAT_ASSIGN(rt::StateSlab slab, rt::StateSlab::create(std::move(layout)));
  for (const StateInfo &state : states)
    LEAT_TRY(resetState(slab, state, seed));
  return slab;
}

// One line per kind of misfit, with at most this many names.
static constexpr size_t kMaxListed = 8;

static void addList(std::string &text, const std::string &what,
                    const std::vector<std::string> &names) {
  if (names.empty())
    return;
  text += "\n  " + what + ": ";
  for (size_t i = 0; i < std::min(names.size(), kMaxListed); ++i)
    text += (i ? ", " : "") + names[i];
  if (names.size() > kMaxListed)
    text += " and " + std::to_string(names.size() - kMaxListed) + " more";
}

namespace {

/// What goes where.
struct LoadPlan {
  std::vector<std::pair<const StateInfo *, const rt::Tensor *>> copies;
  std::vector<const StateInfo *> averages; ///< to be copied from their params
  std::vector<std::string> missing, extra, misfits;
};

} // namespace

static bool isOptional(const StateInfo &state) {
  return state.kind == StateInfo::Kind::Slot ||
         state.kind == StateInfo::Kind::Const;
}

static LoadPlan planLoad(const std::vector<StateInfo> &states,
                         const rt::State &file, const LoadOptions &options) {
  std::map<std::string, const rt::Tensor *> tensors;
  for (const auto &[name, tensor] : file.tensors()) {
    auto other = options.renamed.find(name);
    tensors[other == options.renamed.end() ? name : other->second] = &tensor;
  }
  LoadPlan plan;
  for (const StateInfo &state : states) {
    auto found = tensors.find(state.tensor.name);
    const rt::Tensor *tensor = found == tensors.end() ? nullptr : found->second;
    tensors.erase(state.tensor.name);
    bool isSlot = state.kind == StateInfo::Kind::Slot;
    if (state.kind == StateInfo::Kind::Const ||
        (isSlot && options.withoutSlots && state.copyOf.empty()))
      continue;
    if (!tensor) {
      if (!state.copyOf.empty())
        plan.averages.push_back(&state);
      else if (!isOptional(state))
        plan.missing.push_back(state.tensor.name);
      continue;
    }
    if (tensor->dtype() != state.tensor.type ||
        tensor->shape() != state.tensor.shape)
      plan.misfits.push_back(
          state.tensor.name + " is " + tensor->signature() + ", expected " +
          rt::signatureOf(state.tensor.type, state.tensor.shape));
    plan.copies.push_back({&state, tensor});
  }
  for (const auto &[name, tensor] : tensors)
    plan.extra.push_back(name);
  return plan;
}

static rt::Status copyInto(rt::StateSlab &slab, const std::string &name,
                           const rt::Tensor &from) {
  LEAT_ASSIGN(rt::Tensor to, slab.tensor(name));
  if (from.bytes())
    std::memcpy(to.data(), from.data(), size_t(from.bytes()));
  return {};
}

rt::Status leat::loadStates(rt::StateSlab &slab,
                            const std::vector<StateInfo> &states,
                            const rt::State &file, const LoadOptions &options) {
  LoadPlan plan = planLoad(states, file, options);
  std::string wrong;
  if (!options.allowMissing)
    addList(wrong, "missing", plan.missing);
  if (!options.allowExtra)
    addList(wrong, "not in the model", plan.extra);
  addList(wrong, "different", plan.misfits);
  if (!wrong.empty())
    return rt::userError("the tensors are not those of the model:", wrong);
  for (const auto &[state, tensor] : plan.copies)
    LEAT_TRY(copyInto(slab, state->tensor.name, *tensor));
  for (const StateInfo *state : plan.averages) {
    LEAT_ASSIGN(rt::Tensor source, slab.tensor(state->copyOf));
    LEAT_TRY(copyInto(slab, state->tensor.name, source));
  }
  return {};
}
