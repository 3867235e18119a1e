//===- Shapes.cpp - sizes of extents from the command line ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A name is looked for among the extents of all functions, then among their
// arguments.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Shapes.h"

#include <algorithm>
#include <charconv>
#include <set>

using namespace leat;
using namespace leat::cli;

static std::set<std::string> extentsOf(const std::vector<ValueInfo> &values) {
  std::set<std::string> names;
  for (const ValueInfo &value : values)
    for (const DimensionInfo &dimension : value.dimensions)
      if (dimension.size < 0 && !dimension.name.empty())
        names.insert(dimension.name);
  return names;
}

static rt::Result<std::vector<int64_t>> parseSizes(const std::string &text) {
  constexpr const char *separators = ",x[] ";
  std::vector<int64_t> sizes;
  size_t begin = text.find_first_not_of(separators);
  while (begin != std::string::npos) {
    size_t end = std::min(text.find_first_of(separators, begin), text.size());
    std::string part = text.substr(begin, end - begin);
    int64_t size = -1;
    auto [rest, error] =
        std::from_chars(part.data(), part.data() + part.size(), size);
    if (error != std::errc() || rest != part.data() + part.size() || size < 0)
      return rt::usageError("--shape has the size '", part,
                            "', expected numbers such as 64 or 64,784");
    sizes.push_back(size);
    begin = text.find_first_not_of(separators, end);
  }
  return sizes;
}

static rt::Status bindArgument(const ValueInfo &argument,
                               const std::vector<int64_t> &sizes,
                               ExtentSizes &extents) {
  if (sizes.size() != argument.dimensions.size())
    return rt::usageError("--shape gives '", argument.name, "' ", sizes.size(),
                          " dimensions, expected ", argument.signature());
  for (size_t i = 0; i < sizes.size(); ++i) {
    const DimensionInfo &dimension = argument.dimensions[i];
    if (dimension.size >= 0 && dimension.size != sizes[i])
      return rt::usageError("--shape gives dimension ", i, " of '",
                            argument.name, "' the size ", sizes[i],
                            ", expected ", argument.signature());
    if (dimension.size < 0)
      extents[dimension.name] = sizes[i];
  }
  return {};
}

static rt::Status bindName(const ModelInterface &model, const std::string &name,
                           const std::vector<int64_t> &sizes,
                           ExtentSizes &extents) {
  for (const FunctionInfo &function : model.functions)
    if (extentsOf(function.arguments).count(name) ||
        extentsOf(function.results).count(name)) {
      if (sizes.size() != 1)
        return rt::usageError("--shape gives the extent ", name, " ",
                              sizes.size(), " sizes, expected one");
      extents[name] = sizes[0];
      return {};
    }
  for (const FunctionInfo &function : model.functions)
    if (const ValueInfo *argument = function.findArgument(name))
      return bindArgument(*argument, sizes, extents);
  return rt::usageError("--shape names '", name,
                        "', which is neither an extent nor an argument of a "
                        "function of the model");
}

// The extents that only results have.
static std::set<std::string> openExtents(const FunctionInfo &function) {
  std::set<std::string> open = extentsOf(function.results);
  for (const std::string &name : extentsOf(function.arguments))
    open.erase(name);
  return open;
}

static rt::Status bindCount(const ModelInterface &model,
                            const std::string &entry, int64_t count,
                            ExtentSizes &extents) {
  std::set<std::string> open;
  for (const FunctionInfo &function : model.functions)
    if (entry.empty() || function.name == entry)
      open.merge(openExtents(function));
  if (open.size() != 1)
    return rt::usageError("--count needs one extent that only results have, "
                          "found ",
                          open.size(), "; give sizes with --shape");
  extents[*open.begin()] = count;
  return {};
}

rt::Result<ExtentSizes> cli::readShapes(const Arguments &arguments,
                                        const ModelInterface &model,
                                        const std::string &entry) {
  ExtentSizes extents;
  for (const std::string &text : arguments.all("--shape")) {
    LEAT_ASSIGN(auto shape, splitAssignment("--shape", text));
    LEAT_ASSIGN(std::vector<int64_t> sizes, parseSizes(shape.second));
    LEAT_TRY(bindName(model, shape.first, sizes, extents));
  }
  if (arguments.has("--count")) {
    LEAT_ASSIGN(int64_t count, arguments.integer("--count", 1, 0));
    LEAT_TRY(bindCount(model, entry, count, extents));
  }
  return extents;
}

ExtentSizes cli::withOpenExtents(const FunctionInfo &function,
                                 ExtentSizes given, int64_t otherwise) {
  for (const std::string &name : openExtents(function))
    given.try_emplace(name, otherwise);
  return given;
}

void cli::bindExtents(const ValueInfo &argument, const rt::Shape &shape,
                      ExtentSizes &extents) {
  for (size_t i = 0; i < std::min(argument.dimensions.size(), shape.size());
       ++i)
    if (argument.dimensions[i].size < 0)
      extents.try_emplace(argument.dimensions[i].name, shape[i]);
}

rt::Result<ExtentSizes> cli::sizesFor(const FunctionInfo &function,
                                      ExtentSizes given, int64_t otherwise) {
  for (const ValueInfo &argument : function.arguments)
    if (!argument.defaultValue.empty()) {
      LEAT_ASSIGN(rt::Tensor value, argument.makeDefault());
      bindExtents(argument, value.shape(), given);
    }
  for (const auto *values : {&function.arguments, &function.results})
    for (const ValueInfo &value : *values)
      for (const DimensionInfo &dimension : value.dimensions)
        if (dimension.size < 0 && !dimension.name.empty())
          given.try_emplace(dimension.name, otherwise);
  return given;
}

std::vector<std::string> cli::asOptions(const ExtentSizes &sizes) {
  std::vector<std::string> result;
  for (const auto &[name, size] : sizes)
    result.push_back(name + "=" + std::to_string(size));
  return result;
}
