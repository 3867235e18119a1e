//===- Control.cpp - loops --------------------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A loop runs its region once a trip; what the trips stack is put one slice
// after the other, in the order of the trips.
//
//===----------------------------------------------------------------------===//
#include "dialect/Dialect.h"
#include "runtime/reference/Registry.h"

using namespace leat;
using namespace leat::reference;

// Adds one slice at the end of `stack`, whose leading extent counts slices.
static void pushSlice(Array &stack, const Array &slice) {
  ++stack.shape[0];
  stack.floats.insert(stack.floats.end(), slice.floats.begin(),
                      slice.floats.end());
  stack.integers.insert(stack.integers.end(), slice.integers.begin(),
                        slice.integers.end());
}

static rt::Result<Arrays> evaluateFor(mlir::Operation *operation,
                                      const Operands &in, Frame &frame) {
  auto op = mlir::cast<ForOp>(operation);
  Arrays carried, stacks;
  for (size_t i = 0; i < in.size(); ++i)
    carried.push_back(in[i]);
  for (int64_t trip = 0; trip < op.getTripCount(); ++trip) {
    Array counter = Array::zeros(rt::DType::I64, {});
    int64_t first = op.getFirst();
    counter.integers[0] = op.getDown() ? first - trip : first + trip;
    Arrays arguments = std::move(carried);
    arguments.insert(arguments.begin(), std::move(counter));
    LEAT_ASSIGN(Arrays yielded,
                frame.run(op.getBody().front(), std::move(arguments)));
    carried.clear();
    for (size_t i = 0; i < yielded.size(); ++i) {
      if (i < in.size()) {
        carried.push_back(std::move(yielded[i]));
        continue;
      }
      size_t place = i - in.size();
      if (trip == 0) {
        rt::Shape shape = yielded[i].shape;
        shape.insert(shape.begin(), 0);
        stacks.push_back(Array::zeros(yielded[i].type, shape));
      }
      pushSlice(stacks[place], yielded[i]);
    }
  }
  Arrays results = std::move(carried);
  for (Array &stack : stacks)
    results.push_back(std::move(stack));
  return results;
}

void leat::reference::registerControl(Registry &registry) {
  registry.add(ForOp::getOperationName(), evaluateFor);
}
