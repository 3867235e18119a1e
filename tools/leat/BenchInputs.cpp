//===- BenchInputs.cpp - inputs made for a function's types -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//

#include "tools/leat/BenchInputs.h"
#include "runtime/Philox.h"
#include "tools/leat/Shapes.h"

#include <algorithm>

using namespace leat;
using namespace leat::cli;

/// Integers are below this where nothing says what they are.
static constexpr int64_t kManyIntegers = 10;

static const rt::Tensor *find(const rt::NamedTensors &tensors,
                              const std::string &name) {
  for (const auto &[known, tensor] : tensors)
    if (known == name)
      return &tensor;
  return nullptr;
}

static rt::Result<rt::Shape> shapeOf(const ValueInfo &argument,
                                     const FunctionInfo &function,
                                     const ExtentSizes &extents) {
  rt::Shape shape;
  for (const DimensionInfo &dimension : argument.dimensions) {
    auto found = extents.find(dimension.name);
    if (dimension.size < 0 && found == extents.end())
      return rt::usageError("extent ", dimension.name, " of argument '",
                            argument.name, "' of @", function.name,
                            " has no size; give it (--shape ", dimension.name,
                            "=SIZE)");
    shape.push_back(dimension.size < 0 ? found->second : dimension.size);
  }
  return shape;
}

static rt::Status fill(rt::Tensor &tensor, const rt::Draw &draw,
                       int64_t below) {
  LEAT_ASSIGN(rt::Tensor numbers,
              rt::Tensor::zeros(rt::DType::F64, tensor.shape()));
  auto values = numbers.values<double>();
  bool isFloat = rt::isFloat(tensor.dtype());
  for (size_t i = 0; i < values.size(); ++i)
    values[i] =
        isFloat ? draw.normalF64(i) : double(draw.below(uint64_t(below), i));
  LEAT_ASSIGN(tensor, numbers.cast(tensor.dtype()));
  return {};
}

// The bound of the checks of an input; `otherwise` where there is none.
static int64_t boundOf(const rt::EntrySignature &entry,
                       const std::string &input, int64_t otherwise) {
  std::optional<int64_t> bound;
  for (const rt::CheckRecord &check : entry.checks)
    if (check.below && check.input == input)
      bound = std::min(bound.value_or(*check.below), *check.below);
  return bound.value_or(otherwise);
}

rt::Result<rt::NamedTensors> cli::makeInputs(const Function &function,
                                             rt::NamedTensors given,
                                             ExtentSizes extents,
                                             uint64_t seed) {
  const FunctionInfo &info = function.info();
  ExtentSizes bound; // by inputs, before what was asked for
  for (const ValueInfo &argument : info.arguments) {
    if (!find(given, argument.name) && !argument.defaultValue.empty()) {
      LEAT_ASSIGN(rt::Tensor value, argument.makeDefault());
      given.push_back({argument.name, std::move(value)});
    }
    if (const rt::Tensor *tensor = find(given, argument.name))
      bindExtents(argument, tensor->shape(), bound);
  }
  bound.merge(extents);
  rt::NamedTensors inputs;
  for (const ValueInfo &argument : info.arguments) {
    if (const rt::Tensor *tensor = find(given, argument.name)) {
      inputs.push_back({argument.name, *tensor});
      continue;
    }
    LEAT_ASSIGN(rt::Shape shape, shapeOf(argument, info, bound));
    LEAT_ASSIGN(rt::Tensor tensor, rt::Tensor::zeros(argument.type, shape));
    inputs.push_back({argument.name, std::move(tensor)});
  }
  // Shapes say which code it is, and the code what it takes.
  LEAT_ASSIGN(const rt::EntrySignature *entry, function.signature(inputs));
  for (auto &[name, tensor] : inputs) {
    if (find(given, name))
      continue;
    bool isBool = tensor.dtype() == rt::DType::I1;
    rt::Draw draw(rt::seedFor(seed, name), 0);
    LEAT_TRY(
        fill(tensor, draw, boundOf(*entry, name, isBool ? 2 : kManyIntegers)));
  }
  return inputs;
}
