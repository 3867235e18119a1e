//===- Runs.h - runs a function in the interpreter and checks it -*- C++
//-*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tests of one op are one line: the op as a person writes it, its operands by
// name, and what it gives.
//
//   expectOp("add %a, %b", {{"a", f64({2}, {1, 2})}, {"b", f64({}, {3})}},
//            "f64[2]", {4, 5});
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_UNIT_REFERENCE_RUNS_H
#define LEAT_TEST_UNIT_REFERENCE_RUNS_H

#include "runtime/Tensor.h"

#include <string>
#include <vector>

namespace leat::reference {

/// A tensor of `type` with these elements, converted.
rt::Tensor tensor(rt::DType type, rt::Shape shape, std::vector<double> values);
rt::Tensor f64(rt::Shape shape, std::vector<double> values);
rt::Tensor f32(rt::Shape shape, std::vector<double> values);
rt::Tensor i64(rt::Shape shape, std::vector<double> values);
rt::Tensor i1(rt::Shape shape, std::vector<double> values);

/// f64 elements 7 i mod 11 - 5, i = 0, 1, ...: small integers without a
/// pattern, so that sums of products are exact.
rt::Tensor ramp(rt::Shape shape);

/// Runs @main of a model that holds `functions`, or of a module in MLIR's
/// generic form, which begins with a quotation mark.
rt::Result<std::vector<rt::Tensor>>
run(const std::string &functions, const std::vector<rt::Tensor> &arguments);

/// The gradients of the first result of @main by finite differences.
rt::Result<std::vector<rt::Tensor>>
differences(const std::string &functions,
            const std::vector<rt::Tensor> &arguments,
            const std::vector<unsigned> &wrt);

/// The ops of the dialect that the interpreter has no entry for, sorted.
std::vector<std::string> opsWithoutEntry();

/// A function @main(names) -> (y) of one op.
std::string mainOf(const std::string &op, const rt::NamedTensors &operands,
                   const std::string &signature);

/// The op gives a tensor of `signature` whose elements are within `tolerance`,
/// relative to max(1, |expected|), of `expected`. NaN is within NaN.
void expectOp(const std::string &op, const rt::NamedTensors &operands,
              const std::string &signature, const std::vector<double> &expected,
              double tolerance = 1e-14);

/// The same for any tensor.
void expectTensor(const rt::Tensor &found, const std::string &signature,
                  const std::vector<double> &expected,
                  double tolerance = 1e-14);

} // namespace leat::reference

#endif // LEAT_TEST_UNIT_REFERENCE_RUNS_H
