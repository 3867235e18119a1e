//===- Spec.h - which data set a person means -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The argument of --data:
//
//   fashion-mnist[:DIR]   image f32[n, 1, 28, 28] in [0, 1], label i64[n]
//   mnist:DIR             the same
//   cifar10:DIR           image f32[n, 3, 32, 32] in [0, 1], label i64[n]
//   images:DIR            image f32[n, C, H, W] in [0, 1], label i64[n]
//   npz:FILE              the arrays of the file
//   csv:FILE              the columns of the file
//   mnist1d gauss-mixture two-moons swiss-roll spirals checkerboard
//                         made here, [:n=COUNT] of them; see Generated.h
//
// each with :train or :test behind it; without, the examples for training. DIR
// and FILE may contain ':'. docs/data.md tells what each of them holds.
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
  bool namesSplit = false;           ///< :train or :test was written
  std::optional<int64_t> count = {}; ///< n=COUNT of made sets
};

/// Errors (usage): an unknown kind, with the list of known ones; a missing or
/// superfluous part. Errors: text:FILE, which is not supported yet.
Result<DataSpec> parseDataSpec(std::string_view text);

/// Reads or makes the examples; `seed` is for those that are made. Errors:
/// those of the readers; a set that has no examples for testing.
Result<DataSet> loadData(const DataSpec &spec, uint64_t seed);

/// Both of the above.
Result<DataSet> loadData(std::string_view text, uint64_t seed);

/// Whether the set has examples for testing: never of csv files, of npz files
/// with arrays NAME_test, of image folders with a folder test, always of the
/// others. Errors: a file or folder that cannot be read.
Result<bool> hasTestExamples(const DataSpec &spec);

} // namespace leat::rt

#endif // LEAT_RUNTIME_DATA_SPEC_H
