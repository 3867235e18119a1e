//===- Interface.cpp - what a model offers to its caller --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Look-ups and the words of messages.
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Interface.h"
#include "runtime/Literal.h"

#include <algorithm>

using namespace leat;

template <typename T, typename Name>
static const T *findNamed(const std::vector<T> &list, std::string_view name,
                          Name nameOf) {
  auto found = std::find_if(list.begin(), list.end(),
                            [&](const T &e) { return nameOf(e) == name; });
  return found == list.end() ? nullptr : &*found;
}

std::string ValueInfo::signature() const {
  std::string text(rt::nameOf(type));
  for (size_t i = 0; i < dimensions.size(); ++i) {
    const DimensionInfo &d = dimensions[i];
    text += i ? ", " : "[";
    text += d.size >= 0      ? std::to_string(d.size)
            : d.name.empty() ? std::string("?")
                             : d.name;
  }
  return dimensions.empty() ? text : text + "]";
}

rt::Result<rt::Tensor> ValueInfo::makeDefault() const {
  return rt::parseLiteral(defaultValue, type);
}

const ValueInfo *FunctionInfo::findArgument(std::string_view wanted) const {
  return findNamed(
      arguments, wanted,
      [](const ValueInfo &v) -> std::string_view { return v.name; });
}

static std::string join(const std::vector<ValueInfo> &values) {
  std::string text;
  for (const ValueInfo &value : values)
    text += (text.empty() ? "" : ", ") + value.name + ": " + value.signature() +
            (value.defaultValue.empty() ? "" : " = " + value.defaultValue);
  return text;
}

std::string FunctionInfo::signature() const {
  return "@" + name + "(" + join(arguments) + ") -> (" + join(results) + ")";
}

const FunctionInfo *ModelInterface::findFunction(std::string_view name) const {
  return findNamed(
      functions, name,
      [](const FunctionInfo &f) -> std::string_view { return f.name; });
}

rt::Result<const FunctionInfo *>
ModelInterface::requireFunction(std::string_view name) const {
  if (const FunctionInfo *found = findFunction(name))
    return found;
  return rt::userError("the model has no function @", name, "; it has ",
                       listFunctions());
}

const StateInfo *ModelInterface::findState(std::string_view name) const {
  return findNamed(states, name, [](const StateInfo &s) -> std::string_view {
    return s.tensor.name;
  });
}

std::string ModelInterface::listFunctions() const {
  std::vector<std::string> names;
  for (const FunctionInfo &function : functions)
    if (function.kind != FunctionInfo::Kind::Constant)
      names.push_back("@" + function.name);
  if (names.empty())
    return "none";
  std::string text = names.front();
  for (size_t i = 1; i < names.size(); ++i)
    text += (i + 1 == names.size() ? " and " : ", ") + names[i];
  return text;
}
