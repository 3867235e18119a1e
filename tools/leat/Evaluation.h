//===- Evaluation.h - a function averaged over a data set -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `leat eval` does once and `leat train --eval` after every epoch.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_EVALUATION_H
#define LEAT_TOOLS_LEAT_EVALUATION_H

#include "runtime/program/Program.h"
#include "tools/leat/Averages.h"
#include "tools/leat/DataBinding.h"

namespace leat::cli {

/// Examples per call; results do not depend on it beyond rounding.
inline constexpr int64_t kEvalBatch = 500;

/// A function with the data that it is averaged over.
class Evaluation {
public:
  /// Errors: those of BoundData::create().
  static rt::Result<Evaluation> create(const Function &function,
                                       rt::DataSet data, int64_t batchSize);

  const FunctionInfo &info() const { return function.info(); }

  /// The averages by example of its results; none if `stop`, which is asked
  /// before each batch, answers true. Errors: those of the runs; a result that
  /// is no float scalar.
  rt::Result<NamedNumbers> run(bool (*stop)() = nullptr);

private:
  Evaluation(Function function, BoundData data)
      : function(std::move(function)), data(std::move(data)) {}
  Function function;
  BoundData data;
};

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_EVALUATION_H
