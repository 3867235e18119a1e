//===- Binding.cpp - from the inputs of a call to its extents ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every message names the function, the argument, and who else had a say.
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Binding.h"

using namespace leat;

namespace {

/// Who gave an extent its size.
struct Source {
  int64_t size;
  std::string by; ///< "input 'x'", "the default of 'x'", "the caller"
};

/// What an argument is in a call.
struct Given {
  rt::Tensor tensor;
  std::string by; ///< as above
};

} // namespace

static std::string listArguments(const FunctionInfo &function) {
  std::string text;
  for (const ValueInfo &argument : function.arguments)
    text += (text.empty() ? "" : ", ") + argument.name;
  return text.empty() ? "none" : text;
}

static rt::Result<Given> findInput(const FunctionInfo &function,
                                   const ValueInfo &argument,
                                   const rt::NamedTensors &inputs) {
  const rt::Tensor *found = nullptr;
  for (const auto &[name, tensor] : inputs) {
    if (name != argument.name)
      continue;
    if (found)
      return rt::userError("input '", name, "' of @", function.name,
                           " is given twice");
    found = &tensor;
  }
  if (found)
    return Given{*found, "input '" + argument.name + "'"};
  if (argument.defaultValue.empty())
    return rt::userError("input '", argument.name, "' of @", function.name,
                         " is missing: expected ", argument.signature());
  LEAT_ASSIGN(rt::Tensor tensor, argument.makeDefault());
  return Given{std::move(tensor), "the default of '" + argument.name + "'"};
}

static rt::Status bindDimension(const FunctionInfo &function,
                                const ValueInfo &argument, const Given &given,
                                size_t axis,
                                std::map<std::string, Source> &sources) {
  const DimensionInfo &dimension = argument.dimensions[axis];
  int64_t size = given.tensor.extent(int64_t(axis));
  if (dimension.size >= 0)
    return dimension.size == size
               ? rt::Status()
               : rt::userError(given.by, " of @", function.name, ": dimension ",
                               axis, " is ", size, ", expected ",
                               argument.signature());
  if (dimension.name.empty())
    return rt::userError("argument '", argument.name, "' of @", function.name,
                         " has a dimension without name or size");
  auto [found, fresh] =
      sources.try_emplace(dimension.name, Source{size, given.by});
  if (fresh || found->second.size == size)
    return {};
  return rt::userError("extent ", dimension.name, " of @", function.name,
                       " is ", found->second.size, " by ", found->second.by,
                       ", but ", size, " by ", given.by);
}

rt::Result<BoundCall> leat::bindCall(const FunctionInfo &function,
                                     const rt::NamedTensors &inputs,
                                     const ExtentSizes &given) {
  for (const auto &[name, tensor] : inputs)
    if (!function.findArgument(name))
      return rt::userError("@", function.name, " has no argument '", name,
                           "'; it has ", listArguments(function));
  BoundCall call;
  std::map<std::string, Source> sources;
  for (const ValueInfo &argument : function.arguments) {
    LEAT_ASSIGN(Given input, findInput(function, argument, inputs));
    if (input.tensor.dtype() != argument.type ||
        input.tensor.rank() != int64_t(argument.dimensions.size()))
      return rt::userError(input.by, " of @", function.name, " is ",
                           input.tensor.signature(), ", expected ",
                           argument.signature());
    for (size_t axis = 0; axis < argument.dimensions.size(); ++axis)
      LEAT_TRY(bindDimension(function, argument, input, axis, sources));
    call.inputs.push_back(std::move(input.tensor));
  }
  for (const ValueInfo &result : function.results)
    for (const DimensionInfo &dimension : result.dimensions) {
      if (dimension.size >= 0 || dimension.name.empty() ||
          sources.count(dimension.name))
        continue;
      auto size = given.find(dimension.name);
      if (size == given.end())
        return rt::userError(
            "extent ", dimension.name, " of result '", result.name, "' of @",
            function.name, " is bound by no argument; give its size (--shape ",
            dimension.name,
            "=SIZE), or write ? where it follows from other extents");
      sources[dimension.name] = {size->second, "the caller"};
    }
  for (const auto &[name, source] : sources) {
    auto size = given.find(name);
    if (size != given.end() && size->second != source.size)
      return rt::userError("extent ", name, " of @", function.name, " is ",
                           source.size, " by ", source.by, ", but ",
                           size->second, " was asked for");
    call.extents[name] = source.size;
  }
  return call;
}
