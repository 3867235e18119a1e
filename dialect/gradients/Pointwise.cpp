//===- Pointwise.cpp - derivatives of pointwise ops -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/gradients/Pointwise.h"
#include "dialect/Dialect.h"
#include "dialect/Formula.h"

using namespace mlir;

namespace leat {

template <typename OpTy, typename... Args>
static Expr unary(const Expr &x, Args... args) {
  return Formula{*x.builder, *x.loc}.make<OpTy>(x.value, args...);
}

// A number becomes a scalar of the other operand's element type.
template <typename OpTy> static Expr binary(const Expr &a, const Expr &b) {
  const Expr &known = a.value ? a : b;
  Formula f{*known.builder, *known.loc};
  auto value = [&](const Expr &x) {
    return x.value ? x.value
                   : f.number(elementOf(known.value), *x.number).value;
  };
  return f.make<OpTy>(value(a), value(b));
}

Expr abs(Expr x) { return unary<AbsOp>(x); }
Expr square(Expr x) { return unary<SquareOp>(x); }
Expr sqrt(Expr x) { return unary<SqrtOp>(x); }
Expr tanh(Expr x) { return unary<TanhOp>(x); }
Expr sinh(Expr x) { return unary<SinhOp>(x); }
Expr cosh(Expr x) { return unary<CoshOp>(x); }
Expr softplus(Expr x) { return unary<SoftplusOp>(x); }
Expr digamma(Expr x) { return unary<DigammaOp>(x); }
Expr trigamma(Expr x) { return unary<TrigammaOp>(x); }
Expr polygamma(Expr x, int64_t order) { return unary<PolygammaOp>(x, order); }
Expr erfcx(Expr x) { return unary<ErfcxOp>(x); }
Expr i0e(Expr x) { return unary<I0eOp>(x); }
Expr i1e(Expr x) { return unary<I1eOp>(x); }
Expr minimum(Expr a, Expr b) { return binary<MinimumOp>(a, b); }
Expr hypot(Expr a, Expr b) { return binary<HypotOp>(a, b); }
Expr floorDiv(Expr a, Expr b) { return binary<FloorDivOp>(a, b); }

// Phi(x) + x phi(x). By the tanh: with s = sigmoid(2 u), s + x s (1 - s) 2 u',
// 2 u = x (c + c' x^2).
Expr geluSlope(Expr d, Expr x, bool byTanh) {
  if (!byTanh)
    return d * ((erf(x * 0.7071067811865476) + 1) * 0.5 +
                x * exp(x * x * -0.5) * 0.3989422804014327);
  constexpr double c = 1.5957691216057308, cubic = 0.044715 * c;
  Expr xx = x * x;
  Expr s = sigmoid(x * (xx * cubic + c));
  return d * (s + x * s * (Expr(1.0) - s) * (xx * (3 * cubic) + c));
}

// With w = tanh(softplus(x)): w + x (1 - w^2) sigmoid(x).
Expr mishSlope(Expr d, Expr x) {
  Expr w = tanh(softplus(x));
  return d * (w + x * (Expr(1.0) - w * w) * sigmoid(x));
}

Expr hardSiluSlope(Expr d, Expr x) {
  Expr line = d * (x * 0.3333333333333333 + 0.5);
  return where(x < 3, where(x > -3, line, 0), d);
}

Expr clipSlope(Expr d, Expr x, std::optional<double> low,
               std::optional<double> high) {
  if (low)
    d = where(x < *low, 0, d);
  return high ? where(x > *high, 0, d) : d;
}

} // namespace leat
