//===- MultiplyAdds.cpp - what a contraction costs --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A convolution and both of its derivatives sum the same products.
//
//===----------------------------------------------------------------------===//

#include "tools/compiler/MultiplyAdds.h"
#include "dialect/Dialect.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace leat;

int64_t cli::elementsOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getNumElements();
}

static ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

// `image` has the shape of a convolution's result, `filter` that of its weight.
static int64_t convolutionWork(Value image, Value filter) {
  return cli::elementsOf(image) * cli::elementsOf(filter) / shapeOf(filter)[0];
}

int64_t cli::multiplyAdds(Operation *op) {
  return TypeSwitch<Operation *, int64_t>(op)
      .Case<ConvOp>([](ConvOp conv) {
        return convolutionWork(conv.getResult(), conv.getWeight());
      })
      .Case<ConvInputGradOp>([](ConvInputGradOp grad) {
        return convolutionWork(grad.getCotangent(), grad.getWeight());
      })
      .Case<ConvFilterGradOp>([](ConvFilterGradOp grad) {
        return convolutionWork(grad.getCotangent(), grad.getResult());
      })
      .Case<ConvTransposeOp>([](ConvTransposeOp conv) {
        return convolutionWork(conv.getInput(), conv.getWeight());
      })
      .Case<LinearOp>([](LinearOp linear) {
        return elementsOf(linear.getResult()) * shapeOf(linear.getWeight())[1];
      })
      .Case<MatmulOp>([](MatmulOp matmul) {
        ArrayRef<int64_t> lhs = shapeOf(matmul.getLhs());
        return elementsOf(matmul.getResult()) *
               lhs[lhs.size() - (matmul.getTransposeLhs() ? 2 : 1)];
      })
      .Default([](Operation *) { return 0; });
}
