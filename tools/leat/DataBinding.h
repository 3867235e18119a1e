//===- DataBinding.h - fields of a data set as arguments --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A field binds to the argument of its name. Its examples are reshaped to what
// the argument says of one example, where the number of elements is equal, and
// its elements become the argument's type: floats a float type, integers any
// type, if it is an integer type that holds them.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_DATABINDING_H
#define LEAT_TOOLS_LEAT_DATABINDING_H

#include "runtime/data/Batches.h"
#include "runtime/data/Spec.h"
#include "runtime/program/Interface.h"

namespace leat::cli {

/// A data set cut into batches that a function takes as its arguments.
class BoundData {
public:
  /// Binds `data` to the arguments of `function`, whose first dimensions are
  /// the batch. An argument without a field keeps its default. Errors: there is
  /// no default either (the fields are listed); a field of floats for an
  /// argument of integers, or of integers that its type does not hold, or whose
  /// examples have another number of elements; those of Batches::create().
  static rt::Result<BoundData> create(rt::DataSet data,
                                      const FunctionInfo &function,
                                      const rt::BatchOptions &options);

  rt::Batches &batches() { return pieces; }

  /// Batch `index` of the current epoch, by the names of the arguments.
  /// Errors: out of memory.
  rt::Result<rt::NamedTensors> batch(int64_t index) const;

private:
  struct Field {
    std::string name;
    rt::DType type;
    rt::Shape example; ///< shape of one example
  };
  BoundData(rt::Batches pieces, std::vector<Field> fields)
      : pieces(std::move(pieces)), fields(std::move(fields)) {}
  static rt::Result<Field> bind(rt::DataSet &data, const ValueInfo &argument);

  rt::Batches pieces;
  std::vector<Field> fields;
};

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_DATABINDING_H
