//===- InitialState.cpp - a program's states, filled and loaded -*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A file is compared with the model as a whole before anything is copied, so
// that one message lists all that does not fit.
//
//===----------------------------------------------------------------------===//

#include "runtime/program/InitialState.h"

#include <algorithm>
#include <cmath>
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
static constexpr size_t kMaxListed = 10;

static std::string listNames(const std::vector<std::string> &names) {
  std::string text;
  for (size_t i = 0; i < std::min(names.size(), kMaxListed); ++i)
    text += (i ? ", " : "") + names[i];
  if (names.size() > kMaxListed)
    text += " and " + std::to_string(names.size() - kMaxListed) + " more";
  return text;
}

static void addList(std::string &text, const std::string &what,
                    const std::vector<std::string> &names) {
  if (!names.empty())
    text += "\n  " + what + ": " + listNames(names);
}

namespace {

/// What goes where.
struct LoadPlan {
  std::vector<std::pair<const StateInfo *, rt::Tensor>> copies;
  std::vector<const StateInfo *> averages; ///< to be copied from their params
  std::vector<std::string> missing, extra, misfits;
  std::vector<std::string> seeds;     ///< that the file does not have
  std::vector<std::string> converted; ///< "w from f16 to f32"
};

} // namespace

static bool isOptional(const StateInfo &state) {
  return state.kind == StateInfo::Kind::Slot ||
         state.kind == StateInfo::Kind::Const;
}

// What may have gone wrong where a shape has the right extents in another
// order.
static std::string shapeHint(const rt::Shape &found, const rt::Shape &wanted) {
  if (found.size() == 2 && wanted == rt::Shape{found[1], found[0]})
    return " (transposed: weights are [out, in])";
  if (found.size() == 4 &&
      wanted == rt::Shape{found[3], found[2], found[0], found[1]})
    return " (transposed: weights of convolutions are [out, in, height, "
           "width])";
  return "";
}

static bool hasInfinity(const rt::Tensor &tensor) {
  for (int64_t i = 0; i < tensor.size(); ++i)
    if (std::isinf(tensor.toDouble(i)))
      return true;
  return false;
}

// `tensor` as elements of `type`; fails if numbers of it become others than
// their nearest ones.
static rt::Result<rt::Tensor> convert(const rt::Tensor &tensor,
                                      rt::DType type) {
  LEAT_ASSIGN(rt::Tensor converted, tensor.cast(type));
  bool holds = true;
  if (rt::isFloat(type)) {
    holds = !hasInfinity(converted) || hasInfinity(tensor);
  } else {
    LEAT_ASSIGN(rt::Tensor back, converted.cast(tensor.dtype()));
    holds = rt::sameBits(back, tensor);
  }
  if (!holds)
    return rt::userError("numbers that ", rt::nameOf(type), " does not hold");
  return converted;
}

// Plans to copy `tensor` to `state`, or says why it does not fit.
static void planCopy(LoadPlan &plan, const StateInfo &state,
                     const rt::Tensor &tensor) {
  const rt::TensorSignature &wanted = state.tensor;
  std::string found = wanted.name + " is " + tensor.signature() +
                      ", expected " +
                      rt::signatureOf(wanted.type, wanted.shape);
  if (tensor.shape() != wanted.shape) {
    plan.misfits.push_back(found + shapeHint(tensor.shape(), wanted.shape));
    return;
  }
  if (tensor.dtype() == wanted.type) {
    plan.copies.push_back({&state, tensor});
    return;
  }
  if (rt::isFloat(tensor.dtype()) != rt::isFloat(wanted.type)) {
    plan.misfits.push_back(found);
    return;
  }
  rt::Result<rt::Tensor> converted = convert(tensor, wanted.type);
  if (!converted.ok()) {
    plan.misfits.push_back(found + " (" + converted.status().message() + ")");
    return;
  }
  plan.copies.push_back({&state, *std::move(converted)});
  plan.converted.push_back(wanted.name + " from " +
                           std::string(rt::nameOf(tensor.dtype())) + " to " +
                           std::string(rt::nameOf(wanted.type)));
}

// Says behind the names that are missing, as far as they are listed, which
// tensor of the file may have been meant.
static void suggestNames(LoadPlan &plan) {
  for (size_t i = 0; i < std::min(plan.missing.size(), kMaxListed); ++i)
    if (std::string near = rt::nearestName(plan.missing[i], plan.extra);
        !near.empty())
      plan.missing[i] += " (the file has " + near + ")";
}

static rt::Result<LoadPlan> planLoad(const std::vector<StateInfo> &states,
                                     const rt::State &file,
                                     const LoadOptions &options) {
  LEAT_ASSIGN(auto names, options.names.apply(file.names()));
  std::map<std::string, const rt::Tensor *> tensors;
  for (const auto &[name, tensor] : file.tensors())
    tensors[names[name]] = &tensor;
  LoadPlan plan;
  for (const StateInfo &state : states) {
    auto found = tensors.find(state.tensor.name);
    const rt::Tensor *tensor = found == tensors.end() ? nullptr : found->second;
    tensors.erase(state.tensor.name);
    bool isSlot = state.kind == StateInfo::Kind::Slot;
    if (state.kind == StateInfo::Kind::Const ||
        (isSlot && options.withoutSlots && state.copyOf.empty()))
      continue;
    if (tensor)
      planCopy(plan, state, *tensor);
    else if (!state.copyOf.empty())
      plan.averages.push_back(&state);
    else if (state.isSeed)
      plan.seeds.push_back(state.tensor.name);
    else if (!isOptional(state))
      plan.missing.push_back(state.tensor.name);
  }
  for (const auto &[name, tensor] : tensors)
    plan.extra.push_back(name);
  suggestNames(plan);
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
  LEAT_ASSIGN(LoadPlan plan, planLoad(states, file, options));
  std::string wrong;
  if (!options.allowMissing)
    addList(wrong, "missing", plan.missing);
  if (!options.allowExtra)
    addList(wrong, "not in the model", plan.extra);
  addList(wrong, "different", plan.misfits);
  if (!wrong.empty())
    return rt::userError("the tensors are not those of the model:", wrong);
  for (const auto &[state, tensor] : plan.copies)
    LEAT_TRY(copyInto(slab, state->tensor.name, tensor));
  for (const StateInfo *state : plan.averages) {
    LEAT_ASSIGN(rt::Tensor source, slab.tensor(state->copyOf));
    LEAT_TRY(copyInto(slab, state->tensor.name, source));
  }
  if (!plan.seeds.empty() && options.report)
    options.report(
        "note: starts from the seed, as the file does not have it: " +
        listNames(plan.seeds));
  if (!plan.converted.empty() && options.report)
    options.report("note: converted " + listNames(plan.converted));
  return {};
}
