//===- Describe.cpp - contractions of the dialect, by strides -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/contraction/Describe.h"
#include "dialect/Window.h"
#include "mlir/IR/TypeUtilities.h"
#include <numeric>

using namespace mlir;

namespace leat {

bool Padding::isNone() const {
  auto zero = [](int64_t v) { return v == 0; };
  return llvm::all_of(low, zero) && llvm::all_of(high, zero);
}

static SmallVector<int64_t> shapeOf(Value value) {
  return llvm::to_vector(cast<RankedTensorType>(value.getType()).getShape());
}

static SmallVector<int64_t> rowMajor(ArrayRef<int64_t> shape) {
  SmallVector<int64_t> strides(shape.size(), 1);
  for (int64_t i = int64_t(shape.size()) - 2; i >= 0; --i)
    strides[i] = strides[i + 1] * shape[i + 1];
  return strides;
}

static FloatType elementOf(Value value) {
  return cast<FloatType>(getElementTypeOrSelf(value.getType()));
}

namespace {

/// Builds a part: dims are added with the axis of the result that they walk.
class PartBuilder {
public:
  PartBuilder(FloatType element, ArrayRef<int64_t> resultShape)
      : strides(rowMajor(resultShape)) {
    part.contraction.element = element;
    part.origin.assign(resultShape.size(), 0);
  }

  void batch(unsigned axis, ContractionDim dim, int64_t step = 1) {
    add(part.contraction.batch, batchAxes, axis, dim, step);
  }
  void m(unsigned axis, ContractionDim dim, int64_t step = 1) {
    add(part.contraction.m, mAxes, axis, dim, step);
  }
  void n(unsigned axis, ContractionDim dim, int64_t step = 1) {
    add(part.contraction.n, nAxes, axis, dim, step);
  }
  void k(ContractionDim dim) { part.contraction.k.push_back(dim); }

  ContractionPart finish() {
    for (auto *axes : {&batchAxes, &mAxes, &nAxes})
      llvm::append_range(part.axes, *axes);
    for (auto [axis, start] : llvm::enumerate(part.origin))
      part.contraction.outOffset += start * strides[axis];
    return part;
  }

  ContractionPart part;

private:
  using Axes = SmallVector<std::pair<unsigned, int64_t>>;

  void add(SmallVector<ContractionDim> &dims, Axes &axes, unsigned axis,
           ContractionDim dim, int64_t step) {
    dim.out = strides[axis] * step;
    dims.push_back(dim);
    axes.push_back({axis, step});
  }

  SmallVector<int64_t> strides;
  Axes batchAxes, mAxes, nAxes;
};

} // namespace

//===----------------------------------------------------------------------===//
// matmul
//===----------------------------------------------------------------------===//

static ContractionDescription describeMatmul(MatmulOp op) {
  SmallVector<int64_t> lhs = shapeOf(op.getLhs()), rhs = shapeOf(op.getRhs()),
                       out = shapeOf(op.getResult());
  SmallVector<int64_t> lhsStrides = rowMajor(lhs), rhsStrides = rowMajor(rhs);
  size_t lm = lhs.size() - 2, lk = lhs.size() - 1, rk = rhs.size() - 2,
         rn = rhs.size() - 1;
  if (op.getTransposeLhs())
    std::swap(lm, lk);
  if (op.getTransposeRhs())
    std::swap(rk, rn);
  unsigned rank = out.size();
  PartBuilder b(elementOf(op.getResult()), out);
  // A leading dimension that only one operand has belongs to its side.
  for (unsigned axis = 0; axis + 2 < rank; ++axis) {
    auto stride = [&](ArrayRef<int64_t> shape,
                      ArrayRef<int64_t> strides) -> int64_t {
      int64_t i = int64_t(axis) - (int64_t(rank) - int64_t(shape.size()));
      return i < 0 || shape[i] == 1 ? 0 : strides[i];
    };
    ContractionDim dim{out[axis], stride(lhs, lhsStrides),
                       stride(rhs, rhsStrides), 0};
    if (dim.rhs == 0)
      b.m(axis, dim);
    else if (dim.lhs == 0)
      b.n(axis, dim);
    else
      b.batch(axis, dim);
  }
  b.m(rank - 2, {lhs[lm], lhsStrides[lm], 0, 0});
  b.n(rank - 1, {rhs[rn], 0, rhsStrides[rn], 0});
  b.k({lhs[lk], lhsStrides[lk], rhsStrides[rk], 0});
  ContractionDescription result{op.getLhs(), op.getRhs(), {}, {}, {}};
  result.padding.low.assign(rhs.size(), 0);
  result.padding.high.assign(rhs.size(), 0);
  result.parts.push_back(b.finish());
  return result;
}

//===----------------------------------------------------------------------===//
// Convolutions
//===----------------------------------------------------------------------===//

namespace {

/// The numbers of a convolution, over its spatial dimensions.
struct ConvolutionShape {
  SmallVector<int64_t> stride, padding, dilation;
  int64_t groups;

  template <typename OpTy>
  ConvolutionShape(OpTy op, int64_t spatial)
      : stride(expandWindow(op.getStride(), spatial, 1)),
        padding(expandWindow(op.getPadding(), spatial, 0)),
        dilation(expandWindow(op.getDilation(), spatial, 1)),
        groups(op.getGroups()) {}
};

SmallVector<int64_t> padded(ArrayRef<int64_t> shape, const Padding &padding) {
  SmallVector<int64_t> result(shape);
  for (size_t i = 0; i < shape.size(); ++i)
    result[i] += padding.low[i] + padding.high[i];
  return result;
}

Padding symmetric(ArrayRef<int64_t> spatial) {
  Padding padding;
  padding.low = {0, 0};
  llvm::append_range(padding.low, spatial);
  padding.high = padding.low;
  return padding;
}

} // namespace

// out[n, o, p] = sum over c, k of weight[o, c, k] * input[n, c, p stride + k
// dilation]
static ContractionDescription describeConv(ConvOp op) {
  SmallVector<int64_t> weight = shapeOf(op.getWeight()),
                       out = shapeOf(op.getResult());
  int64_t spatial = out.size() - 2;
  ConvolutionShape s(op, spatial);
  ContractionDescription result{
      op.getWeight(), op.getInput(), symmetric(s.padding), op.getBias(), {}};
  SmallVector<int64_t> input = padded(shapeOf(op.getInput()), result.padding);
  SmallVector<int64_t> w = rowMajor(weight), x = rowMajor(input);
  int64_t outputs = out[1] / s.groups, inputs = weight[1];
  PartBuilder b(elementOf(op.getResult()), out);
  if (s.groups > 1)
    b.batch(1, {s.groups, outputs * w[0], inputs * x[1], 0}, outputs);
  b.n(0, {out[0], 0, x[0], 0});
  b.m(1, {outputs, w[0], 0, 0});
  b.k({inputs, w[1], x[1], 0});
  for (int64_t i = 0; i < spatial; ++i) {
    b.n(i + 2, {out[i + 2], 0, s.stride[i] * x[i + 2], 0});
    b.k({weight[i + 2], w[i + 2], s.dilation[i] * x[i + 2], 0});
  }
  result.parts.push_back(b.finish());
  return result;
}

// out[o, c, k] = sum over n, p of cotangent[n, o, p] * input[n, c, p stride + k
// dilation]
static ContractionDescription describeFilterGrad(ConvFilterGradOp op) {
  SmallVector<int64_t> out = shapeOf(op.getResult()),
                       dy = shapeOf(op.getCotangent());
  int64_t spatial = out.size() - 2;
  ConvolutionShape s(op, spatial);
  ContractionDescription result{
      op.getCotangent(), op.getInput(), symmetric(s.padding), {}, {}};
  SmallVector<int64_t> input = padded(shapeOf(op.getInput()), result.padding);
  SmallVector<int64_t> y = rowMajor(dy), x = rowMajor(input);
  int64_t outputs = out[0] / s.groups, inputs = out[1];
  PartBuilder b(elementOf(op.getResult()), out);
  if (s.groups > 1)
    b.batch(0, {s.groups, outputs * y[1], inputs * x[1], 0}, outputs);
  b.m(0, {outputs, y[1], 0, 0});
  b.n(1, {inputs, 0, x[1], 0});
  b.k({dy[0], y[0], x[0], 0});
  for (int64_t i = 0; i < spatial; ++i) {
    b.n(i + 2, {out[i + 2], 0, s.dilation[i] * x[i + 2], 0});
    b.k({dy[i + 2], y[i + 2], s.stride[i] * x[i + 2], 0});
  }
  result.parts.push_back(b.finish());
  return result;
}

namespace {

/// One phase of one axis of an input gradient. Input positions i = phase +
/// stride j meet the taps k = firstTap + tapStep t, t < taps, at the position
/// j + start - tapShift t of the cotangent.
struct Phase {
  int64_t positions, firstTap, tapStep, taps, start, tapShift;
};

Phase phaseOf(int64_t phase, int64_t size, int64_t kernel, int64_t stride,
              int64_t padding, int64_t dilation) {
  Phase result;
  result.positions = (size - phase + stride - 1) / stride;
  result.tapStep = stride / std::gcd(dilation, stride);
  result.tapShift = dilation * result.tapStep / stride;
  result.firstTap = 0;
  while (result.firstTap < kernel &&
         (phase + padding - result.firstTap * dilation) % stride != 0)
    ++result.firstTap;
  result.taps = result.firstTap >= kernel
                    ? 0
                    : (kernel - 1 - result.firstTap) / result.tapStep + 1;
  result.start =
      result.taps ? (phase + padding - result.firstTap * dilation) / stride : 0;
  return result;
}

} // namespace

// out[n, c, i] = sum over o, k of weight[o, c, k] * cotangent[n, o, (i +
// padding - k dilation) / stride] where the division is exact. Positions of one
// remainder by the stride form a phase: a dense contraction with every
// stride-th tap, never one with zeros in between.
static ContractionDescription describeInputGrad(ConvInputGradOp op) {
  SmallVector<int64_t> out = shapeOf(op.getResult()),
                       weight = shapeOf(op.getWeight());
  SmallVector<int64_t> dy = shapeOf(op.getCotangent());
  int64_t spatial = out.size() - 2;
  ConvolutionShape s(op, spatial);
  ContractionDescription result{op.getWeight(), op.getCotangent(), {}, {}, {}};
  SmallVector<SmallVector<Phase>> phases(spatial);
  Padding &padding = result.padding;
  padding.low.assign(out.size(), 0);
  padding.high.assign(out.size(), 0);
  for (int64_t i = 0; i < spatial; ++i) {
    int64_t lowest = 0, highest = dy[i + 2] - 1;
    for (int64_t phase = 0; phase < std::min(s.stride[i], out[i + 2]);
         ++phase) {
      Phase p = phaseOf(phase, out[i + 2], weight[i + 2], s.stride[i],
                        s.padding[i], s.dilation[i]);
      phases[i].push_back(p);
      // A phase that no tap meets reads a zero, which the padding provides.
      lowest = std::min(lowest, p.taps ? p.start - p.tapShift * (p.taps - 1)
                                       : int64_t(-1));
      highest = std::max(highest, p.start + p.positions - 1);
    }
    padding.low[i + 2] = -lowest;
    padding.high[i + 2] = highest - (dy[i + 2] - 1);
  }
  SmallVector<int64_t> w = rowMajor(weight), y = rowMajor(padded(dy, padding));
  int64_t outputs = dy[1] / s.groups, inputs = weight[1];
  int64_t combinations = 1;
  for (auto &axis : phases)
    combinations *= axis.size();
  for (int64_t c = 0; c < combinations; ++c) {
    PartBuilder b(elementOf(op.getResult()), out);
    if (s.groups > 1)
      b.batch(1, {s.groups, outputs * w[0], outputs * y[1], 0}, inputs);
    b.n(0, {out[0], 0, y[0], 0});
    b.m(1, {inputs, w[1], 0, 0});
    b.k({outputs, w[0], y[1], 0});
    int64_t rest = c;
    bool empty = false;
    for (int64_t i = 0; i < spatial; ++i) {
      int64_t phase = rest % int64_t(phases[i].size());
      rest /= int64_t(phases[i].size());
      const Phase &p = phases[i][phase];
      empty |= p.taps == 0;
      b.part.origin[i + 2] = phase;
      b.n(i + 2, {p.positions, 0, y[i + 2], 0}, s.stride[i]);
      b.k({std::max<int64_t>(p.taps, 1), p.tapStep * w[i + 2],
           -p.tapShift * y[i + 2], 0});
      b.part.contraction.lhsOffset += p.taps ? p.firstTap * w[i + 2] : 0;
      b.part.contraction.rhsOffset += (p.start + padding.low[i + 2]) * y[i + 2];
    }
    ContractionPart part = b.finish();
    if (empty) { // Everything it reads is the first element, a zero of the
                 // padding.
      part.contraction.rhsOffset = part.contraction.lhsOffset = 0;
      for (auto *dims : {&part.contraction.batch, &part.contraction.n})
        for (ContractionDim &dim : *dims)
          dim.rhs = 0;
      for (ContractionDim &dim : part.contraction.k)
        dim = {1, 0, 0, 0};
    }
    result.parts.push_back(part);
  }
  return result;
}

FailureOr<ContractionDescription> describeContraction(Operation *op) {
  FailureOr<ContractionDescription> result = failure();
  if (auto matmul = dyn_cast<MatmulOp>(op))
    result = describeMatmul(matmul);
  else if (auto conv = dyn_cast<ConvOp>(op))
    result = describeConv(conv);
  else if (auto grad = dyn_cast<ConvFilterGradOp>(op))
    result = describeFilterGrad(grad);
  else if (auto grad = dyn_cast<ConvInputGradOp>(op))
    result = describeInputGrad(grad);
  else
    return op->emitOpError("has no micro-kernel yet");
  return result;
}

} // namespace leat
