//===- ImageSets.h - MNIST and CIFAR-10 -------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The image sets that have files of their own form.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_DATA_IMAGESETS_H
#define LEAT_RUNTIME_DATA_IMAGESETS_H

#include "runtime/data/DataSet.h"

namespace leat::rt {

/// MNIST, or a set of its form, from the four files that it has
/// ("train-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz", ...), gzipped or
/// not: image f32[n, 1, 28, 28] in [0, 1], label i64[n]. Errors: of the files;
/// images that are not [n, 28, 28]; another number of labels.
Result<DataSet> loadMnist(const std::string &folder, bool isTest);

/// CIFAR-10 (Krizhevsky 2009) from its binary version, data_batch_1.bin to
/// data_batch_5.bin and test_batch.bin in `folder`: image f32[n, 3, 32, 32] in
/// [0, 1], label i64[n]. Errors: of the files; a size that is not a multiple of
/// the 3073 bytes of an example; a label over 9.
Result<DataSet> loadCifar10(const std::string &folder, bool isTest);

} // namespace leat::rt

#endif // LEAT_RUNTIME_DATA_IMAGESETS_H
