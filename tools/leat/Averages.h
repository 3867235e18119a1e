//===- Averages.h - averages by example of scalar results -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sums that a checkpoint carries along, so that an epoch in two runs has the
// averages of an epoch in one.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_AVERAGES_H
#define LEAT_TOOLS_LEAT_AVERAGES_H

#include "runtime/Tensor.h"

namespace leat::cli {

/// Numbers by name, in the order of a function's results.
using NamedNumbers = std::vector<std::pair<std::string, double>>;

/// The averages, by example, of the scalar results of a function over a data
/// set; the last batch may be short.
class Averages {
public:
  /// Adds the results of a call on `rows` examples; a call need not give all
  /// results. Errors: a result that is no float scalar.
  rt::Status add(const rt::NamedTensors &results, int64_t rows);

  /// Forgets all calls, but not the order of the results.
  void restart();

  /// The averages, each over the calls that gave it, in the order of their
  /// first ones.
  NamedNumbers values() const;

  /// The number of calls that were added.
  int64_t batches() const { return calls; }

  /// The sums as a text of one line: "batches=2 examples=16 loss=11.25"; behind
  /// one of fewer examples "loss:examples=8".
  std::string text() const;
  /// Reads text() back, to the bit. Errors: a text that is none.
  static rt::Result<Averages> parse(const std::string &text);

private:
  struct Sum {
    std::string name;
    double value = 0;
    int64_t examples = 0;
  };
  Sum &sumOf(const std::string &name);

  std::vector<Sum> sums;
  int64_t examples = 0, calls = 0;
};

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_AVERAGES_H
