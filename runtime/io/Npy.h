//===- Npy.h - NumPy's array files: npy and npz -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// npy is one array: a magic, a header that is a Python dictionary, the
// elements (NEP 1). npz is a zip archive of npy members.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_NPY_H
#define LEAT_RUNTIME_IO_NPY_H

#include "runtime/Tensor.h"
#include "runtime/io/Bytes.h"

namespace leat::rt {

/// Reads an npy file of version 1, 2 or 3, C or Fortran order, either byte
/// order; element types as languageType() says. Errors: no npy file, a damaged
/// header, too few or too many bytes, elements that are no real numbers
/// (complex, text, records, Python objects).
Result<Tensor> readNpy(const std::string &path);

/// The same of bytes in memory.
Result<Tensor> parseNpy(ByteView content);

/// Writes an npy file of version 1, atomically. Errors: bf16, which NumPy does
/// not have; a disk error.
Status writeNpy(const std::string &path, const Tensor &tensor);

/// Reads every array of an npz file (stored or deflated), in the archive's
/// order, without the ".npy" of their names. Errors: as readNpy, no zip
/// archive, a wrong checksum, zip64 and encryption.
Result<NamedTensors> readNpz(const std::string &path);

/// Writes an npz file, uncompressed, atomically. Errors: as writeNpy; two
/// arrays of one name; 4 GiB or more.
Status writeNpz(const std::string &path, const NamedTensors &tensors);

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_NPY_H
