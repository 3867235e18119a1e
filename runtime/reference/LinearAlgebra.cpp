//===- LinearAlgebra.cpp - factors, inverses, determinants ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One matrix after the other, row by row, as in a textbook.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Registry.h"

#include <algorithm>
#include <cmath>

using namespace leat;
using namespace leat::reference;

namespace {
/// A matrix, row-major.
struct Matrix {
  int64_t rows = 0, columns = 0;
  std::vector<double> elements;

  Matrix(int64_t rows, int64_t columns)
      : rows(rows), columns(columns), elements(size_t(rows * columns)) {}
  double &operator()(int64_t i, int64_t j) {
    return elements[size_t(i * columns + j)];
  }
  double operator()(int64_t i, int64_t j) const {
    return elements[size_t(i * columns + j)];
  }
};
} // namespace

// Matrix `i` of an array [..., rows, columns].
static Matrix matrixOf(const Array &array, int64_t i) {
  Matrix m(array.shape[array.shape.size() - 2], array.shape.back());
  for (size_t j = 0; j < m.elements.size(); ++j)
    m.elements[j] = array.floats[size_t(i) * m.elements.size() + j];
  return m;
}

static int64_t countMatrices(const Array &array) {
  int64_t count = 1;
  for (int64_t size : llvm::ArrayRef<int64_t>(array.shape).drop_back(2))
    count *= size;
  return count;
}

static Matrix identity(int64_t n) {
  Matrix m(n, n);
  for (int64_t i = 0; i < n; ++i)
    m(i, i) = 1;
  return m;
}

static Matrix product(const Matrix &a, const Matrix &b) {
  Matrix c(a.rows, b.columns);
  for (int64_t i = 0; i < a.rows; ++i)
    for (int64_t j = 0; j < b.columns; ++j)
      for (int64_t k = 0; k < a.columns; ++k)
        c(i, j) += a(i, k) * b(k, j);
  return c;
}

static Matrix cholesky(const Matrix &a) {
  Matrix l(a.rows, a.rows);
  for (int64_t i = 0; i < a.rows; ++i)
    for (int64_t j = 0; j <= i; ++j) {
      double rest = a(i, j);
      for (int64_t k = 0; k < j; ++k)
        rest -= l(i, k) * l(j, k);
      l(i, j) = i == j ? std::sqrt(rest) : rest / l(j, j);
    }
  return l;
}

// Rows of `a` and `b` in an order with large pivots, and `a` made upper
// triangular. Returns the sign of that order.
static double triangulate(Matrix &a, Matrix &b) {
  double sign = 1;
  for (int64_t j = 0; j < a.rows; ++j) {
    int64_t best = j;
    for (int64_t i = j; i < a.rows; ++i)
      if (std::fabs(a(i, j)) > std::fabs(a(best, j)))
        best = i;
    if (best != j)
      sign = -sign;
    for (int64_t k = 0; k < a.columns; ++k)
      std::swap(a(j, k), a(best, k));
    for (int64_t k = 0; k < b.columns; ++k)
      std::swap(b(j, k), b(best, k));
    for (int64_t i = j + 1; i < a.rows && a(j, j) != 0; ++i) {
      double factor = a(i, j) / a(j, j);
      for (int64_t k = j; k < a.columns; ++k)
        a(i, k) -= factor * a(j, k);
      for (int64_t k = 0; k < b.columns; ++k)
        b(i, k) -= factor * b(j, k);
    }
  }
  return sign;
}

// x with a x = b, of the triangle of `a` that the flags name.
static Matrix substitute(const Matrix &a, Matrix b, bool upper, bool transpose,
                         bool unit) {
  int64_t n = a.rows;
  auto at = [&](int64_t i, int64_t j) { return transpose ? a(j, i) : a(i, j); };
  bool down = upper != transpose;
  for (int64_t trip = 0; trip < n; ++trip) {
    int64_t i = down ? n - 1 - trip : trip;
    for (int64_t k = 0; k < b.columns; ++k) {
      for (int64_t j = down ? i + 1 : 0; j < (down ? n : i); ++j)
        b(i, k) -= at(i, j) * b(j, k);
      if (!unit)
        b(i, k) /= at(i, i);
    }
  }
  return b;
}

static Matrix solve(Matrix a, Matrix b) {
  triangulate(a, b);
  return substitute(a, b, /*upper=*/true, /*transpose=*/false, /*unit=*/false);
}

static Matrix power(const Matrix &a, int64_t n) {
  Matrix base = n < 0 ? solve(a, identity(a.rows)) : a;
  Matrix result = identity(a.rows);
  for (int64_t i = 0; i < std::abs(n); ++i)
    result = product(result, base);
  return result;
}

// x with a^T a x = a^T b, by Householder's reflections of the columns.
static Matrix leastSquares(Matrix a, Matrix b) {
  int64_t m = a.rows, n = a.columns;
  for (int64_t j = 0; j < n; ++j) {
    std::vector<double> v(size_t(m), 0);
    double length = 0, square = 0;
    for (int64_t i = j; i < m; ++i)
      length += a(i, j) * a(i, j);
    length = std::sqrt(length);
    for (int64_t i = j; i < m; ++i) {
      v[size_t(i)] = a(i, j) + (i == j ? std::copysign(length, a(j, j)) : 0);
      square += v[size_t(i)] * v[size_t(i)];
    }
    for (Matrix *x : {&a, &b})
      for (int64_t k = 0; k < x->columns; ++k) {
        double dot = 0;
        for (int64_t i = j; i < m; ++i)
          dot += v[size_t(i)] * (*x)(i, k);
        for (int64_t i = j; i < m; ++i)
          (*x)(i, k) -= 2 * dot / square * v[size_t(i)];
      }
  }
  Matrix top(n, n), right(n, b.columns);
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t j = i; j < n; ++j)
      top(i, j) = a(i, j);
    for (int64_t j = 0; j < b.columns; ++j)
      right(i, j) = b(i, j);
  }
  return substitute(top, right, /*upper=*/true, false, false);
}

// Turns rows and columns p and q of `a` so that their common element is 0, and
// columns p and q of `v` with them.
static void rotate(Matrix &a, Matrix &v, int64_t p, int64_t q) {
  if (a(p, q) == 0)
    return;
  double angle = 0.5 * std::atan(2 * a(p, q) / (a(q, q) - a(p, p)));
  double c = std::cos(angle), s = std::sin(angle);
  auto turn = [&](double &x, double &y) {
    double old = x;
    x = c * old - s * y;
    y = s * old + c * y;
  };
  for (int64_t k = 0; k < a.rows; ++k)
    turn(a(k, p), a(k, q));
  for (int64_t k = 0; k < a.rows; ++k)
    turn(a(p, k), a(q, k));
  for (int64_t k = 0; k < a.rows; ++k)
    turn(v(k, p), v(k, q));
}

namespace {
struct Eigen {
  Matrix values, vectors; ///< one row; columns
};
} // namespace

// Jacobi's method, one rotation after the other, until nothing is left beside
// the diagonal.
static Eigen eigenOf(Matrix a) {
  int64_t n = a.rows;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = i + 1; j < n; ++j)
      a(i, j) = a(j, i);
  Matrix v = identity(n);
  for (int sweep = 0; sweep < 30; ++sweep)
    for (int64_t p = 0; p < n; ++p)
      for (int64_t q = p + 1; q < n; ++q)
        rotate(a, v, p, q);
  std::vector<int64_t> order;
  for (int64_t i = 0; i < n; ++i)
    order.push_back(i);
  std::sort(order.begin(), order.end(), [&](int64_t i, int64_t j) {
    return std::pair(a(i, i), i) < std::pair(a(j, j), j);
  });
  Eigen found{Matrix(1, n), Matrix(n, n)};
  for (int64_t j = 0; j < n; ++j) {
    int64_t from = order[size_t(j)], largest = 0;
    for (int64_t i = 0; i < n; ++i)
      if (std::fabs(v(i, from)) > std::fabs(v(largest, from)))
        largest = i;
    double sign = v(largest, from) < 0 ? -1 : 1;
    found.values(0, j) = a(from, from);
    for (int64_t i = 0; i < n; ++i)
      found.vectors(i, j) = sign * v(i, from);
  }
  return found;
}

/// Adds an op that makes a matrix of the matrices that its operands hold.
template <typename OpT, typename Function>
static void matrixwise(Registry &registry, Function function) {
  registry.add<OpT>([=](OpT op, const Operands &in) {
    Array y = Array::zeros(op.getType());
    size_t place = 0;
    for (int64_t i = 0; i < countMatrices(in[0]); ++i) {
      std::vector<Matrix> given;
      for (size_t operand = 0; operand < in.size(); ++operand)
        given.push_back(matrixOf(in[operand], i));
      for (double element : function(op, given).elements)
        y.floats[place++] = element;
    }
    return y;
  });
}

/// Adds an op that makes a number of each matrix, from the sign of the order of
/// its rows and the diagonal after elimination.
template <typename OpT, typename Function>
static void ofPivots(Registry &registry, Function function) {
  registry.add<OpT>([=](OpT, const Operands &in) {
    rt::Shape shape = in[0].shape;
    shape.resize(shape.size() - 2);
    Array y = Array::zeros(in[0].type, shape);
    for (int64_t i = 0; i < countMatrices(in[0]); ++i) {
      Matrix a = matrixOf(in[0], i), none(a.rows, 0);
      double sign = triangulate(a, none);
      std::vector<double> pivots;
      for (int64_t j = 0; j < a.rows; ++j)
        pivots.push_back(a(j, j));
      y.floats[size_t(i)] = function(sign, pivots);
    }
    return y;
  });
}

using Matrices = std::vector<Matrix>;

void leat::reference::registerLinearAlgebra(Registry &registry) {
  matrixwise<CholeskyOp>(
      registry, [](CholeskyOp, const Matrices &m) { return cholesky(m[0]); });
  matrixwise<TriangularSolveOp>(
      registry, [](TriangularSolveOp op, const Matrices &m) {
        return substitute(m[0], m[1], op.getUpper(), op.getTranspose(),
                          op.getUnit());
      });
  matrixwise<SolveOp>(
      registry, [](SolveOp, const Matrices &m) { return solve(m[0], m[1]); });
  matrixwise<InverseOp>(registry, [](InverseOp, const Matrices &m) {
    return solve(m[0], identity(m[0].rows));
  });
  matrixwise<MatrixPowerOp>(registry, [](MatrixPowerOp op, const Matrices &m) {
    return power(m[0], op.getPower());
  });
  matrixwise<LstsqOp>(registry, [](LstsqOp, const Matrices &m) {
    return leastSquares(m[0], m[1]);
  });
  matrixwise<PinvOp>(registry, [](PinvOp, const Matrices &m) {
    return leastSquares(m[0], identity(m[0].rows));
  });
  matrixwise<EighValuesOp>(registry, [](EighValuesOp, const Matrices &m) {
    return eigenOf(m[0]).values;
  });
  matrixwise<EighVectorsOp>(registry, [](EighVectorsOp, const Matrices &m) {
    return eigenOf(m[0]).vectors;
  });
  ofPivots<LogAbsDetOp>(registry, [](double, const std::vector<double> &p) {
    double sum = 0;
    for (double pivot : p)
      sum += std::log(std::fabs(pivot));
    return sum;
  });
  ofPivots<DetSignOp>(registry, [](double sign, const std::vector<double> &p) {
    for (double pivot : p)
      sign *= double(pivot > 0) - double(pivot < 0);
    return sign;
  });
}
