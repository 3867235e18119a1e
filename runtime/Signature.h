//===- Signature.h - how a compiled function is called ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime must know of an entry, without the compiler that made it,
// and the memory layout that both agree on (docs/abi.md).
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_SIGNATURE_H
#define LEAT_RUNTIME_SIGNATURE_H

#include "runtime/Tensor.h"

namespace leat::rt {

/// What an entry is given. The arrays hold one pointer per input and output,
/// in the order of the signature. All buffers are row-major, aligned to
/// kAlignment and distinct.
struct EntryArgs {
  const void *const *inputs;
  void *const *outputs;
  void *state;     ///< the slab, laid out as a StateLayout
  void *arena;     ///< EntrySignature::arenaBytes, of any content
  int64_t *status; ///< one word, cleared by the entry
};

/// An entry: 0, or the code in the status word.
using EntryFunction = int32_t(const EntryArgs *);

/// Name, element type and shape of an input, an output or a state.
struct TensorSignature {
  std::string name;
  DType type = DType::F32;
  Shape shape;

  bool operator==(const TensorSignature &) const = default;
};

/// An entry of a model.
struct EntrySignature {
  std::string name;                     ///< in the model
  std::string symbol;                   ///< in the object: leat_entry_<name>
  std::vector<TensorSignature> inputs;  ///< in the order of the arguments
  std::vector<TensorSignature> outputs; ///< in the order of the results
  std::vector<std::string> states;      ///< names of all states it touches
  std::vector<std::string> writes;      ///< those of them that it changes
  int64_t arenaBytes = 0;               ///< all that it needs, scratch included
  int64_t scratchBytes = 0; ///< of these, for temporaries of kernels
};

/// A state and where it lies in the slab, in bytes.
struct StateSlot {
  TensorSignature tensor;
  int64_t offset = 0;
};

/// The slab of a model: its states in order of declaration, each at the next
/// multiple of kAlignment.
struct StateLayout {
  std::vector<StateSlot> slots;
  int64_t bytes = 0;

  /// Lays `states` out. Errors: those of countElements().
  static Result<StateLayout> make(const std::vector<TensorSignature> &states);

  /// The slot of that name, or null.
  const StateSlot *find(std::string_view name) const;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_SIGNATURE_H
