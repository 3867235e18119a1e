//===- Contraction.cpp - sums of products -----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Plain loops. A convolution is a sum of terms input[i] * weight[k] into
// result[r]; conv, conv_input_grad and conv_filter_grad visit the same triples
// (i, k, r) and differ in which of the three they sum into.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Registry.h"

using namespace leat;
using namespace leat::reference;

// The shape without its last two extents.
static llvm::ArrayRef<int64_t> batchOf(const Array &array) {
  return llvm::ArrayRef<int64_t>(array.shape).drop_back(2);
}

static Array evaluateMatmul(MatmulOp op, const Operands &in) {
  const Array &a = in[0], &b = in[1];
  bool flipA = op.getTransposeLhs(), flipB = op.getTransposeRhs();
  size_t lastA = a.shape.size() - 1, lastB = b.shape.size() - 1;
  int64_t inner = a.shape[flipA ? lastA - 1 : lastA];
  rt::Shape shape = broadcastShapes(batchOf(a), batchOf(b));
  shape.push_back(a.shape[flipA ? lastA : lastA - 1]);
  shape.push_back(b.shape[flipB ? lastB - 1 : lastB]);
  Array y = Array::zeros(a.type, shape);
  forEachIndex(shape, [&](const Index &index, int64_t i) {
    int64_t m = index[shape.size() - 2], n = index[shape.size() - 1];
    Index atA = index, atB = index;
    for (int64_t k = 0; k < inner; ++k) {
      atA[shape.size() - 2] = flipA ? k : m;
      atA[shape.size() - 1] = flipA ? m : k;
      atB[shape.size() - 2] = flipB ? n : k;
      atB[shape.size() - 1] = flipB ? k : n;
      y.floats[size_t(i)] += a.floats[size_t(a.broadcastPosition(atA))] *
                             b.floats[size_t(b.broadcastPosition(atB))];
    }
  });
  return y;
}

static Array evaluateLinear(LinearOp op, const Operands &in) {
  const Array &x = in[0], &w = in[1];
  int64_t features = w.shape[1];
  rt::Shape shape = x.shape;
  shape.back() = w.shape[0];
  Array y = Array::zeros(x.type, shape);
  forEachIndex(shape, [&](const Index &index, int64_t i) {
    int64_t o = index.back();
    Index at = index;
    double sum = 0;
    for (int64_t k = 0; k < features; ++k) {
      at.back() = k;
      sum += x.floats[size_t(x.positionOf(at))] *
             w.floats[size_t(o * features + k)];
    }
    y.floats[size_t(i)] = sum + (in.size() > 2 ? in[2].floats[size_t(o)] : 0);
  });
  return y;
}

namespace {
/// What a convolution slides over: its shapes, [N, C, space...] of the input,
/// [O, C / groups, kernel...] of the weight, [N, O, positions...] of the
/// result, and one number per spatial dimension of each attribute.
struct Convolution {
  rt::Shape input, weight, result;
  Index stride, padding, dilation;
  int64_t groups;
};
} // namespace

// One number per spatial dimension: `given` holds none, one for all, or all.
static Index perDimension(llvm::ArrayRef<int64_t> given, int64_t n,
                          int64_t missing) {
  if (given.size() == size_t(n))
    return Index(given);
  return Index(size_t(n), given.empty() ? missing : given.front());
}

template <typename OpT>
static Convolution makeConvolution(OpT op, rt::Shape input, rt::Shape weight,
                                   rt::Shape result) {
  int64_t n = int64_t(weight.size()) - 2;
  return {input,
          weight,
          result,
          perDimension(op.getStride(), n, 1),
          perDimension(op.getPadding(), n, 0),
          perDimension(op.getDilation(), n, 1),
          int64_t(op.getGroups())};
}

// How many positions a kernel takes: floor((size + 2 padding - span) / stride)
// + 1, where it spans dilation * (kernel - 1) + 1 elements.
static int64_t positionsOf(const Convolution &c, size_t i) {
  int64_t span = c.dilation[i] * (c.weight[2 + i] - 1) + 1;
  return (c.input[2 + i] + 2 * c.padding[i] - span) / c.stride[i] + 1;
}

/// Calls `term(i, k, r)`, positions in the input, weight and result, for every
/// product of the convolution that does not fall on padding.
template <typename Function>
static void forEachTerm(const Convolution &c, Function term) {
  Array input, weight;
  input.shape = c.input;
  weight.shape = c.weight;
  int64_t outputsPerGroup = c.result[1] / c.groups;
  llvm::ArrayRef<int64_t> taps = llvm::ArrayRef(c.weight).drop_front();
  forEachIndex(c.result, [&](const Index &at, int64_t r) {
    int64_t o = at[1], group = o / outputsPerGroup;
    forEachIndex(taps, [&](const Index &tap, int64_t) {
      Index atInput = {at[0], group * c.weight[1] + tap[0]};
      Index atWeight = {o};
      atWeight.append(tap.begin(), tap.end());
      for (size_t d = 0; d < c.stride.size(); ++d) {
        int64_t x =
            at[2 + d] * c.stride[d] + tap[1 + d] * c.dilation[d] - c.padding[d];
        if (x < 0 || x >= c.input[2 + d])
          return;
        atInput.push_back(x);
      }
      term(size_t(input.positionOf(atInput)),
           size_t(weight.positionOf(atWeight)), size_t(r));
    });
  });
}

static Array evaluateConv(ConvOp op, const Operands &in) {
  const Array &x = in[0], &w = in[1];
  Convolution c =
      makeConvolution(op, x.shape, w.shape, {x.shape[0], w.shape[0]});
  for (size_t i = 0; i + 2 < x.shape.size(); ++i)
    c.result.push_back(positionsOf(c, i));
  Array y = Array::zeros(x.type, c.result);
  forEachTerm(c, [&](size_t i, size_t k, size_t r) {
    y.floats[r] += x.floats[i] * w.floats[k];
  });
  if (in.size() > 2)
    forEachIndex(y.shape, [&](const Index &index, int64_t r) {
      y.floats[size_t(r)] += in[2].floats[size_t(index[1])];
    });
  return y;
}

static Array evaluateConvInputGrad(ConvInputGradOp op, const Operands &in) {
  const Array &dy = in[0], &w = in[1];
  rt::Shape shape = {dy.shape[0], w.shape[1] * int64_t(op.getGroups())};
  shape.insert(shape.end(), op.getInputSize().begin(), op.getInputSize().end());
  Array dx = Array::zeros(dy.type, shape);
  forEachTerm(makeConvolution(op, shape, w.shape, dy.shape),
              [&](size_t i, size_t k, size_t r) {
                dx.floats[i] += dy.floats[r] * w.floats[k];
              });
  return dx;
}

static Array evaluateConvFilterGrad(ConvFilterGradOp op, const Operands &in) {
  const Array &x = in[0], &dy = in[1];
  rt::Shape shape = {dy.shape[1], x.shape[1] / int64_t(op.getGroups())};
  shape.insert(shape.end(), op.getKernelSize().begin(),
               op.getKernelSize().end());
  Array dw = Array::zeros(x.type, shape);
  forEachTerm(makeConvolution(op, x.shape, shape, dy.shape),
              [&](size_t i, size_t k, size_t r) {
                dw.floats[k] += dy.floats[r] * x.floats[i];
              });
  return dw;
}

// Every element of the input spreads a multiple of the filters round its place.
static Array evaluateConvTranspose(ConvTransposeOp op, const Operands &in) {
  const Array &x = in[0], &w = in[1];
  Convolution c = makeConvolution(op, {x.shape[0], w.shape[1] * op.getGroups()},
                                  w.shape, x.shape);
  Index more = perDimension(op.getOutputPadding(), x.rank() - 2, 0);
  for (size_t i = 0; i < more.size(); ++i)
    c.input.push_back((x.shape[2 + i] - 1) * c.stride[i] - 2 * c.padding[i] +
                      c.dilation[i] * (w.shape[2 + i] - 1) + more[i] + 1);
  Array y = Array::zeros(x.type, c.input);
  forEachTerm(c, [&](size_t i, size_t k, size_t r) {
    y.floats[i] += x.floats[r] * w.floats[k];
  });
  if (in.size() > 2)
    forEachIndex(y.shape, [&](const Index &index, int64_t r) {
      y.floats[size_t(r)] += in[2].floats[size_t(index[1])];
    });
  return y;
}

void leat::reference::registerContraction(Registry &registry) {
  registry.add<MatmulOp>(evaluateMatmul);
  registry.add<LinearOp>(evaluateLinear);
  registry.add<ConvOp>(evaluateConv);
  registry.add<ConvInputGradOp>(evaluateConvInputGrad);
  registry.add<ConvFilterGradOp>(evaluateConvFilterGrad);
  registry.add<ConvTransposeOp>(evaluateConvTranspose);
}
