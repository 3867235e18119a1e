//===- ArrayFiles.h - data sets in one npz or csv file ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Files in which every array is a field, under the name that it has there.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_DATA_ARRAYFILES_H
#define LEAT_RUNTIME_DATA_ARRAYFILES_H

#include "runtime/data/DataSet.h"

namespace leat::rt {

/// The arrays of an npz file: for testing those called NAME_test, as field
/// NAME; for training all others, NAME_train as field NAME. Errors: of the
/// file; arrays of different first extents; no array for testing.
Result<DataSet> loadNpz(const std::string &path, bool isTest);

/// Whether an npz file has arrays NAME_test. Errors: of the file.
Result<bool> npzHasTest(const std::string &path);

/// The columns of a csv file (Csv.h). Errors: of the file; `isTest`, as a csv
/// file holds one set of examples.
Result<DataSet> loadCsv(const std::string &path, bool isTest);

} // namespace leat::rt

#endif // LEAT_RUNTIME_DATA_ARRAYFILES_H
