//===- Spec.h - which data set a person means -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The argument of --data:
//
//   fashion-mnist[:DIR][:train|:test]     image f32[n, 1, 28, 28] in [0, 1],
//   mnist:DIR[:train|:test]               label i64[n]
//   npz:FILE                              the arrays of the file
//   gauss-mixture two-moons swiss-roll spirals checkerboard
//                 [:n=COUNT][:train|:test]  made here; see Generated.h
//
// Without :test, the examples for training. DIR holds the four files that MNIST
// has ("train-images-idx3-ubyte.gz", ...), gzipped or not; it may contain ':'
// where no component is "train" or "test".
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_DATA_SPEC_H
#define LEAT_RUNTIME_DATA_SPEC_H

#include "runtime/data/DataSet.h"

#include <optional>

namespace leat::rt {

/// A parsed SPEC.
struct DataSpec {
  std::string kind;                  ///< "fashion-mnist", "npz", ...
  std::string path;                  ///< DIR or FILE; empty for made sets
  bool isTest = false;               ///< :test
  std::optional<int64_t> count = {}; ///< n=COUNT of made sets
};

/// Errors (usage): an unknown kind, with the list of known ones; a missing or
/// superfluous part.
Result<DataSpec> parseDataSpec(std::string_view text);

/// Reads or makes the examples; `seed` is for those that are made. Errors: of
/// the files; images that are not [n, 28, 28]; another number of labels.
Result<DataSet> loadData(const DataSpec &spec, uint64_t seed);

/// Both of the above.
Result<DataSet> loadData(std::string_view text, uint64_t seed);

} // namespace leat::rt

#endif // LEAT_RUNTIME_DATA_SPEC_H
