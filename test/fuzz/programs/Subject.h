//===- Subject.h - a program that is examined -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Its functions as the interpreter runs them, at chosen points.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_SUBJECT_H
#define LEAT_TEST_FUZZ_PROGRAMS_SUBJECT_H

#include "dialect/Dialect.h"
#include "runtime/StateSlab.h"
#include "runtime/jit/Model.h"
#include "runtime/reference/Array.h"

#include <map>
#include <string>
#include <vector>

namespace leat::fuzz {

using Arrays = std::vector<reference::Array>;
using States = std::map<std::string, reference::Array>;

/// A function after the graph stage: states are arguments and results.
struct Callable {
  std::string name;
  FuncOp func;
  std::vector<std::string> argumentStates, resultStates; ///< or empty
  std::vector<std::string> names; ///< of the arguments that are no states
  std::vector<mlir::Type> types;  ///< theirs
  bool writes = false;            ///< any state
};

/// What a call gives: its results, and the states after it.
struct Given {
  Arrays results;
  States states;
};

class Subject {
public:
  /// Reads the model `text`, with every float type as `floatType` if that is
  /// given, and takes the functions that are checked to the graph stage.
  /// Errors: what the compiler says.
  static rt::Result<std::unique_ptr<Subject>>
  read(const std::string &text, std::optional<rt::DType> floatType);

  /// The function of that name. It must be one that is checked.
  const Callable &function(const std::string &name) const {
    return functions.at(name);
  }
  /// Names of functions that stand for a check, and of those that nothing is
  /// made of any more.
  std::vector<std::string> checks, last;

  /// Inputs for `function`, by the names of its arguments. Equal names get
  /// equal numbers at one point.
  Arrays inputs(const Callable &function, uint64_t point) const;

  /// States as a program begins with them.
  rt::Result<States> states(uint64_t seed);

  /// Calls `function`. Errors: of the interpreter.
  rt::Result<Given> call(const Callable &function, const Arrays &inputs,
                         const States &states) const;

  Model &model() { return *read_; }
  mlir::ModuleOp graph() { return *lowered; }

private:
  rt::Status lower();

  std::unique_ptr<Model> read_;
  mlir::OwningOpRef<mlir::ModuleOp> lowered;
  std::map<std::string, Callable> functions;
};

/// What stands behind the last point of a function's name, if it is a
/// transform; otherwise nothing.
std::string transformOf(const std::string &name);

/// What stands before it.
std::string baseOf(const std::string &name);

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_SUBJECT_H
