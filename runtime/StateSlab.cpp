//===- StateSlab.cpp - all states of a model in one allocation ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "runtime/StateSlab.h"

#include <cstring>

namespace leat::rt {

Result<StateLayout>
StateLayout::make(const std::vector<TensorSignature> &states) {
  StateLayout layout;
  for (const TensorSignature &state : states) {
    Result<int64_t> count = countElements(state.type, state.shape);
    if (!count.ok())
      return std::move(count).status().at("state '" + state.name + "'");
    layout.slots.push_back({state, layout.bytes});
    int64_t bytes = *count * sizeOf(state.type), unit = int64_t(kAlignment);
    layout.bytes += (bytes + unit - 1) / unit * unit;
  }
  return layout;
}

const StateSlot *StateLayout::find(std::string_view name) const {
  for (const StateSlot &slot : slots)
    if (slot.tensor.name == name)
      return &slot;
  return nullptr;
}

Result<StateSlab> StateSlab::create(StateLayout layout) {
  StateSlab slab;
  LEAT_ASSIGN(slab.memory, Buffer::allocate(layout.bytes));
  slab.places = std::make_shared<StateLayout>(std::move(layout));
  return slab;
}

/// The elements of `slot` in the slab that starts at `base`.
static Result<Tensor> tensorAt(void *base, const StateSlot &slot) {
  return Tensor::wrap(slot.tensor.type, slot.tensor.shape,
                      static_cast<char *>(base) + slot.offset);
}

Result<Tensor> StateSlab::tensor(std::string_view name) const {
  const StateSlot *slot = places->find(name);
  if (!slot)
    return userError("the model has no state '", name, "'");
  return tensorAt(data(), *slot);
}

Status StateSlab::load(const State &state) {
  for (const auto &[name, tensor] : state.tensors()) {
    const StateSlot *slot = places->find(name);
    if (!slot)
      return userError("state '", name,
                       "' is given, but the model has none "
                       "of that name");
    const TensorSignature &expected = slot->tensor;
    if (tensor.dtype() != expected.type || tensor.shape() != expected.shape)
      return userError("state '", name, "' is ", tensor.signature(),
                       ", expected ",
                       signatureOf(expected.type, expected.shape));
  }
  for (const StateSlot &slot : places->slots)
    if (!state.find(slot.tensor.name))
      return userError("state '", slot.tensor.name, "' is missing");
  for (const StateSlot &slot : places->slots) {
    const Tensor *tensor = state.find(slot.tensor.name);
    if (tensor->bytes())
      std::memcpy(static_cast<char *>(data()) + slot.offset, tensor->data(),
                  size_t(tensor->bytes()));
  }
  poisonReason.clear();
  return {};
}

Result<State> StateSlab::store() const {
  if (!poisonReason.empty())
    return userError("the state cannot be saved: ", poisonReason);
  State state;
  for (const StateSlot &slot : places->slots) {
    LEAT_ASSIGN(Tensor borrowed, tensorAt(data(), slot));
    LEAT_ASSIGN(Tensor copy, borrowed.clone());
    LEAT_TRY(state.insert(slot.tensor.name, std::move(copy)));
  }
  return state;
}

} // namespace leat::rt
