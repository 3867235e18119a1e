//===- Engine.h - what runs the functions of a program ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A program does not care how its functions are run: by compiled code, or op
// by op by the reference interpreter. Both keep states in the same slab.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_PROGRAM_ENGINE_H
#define LEAT_RUNTIME_PROGRAM_ENGINE_H

#include "runtime/StateSlab.h"
#include "runtime/program/Interface.h"

#include <memory>

namespace leat {

/// A function for one set of extents, ready to run. One call at a time.
class Entry {
public:
  virtual ~Entry() = default;

  virtual const rt::EntrySignature &signature() const = 0;

  /// Runs it on `inputs`, in the order of the signature, and returns its
  /// outputs; reads and writes its states in `states`. Errors: those of
  /// rt::Executable::run().
  virtual rt::Result<std::vector<rt::Tensor>>
  run(const std::vector<rt::Tensor> &inputs, rt::StateSlab &states) = 0;
};

/// A way to run the functions of one model. Entries must not live longer
/// than the engine.
class Engine {
public:
  virtual ~Engine() = default;

  /// What the model offers.
  virtual const ModelInterface &interface() const = 0;

  /// Makes @name ready for these sizes of all its extents. Errors: what the
  /// passes report; what the engine can not run.
  virtual rt::Result<std::unique_ptr<Entry>>
  prepare(const std::string &name, const ExtentSizes &extents) = 0;

  /// What the compiler said that was no error, since the last call.
  virtual std::string takeRemarks() = 0;
};

} // namespace leat

#endif // LEAT_RUNTIME_PROGRAM_ENGINE_H
