//===- Executable.cpp - a compiled function, called with tensors ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "runtime/Executable.h"
#include "runtime/Failure.h"
#include "runtime/Report.h"

namespace leat::rt {

Result<Executable> Executable::create(EntrySignature signature,
                                      EntryFunction *function) {
  if (!function)
    return internalError("entry '", signature.name, "' has no code");
  Executable executable;
  LEAT_ASSIGN(executable.arena, Buffer::allocate(signature.arenaBytes));
  executable.facts = std::move(signature);
  executable.function = function;
  return executable;
}

/// "image, label": for messages that say what there is.
static std::string namesOf(const std::vector<TensorSignature> &tensors) {
  std::string names;
  for (const TensorSignature &tensor : tensors)
    names += (names.empty() ? "" : ", ") + tensor.name;
  return names.empty() ? "none" : names;
}

static Status checkInput(const EntrySignature &entry, size_t index,
                         const Tensor &given) {
  const TensorSignature &expected = entry.inputs[index];
  if (given.dtype() == expected.type && given.shape() == expected.shape)
    return {};
  return userError("input '", expected.name, "' of '", entry.name, "' is ",
                   given.signature(), ", expected ",
                   signatureOf(expected.type, expected.shape));
}

/// `tensor`, copied where its memory is not aligned as compiled code expects.
static Result<Tensor> aligned(const Tensor &tensor) {
  if (reinterpret_cast<uintptr_t>(tensor.data()) % kAlignment == 0)
    return tensor;
  return tensor.clone();
}

Status Executable::checkState(const StateSlab *state) {
  if (facts.states.empty())
    return {};
  if (!state || state->sharedLayout() != checkedLayout)
    for (const std::string &name : facts.states)
      if (!state || !state->layout().find(name))
        return userError("'", facts.name, "' needs the state '", name,
                         state ? "', which the slab does not hold"
                               : "', but no state is given");
  checkedLayout = state->sharedLayout();
  if (!state->poisoned().empty())
    return userError("'", facts.name,
                     "' cannot use the state: ", state->poisoned());
  return {};
}

namespace {
/// Writes what one call prints.
struct CallPrinter : EntryPrinter {
  CallPrinter(const EntrySignature &entry, const EntryStatus &status)
      : EntryPrinter{write}, entry(entry), status(status) {}

  const EntrySignature &entry;
  const EntryStatus &status;

private:
  static void write(EntryPrinter *self, int32_t number, int32_t value,
                    const void *data);
};
} // namespace

// The interpreter ends at an assert that fails; compiled code runs on.
void CallPrinter::write(EntryPrinter *self, int32_t number, int32_t value,
                        const void *data) {
  auto *call = static_cast<CallPrinter *>(self);
  if (CheckCode(int32_t(call->status.word)) == CheckCode::AssertFailed)
    return;
  const PrintRecord &print = call->entry.prints[size_t(number)];
  if (print.values.empty())
    return report(print);
  const auto &[name, type, shape] = print.values[size_t(value)];
  report(print, size_t(value),
         *Tensor::wrap(type, shape, const_cast<void *>(data)));
}

Status Executable::call(const std::vector<const void *> &inputs,
                        const std::vector<void *> &outputs, StateSlab *state) {
  EntryStatus status;
  CallPrinter printer(facts, status);
  EntryArgs args = {inputs.data(),
                    outputs.data(),
                    state ? state->data() : nullptr,
                    arena.data(),
                    &status,
                    tracer,
                    &printer,
                    counter ? &counter->done : nullptr};
  if (counter) {
    counter->done = 0;
    counter->total = facts.trips;
  }
  int32_t code = function(&args);
  if (code == 0)
    return {};
  auto number = size_t(status.word >> 32);
  Status error =
      number < facts.checks.size()
          ? describeFailure(facts.checks[number], facts.name, status.position,
                            status.value)
          : internalError("'", facts.name, "' failed with code ", code,
                          " in check ", number, ", which it does not have");
  if (state && !facts.writes.empty())
    state->poison(error.message());
  return error;
}

Result<Tensor> Executable::takeOutput(size_t index) {
  if (index < lastOutputs.size() && lastOutputs[index].isUnique())
    return std::move(lastOutputs[index]);
  const TensorSignature &output = facts.outputs[index];
  return Tensor::zeros(output.type, output.shape);
}

Result<std::vector<Tensor>> Executable::run(const std::vector<Tensor> &inputs,
                                            StateSlab *state) {
  if (inputs.size() != facts.inputs.size())
    return userError("'", facts.name, "' is given ", inputs.size(),
                     " inputs, expected ", facts.inputs.size(), ": ",
                     namesOf(facts.inputs));
  std::vector<Tensor> held, outputs;
  std::vector<const void *> inputPointers;
  std::vector<void *> outputPointers;
  for (size_t i = 0; i < inputs.size(); ++i) {
    LEAT_TRY(checkInput(facts, i, inputs[i]));
    LEAT_ASSIGN(Tensor tensor, aligned(inputs[i]));
    inputPointers.push_back(tensor.data());
    held.push_back(std::move(tensor));
  }
  LEAT_TRY(checkState(state));
  for (size_t i = 0; i < facts.outputs.size(); ++i) {
    LEAT_ASSIGN(Tensor tensor, takeOutput(i));
    outputPointers.push_back(tensor.data());
    outputs.push_back(std::move(tensor));
  }
  LEAT_TRY(call(inputPointers, outputPointers, state));
  lastOutputs = outputs;
  return outputs;
}

Result<NamedTensors> Executable::run(const NamedTensors &inputs,
                                     StateSlab *state) {
  std::vector<Tensor> ordered(facts.inputs.size());
  std::vector<bool> given(facts.inputs.size());
  for (const auto &[name, tensor] : inputs) {
    size_t i = 0;
    while (i < facts.inputs.size() && facts.inputs[i].name != name)
      ++i;
    if (i == facts.inputs.size())
      return userError("'", facts.name, "' has no input '", name,
                       "'; its inputs are: ", namesOf(facts.inputs));
    if (given[i])
      return userError("input '", name, "' of '", facts.name,
                       "' is given twice");
    given[i] = true;
    ordered[i] = tensor;
  }
  for (size_t i = 0; i < given.size(); ++i)
    if (!given[i])
      return userError("input '", facts.inputs[i].name, "' of '", facts.name,
                       "' is missing");
  LEAT_ASSIGN(std::vector<Tensor> outputs, run(ordered, state));
  NamedTensors named;
  for (size_t i = 0; i < outputs.size(); ++i)
    named.emplace_back(facts.outputs[i].name, std::move(outputs[i]));
  return named;
}

} // namespace leat::rt
