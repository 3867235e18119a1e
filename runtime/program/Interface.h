//===- Interface.h - what a model offers to its caller ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions with named arguments and results, and the states they share: what
// a person must know to call a model, without the compiler's IR.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_PROGRAM_INTERFACE_H
#define LEAT_RUNTIME_PROGRAM_INTERFACE_H

#include "runtime/Initialize.h"
#include "runtime/Signature.h"
#include "runtime/Tensor.h"

#include <map>
#include <string>
#include <vector>

namespace leat {

/// Sizes of named extents.
using ExtentSizes = std::map<std::string, int64_t>;

/// One dimension of an argument or result.
struct DimensionInfo {
  std::string name;  ///< of the extent; empty where there is none
  int64_t size = -1; ///< -1 where a call decides
};

/// An argument or a result of a function.
struct ValueInfo {
  std::string name;
  rt::DType type = rt::DType::F32;
  std::vector<DimensionInfo> dimensions;
  /// What an argument is where the caller does not give it, as Literal.h reads
  /// it: "[0.5, 1]"; empty for none.
  std::string defaultValue;

  /// As the language writes it: "f32[B, 784]".
  std::string signature() const;
  /// That value. Errors: it is none of the type, or there is none.
  rt::Result<rt::Tensor> makeDefault() const;
};

/// A function that a program can run.
struct FunctionInfo {
  enum class Kind : uint8_t {
    Function,
    Trainer, ///< made from a `trainer`: a call is a step
    Constant ///< computes a `const`
  };
  std::string name;
  Kind kind = Kind::Function;
  std::vector<ValueInfo> arguments, results;

  /// The argument of that name, or null.
  const ValueInfo *findArgument(std::string_view name) const;
  /// "@loss(image: f32[B, 784]) -> (loss: f32)".
  std::string signature() const;
};

/// Trainers in turns.
struct AlternationInfo {
  struct Turn {
    std::string trainer;
    int64_t steps = 1; ///< before the next turn
  };
  std::vector<Turn> turns;
  /// Its name; the arguments of all trainers, one of each name; and their
  /// results, the scalar that is minimised as "TRAINER.loss" and the others as
  /// "TRAINER.NAME".
  FunctionInfo function;
};

/// A tensor that lives as long as the program.
struct StateInfo {
  enum class Kind : uint8_t {
    Param, ///< learnt
    State, ///< lives on, not learnt
    Slot,  ///< belongs to a trainer
    Const  ///< computed once
  };
  Kind kind = Kind::Param;
  rt::TensorSignature tensor;
  bool isSeed = false; ///< starts as [seed, 0]
  rt::Initializer initializer;
  std::string copyOf; ///< starts as that state does; empty for none
};

/// All that a model offers, in the order of declaration.
struct ModelInterface {
  std::vector<FunctionInfo> functions;
  std::vector<StateInfo> states;
  std::vector<AlternationInfo> alternations;

  /// The function of that name, or null.
  const FunctionInfo *findFunction(std::string_view name) const;
  /// The same. Errors: there is none, with a list of those there are.
  rt::Result<const FunctionInfo *> requireFunction(std::string_view name) const;

  /// The state of that name, or null.
  const StateInfo *findState(std::string_view name) const;
  /// "@logits, @loss and @fit", for messages; constants are left out.
  std::string listFunctions() const;
};

} // namespace leat

#endif // LEAT_RUNTIME_PROGRAM_INTERFACE_H
