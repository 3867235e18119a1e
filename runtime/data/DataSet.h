//===- DataSet.h - examples in memory ---------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Named fields, each a tensor whose first dimension counts the examples. Fields
// bind to the arguments of a function by name.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_DATA_DATASET_H
#define LEAT_RUNTIME_DATA_DATASET_H

#include "runtime/Tensor.h"

namespace leat::rt {

/// Examples, by field. Copies share the elements.
class DataSet {
public:
  /// Errors: no field; a scalar; fields that count different numbers of
  /// examples; two fields of one name.
  static Result<DataSet> create(NamedTensors fields);

  const NamedTensors &fields() const { return entries; }
  /// The field of that name, or null.
  const Tensor *find(std::string_view name) const;
  /// The number of examples.
  int64_t count() const { return examples; }

  /// The same examples with one field converted to another element type: a
  /// label in the integer type that a function takes. Errors: no such field;
  /// out of memory.
  Status castField(std::string_view name, DType type);

  /// The first `count` examples, 0 <= count <= count(), copied. Errors: out of
  /// memory.
  Result<DataSet> first(int64_t count) const;

  /// A short text that changes when names, types, shapes or elements do, for
  /// logs: "crc32:89abcdef".
  std::string hash() const;

private:
  NamedTensors entries;
  int64_t examples = 0;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_DATA_DATASET_H
