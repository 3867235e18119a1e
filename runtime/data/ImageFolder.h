//===- ImageFolder.h - pictures sorted into folders -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One folder for each class, PNG and JPEG files in it.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_DATA_IMAGEFOLDER_H
#define LEAT_RUNTIME_DATA_IMAGEFOLDER_H

#include "runtime/data/DataSet.h"

namespace leat::rt {

/// The images of `folder`/train or /test where the former is a folder of
/// folders, else of `folder` itself, which then has none for testing. Each
/// sub-folder is a class, numbered in the order of their names (bytewise; that
/// of the training set for both); its files, in the same order, are the
/// examples. Names that start with '.' are passed over. Gives image f32[n, C,
/// H, W] in [0, 1], C = 1 if all are grey and 3 if any has colours, and label
/// i64[n]. Errors: what is neither a folder nor an image where one should be;
/// images of different sizes; a class for testing without one for training; no
/// class, no image.
Result<DataSet> loadImageFolder(const std::string &folder, bool isTest);

/// Whether loadImageFolder() finds images for testing. Errors: a folder that
/// cannot be read.
Result<bool> imageFolderHasTest(const std::string &folder);

} // namespace leat::rt

#endif // LEAT_RUNTIME_DATA_IMAGEFOLDER_H
