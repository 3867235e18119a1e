//===- Csv.h - tables of numbers as text ------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What spreadsheets and other programs write: a line of names, then one line
// for each example.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_CSV_H
#define LEAT_RUNTIME_IO_CSV_H

#include "runtime/Tensor.h"
#include "runtime/io/Bytes.h"

namespace leat::rt {

/// Reads a csv file: columns become tensors [lines], named by the first line,
/// i64 where every cell is written as an integer that fits and f64 otherwise.
/// Columns x.0, x.1, ... (or x0, x1, ...), in any order, are gathered into one
/// tensor x [lines, columns] where the first of them stands. Cells are
/// separated by commas, may be quoted ("" is a quote within), and spaces round
/// them do not count; lines end in LF or CR LF. Errors, with line and column:
/// an empty cell; a cell that is no finite number; a line of another number of
/// cells; a name that is missing, a number or used twice; a gap in gathered
/// columns; no line of numbers.
Result<NamedTensors> readCsv(const std::string &path);

/// The same of text in memory.
Result<NamedTensors> parseCsv(ByteView content);

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_CSV_H
