//===- Executable.h - a compiled function, called with tensors --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Checks what goes in, makes room for what comes out.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_EXECUTABLE_H
#define LEAT_RUNTIME_EXECUTABLE_H

#include "runtime/StateSlab.h"

namespace leat::rt {

/// An entry, its arena and the outputs of its last call, which are kept from
/// call to call: one call at a time. Copies share the arena. The code that
/// `function` points to stays the caller's.
class Executable {
public:
  /// Allocates the arena. Errors: no function, out of memory.
  static Result<Executable> create(EntrySignature signature,
                                   EntryFunction *function);

  const EntrySignature &signature() const { return facts; }

  /// Whom an entry compiled with profile tells of its launches; it must outlive
  /// the calls.
  void setTracer(LaunchTracer *listener) { tracer = listener; }

  /// What an entry compiled to count trips tells how far a call has come; it
  /// must outlive the calls.
  void setCounter(TripCounter *trips) { counter = trips; }

  /// Runs the entry on `inputs`, in the order of the signature, and returns
  /// its outputs in the order of the signature. The memory of an output of the
  /// last call that nobody else holds any more is written again: pages new from
  /// the system cost more than many a kernel. States are
  /// read from and written to `state`, which may be null for an entry that
  /// touches none. Errors: another number of inputs; an input of another type
  /// or shape; a slab without the entry's states, or poisoned; a check of the
  /// entry that fails, after which the slab is poisoned if it writes to it.
  Result<std::vector<Tensor>> run(const std::vector<Tensor> &inputs,
                                  StateSlab *state = nullptr);

  /// The same by name, inputs in any order. Errors: also an input that is
  /// missing, unknown or given twice.
  Result<NamedTensors> run(const NamedTensors &inputs,
                           StateSlab *state = nullptr);

private:
  Status checkState(const StateSlab *state);
  Result<Tensor> takeOutput(size_t index);
  Status call(const std::vector<const void *> &inputs,
              const std::vector<void *> &outputs, StateSlab *state);

  EntrySignature facts;
  EntryFunction *function = nullptr;
  Buffer arena;
  std::vector<Tensor> lastOutputs; ///< empty before the first call
  LaunchTracer *tracer = nullptr;
  TripCounter *counter = nullptr;
  /// One that is known to hold the entry's states.
  std::shared_ptr<const StateLayout> checkedLayout;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_EXECUTABLE_H
