//===- LinearAlgebra.cpp - statements of factors and inverses ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Matrices of at most four columns, with elements of at most 0.2 beside a
// diagonal of 1.2 or -1.2: neither they nor their inverses stretch a vector
// more than 2.5 times. What is to be symmetric is made of such.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <algorithm>
#include <cmath>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

static constexpr double kElement = 0.2, kDiagonal = 1.2, kStretch = 2.5;

/// Extents before those of the matrices.
static rt::Shape someBatch(Maker &m) {
  rt::Shape batch;
  if (m.dice.chance(0.3))
    batch.push_back(std::min<int64_t>(m.extent(), 4));
  return batch;
}

static TensorType matrices(rt::Shape batch, int64_t rows, int64_t columns) {
  batch.insert(batch.end(), {rows, columns});
  return {DType::F64, batch};
}

static int64_t someColumns(Maker &m) {
  return std::min<int64_t>(m.extent(), 4);
}

static int small(Maker &m, const TensorType &type) {
  Range range = {-kElement, kElement};
  return m.fit(m.valueOf(type, range), range);
}

/// Well-conditioned matrices: no fewer rows than columns.
static int regular(Maker &m, const rt::Shape &batch, int64_t rows,
                   int64_t columns) {
  TensorType type = matrices(batch, rows, columns);
  int id = small(m, type);
  double value = m.dice.chance(0.7) ? kDiagonal : -kDiagonal;
  int numbers = m.emit("full " + textOf(value) + " : " +
                           TensorType{DType::F64, {columns}}.text(),
                       {}, {DType::F64, {columns}}, {value, value});
  std::string diagonal = "diag($1)";
  if (rows > columns)
    diagonal = "pad(diag($1), low = [0, 0], high = [" +
               std::to_string(rows - columns) + ", 0])";
  return m.emit("let $0 + " + diagonal, {id, numbers}, type,
                {-kDiagonal - kElement, kDiagonal + kElement});
}

/// The right sides of equations with `rows`.
static int rightSides(Maker &m, const rt::Shape &batch, int64_t rows) {
  int64_t columns = std::min<int64_t>(m.extent(), 5);
  return m.fit(m.valueOf(matrices(batch, rows, columns), kAnyFloat), {-5, 5});
}

void fuzz::makeSquare(Maker &m, const Rule &rule) {
  std::string_view name = rule.op;
  rt::Shape batch = someBatch(m);
  int64_t n = someColumns(m);
  int id = regular(m, batch, n, n);
  if (name == "log_abs_det" || name == "det_sign") {
    double bound = double(n) * std::log(kStretch);
    m.op(rule.op, {id}, "", {DType::F64, batch},
         name == "det_sign" ? Range{-1, 1} : Range{-bound, bound});
    return;
  }
  double bound = kStretch;
  std::string text;
  if (name == "matrix_power") {
    int64_t power = m.dice.between(-2, 4);
    text = "power = " + std::to_string(power);
    bound = std::pow(kStretch, double(std::max<int64_t>(std::abs(power), 1)));
  }
  m.op(rule.op, {id}, text, m.typeOf(id), {-bound, bound});
}

void fuzz::makeSolve(Maker &m, const Rule &rule) {
  rt::Shape batch = someBatch(m);
  int64_t n = someColumns(m);
  int a = regular(m, batch, n, n), b = rightSides(m, batch, n);
  double bound = kStretch * largest(m[b].range);
  m.op(rule.op, {a, b}, "", m.typeOf(b), {-bound, bound});
}

void fuzz::makeTriangularSolve(Maker &m, const Rule &rule) {
  rt::Shape batch = someBatch(m);
  int64_t n = someColumns(m);
  int a = regular(m, batch, n, n), b = rightSides(m, batch, n);
  std::string text;
  for (const char *flag : {"upper", "transpose", "unit"})
    if (m.dice.chance(0.4))
      text += std::string(text.empty() ? "" : ", ") + flag + " = true";
  double bound = kStretch * largest(m[b].range);
  m.op(rule.op, {a, b}, text, m.typeOf(b), {-bound, bound});
}

void fuzz::makeLeastSquares(Maker &m, const Rule &rule) {
  rt::Shape batch = someBatch(m);
  int64_t n = someColumns(m), rows = n + m.dice.between(0, 2);
  int a = regular(m, batch, rows, n);
  if (std::string_view(rule.op) == "pinv") {
    m.op(rule.op, {a}, "", matrices(batch, n, rows), {-kStretch, kStretch});
    return;
  }
  int b = rightSides(m, batch, rows);
  double bound = kStretch * largest(m[b].range) * std::sqrt(double(rows));
  m.op(rule.op, {a, b}, "", matrices(batch, n, m.typeOf(b).shape.back()),
       {-bound, bound});
}

void fuzz::makeCholesky(Maker &m, const Rule &rule) {
  rt::Shape batch = someBatch(m);
  int64_t n = someColumns(m);
  int a = regular(m, batch, n, n);
  double bound = kStretch * kStretch;
  int product = m.emit("let matmul($0, $0, transpose_rhs = true)", {a},
                       m.typeOf(a), {-bound, bound});
  m.op(rule.op, {product}, "", m.typeOf(a), {-kStretch, kStretch});
}

// Eigenvalues stay apart: the diagonal is 0, 3, 6 ...
void fuzz::makeEigen(Maker &m, const Rule &rule) {
  rt::Shape batch = someBatch(m);
  int64_t n = someColumns(m);
  TensorType type = matrices(batch, n, n);
  int id = small(m, type);
  int steps = m.emit("iota shape = " + listOf({n}) + ", axis = 0, dtype = f64",
                     {}, {DType::F64, {n}}, {0, double(n - 1)});
  std::string turned = batch.empty() ? "[1, 0]" : "[0, 2, 1]";
  double bound = 3 * double(n - 1) + 2;
  int sum =
      m.emit("let $0 + transpose($0, axes = " + turned + ") + diag(3.0 * $1)",
             {id, steps}, type, {-bound, bound});
  if (std::string_view(rule.op) == "eigh_vectors") {
    m.op(rule.op, {sum}, "", type, {-1, 1});
    return;
  }
  type.shape.pop_back();
  m.op(rule.op, {sum}, "", type, {-bound, bound});
}
