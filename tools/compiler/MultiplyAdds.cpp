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

// Of each query and key, a product for each feature and each output.
static int64_t attentionWork(AttentionOp attention) {
  int64_t features = shapeOf(attention.getQuery()).back(),
          outputs = shapeOf(attention.getResult()).back(),
          keys = *std::next(shapeOf(attention.getKey()).rbegin());
  return cli::elementsOf(attention.getResult()) / outputs * keys *
         (features + outputs);
}

// From left to right: two terms become one of the letters that are needed yet,
// with a product for each point of the letters of both. A single term, and a
// product that nothing is summed of, costs no multiply-add.
static int64_t einsumWork(EinsumOp einsum) {
  llvm::SmallDenseMap<char, int64_t> extents;
  std::string text;
  llvm::copy_if(einsum.getEquation(), std::back_inserter(text),
                [](char c) { return c != ' '; });
  auto [left, output] = StringRef(text).split("->");
  SmallVector<StringRef> terms;
  left.split(terms, ',');
  for (auto [term, input] : llvm::zip(terms, einsum.getInputs()))
    for (auto [letter, extent] : llvm::zip(term, shapeOf(input)))
      extents[letter] = extent;
  int64_t work = 0;
  std::string done = terms.front().str();
  for (size_t i = 1; i < terms.size(); ++i) {
    std::string both = done;
    for (char letter : terms[i])
      if (!StringRef(both).contains(letter))
        both += letter;
    std::string needed = output.str();
    for (StringRef later : ArrayRef(terms).drop_front(i + 1))
      needed += later;
    done.clear();
    int64_t points = 1;
    for (char letter : both) {
      points *= extents[letter];
      if (StringRef(needed).contains(letter))
        done += letter;
    }
    work += done.size() < both.size() ? points : 0;
  }
  return work;
}

int64_t cli::tripsAround(Operation *op) {
  int64_t trips = 1;
  for (auto loop = op->getParentOfType<ForOp>(); loop;
       loop = loop->getParentOfType<ForOp>())
    trips *= loop.getTripCount().value_or(1);
  return trips;
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
      .Case<AttentionOp>(attentionWork)
      .Case<EinsumOp>(einsumWork)
      .Default([](Operation *) { return 0; });
}
