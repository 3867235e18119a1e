//===- Evaluation.cpp - a function averaged over a data set -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Batches in the order of the data, the last one short.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Evaluation.h"

#include <algorithm>

using namespace leat;
using namespace leat::cli;

rt::Result<Evaluation> Evaluation::create(const Function &function,
                                          rt::DataSet data, int64_t batchSize) {
  rt::BatchOptions options;
  options.size = std::min(batchSize, data.count());
  LEAT_ASSIGN(BoundData bound,
              BoundData::create(std::move(data), function.info(), options));
  return Evaluation(function, std::move(bound));
}

rt::Result<NamedNumbers> Evaluation::run(bool (*stop)()) {
  Averages averages;
  for (int64_t i = 0; i < data.batches().perEpoch(); ++i) {
    if (stop && stop())
      return NamedNumbers();
    LEAT_ASSIGN(rt::NamedTensors batch, data.batch(i));
    LEAT_ASSIGN(rt::NamedTensors results, function.run(batch));
    LEAT_TRY(averages.add(results, data.batches().rows(i)));
  }
  return averages.values();
}
