//===- Batches.h - a data set in pieces, in a known order -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The order of an epoch depends on the seed and the number of the epoch only,
// so that a run resumed in the middle sees the examples it would have seen.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_DATA_BATCHES_H
#define LEAT_RUNTIME_DATA_BATCHES_H

#include "runtime/data/DataSet.h"

namespace leat::rt {

/// How a data set is cut into batches.
struct BatchOptions {
  int64_t size = 1;      ///< examples a batch
  bool shuffle = false;  ///< a new order in each epoch
  bool dropLast = false; ///< leave out a last batch of fewer examples
  uint64_t seed = 0;     ///< of the order
};

/// The batches of a data set, which is shared, not copied.
class Batches {
public:
  /// Errors: a size below 1, or larger than the data set.
  static Result<Batches> create(DataSet data, const BatchOptions &options);

  /// The number of batches in an epoch.
  int64_t perEpoch() const;

  /// The number of examples in batch `index`, 0 <= index < perEpoch().
  int64_t rows(int64_t index) const;

  /// Goes to the order of an epoch. With shuffle: from the last example to the
  /// second, example i changes places with example j <= i, j =
  /// below(i + 1, element i) of draw `epoch` under seedFor(seed,
  /// "data.shuffle") (Philox.h; Fisher, Yates). A new object is at epoch 0.
  void startEpoch(uint64_t epoch);

  /// The numbers of the examples in batch `index` of the current epoch.
  std::span<const int64_t> examples(int64_t index) const;

  /// Copies one field of batch `index` into `destination`, whose first
  /// dimension is rows(index); the others may have any shape of as many
  /// elements as the field's. Errors: no such field; another element type or
  /// number of elements.
  Status copy(int64_t index, std::string_view field, Tensor &destination) const;

  const DataSet &data() const { return source; }

private:
  Batches(DataSet data, const BatchOptions &options)
      : source(std::move(data)), options(options) {}

  DataSet source;
  BatchOptions options;
  std::vector<int64_t> order;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_DATA_BATCHES_H
