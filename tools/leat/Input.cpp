//===- Input.cpp - tensors given on the command line ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Files keep the kind of their elements; what is typed is read as the argument
// has it.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Input.h"
#include "runtime/Literal.h"
#include "runtime/io/Npy.h"

using namespace leat;
using namespace leat::cli;

rt::Result<rt::Tensor> cli::convertInput(const rt::Tensor &tensor,
                                         rt::DType type) {
  if (rt::isFloat(type) || tensor.dtype() == type)
    return tensor.cast(type);
  if (rt::isFloat(tensor.dtype()))
    return rt::userError("found ", tensor.signature(),
                         ", expected integers of type ", rt::nameOf(type));
  LEAT_ASSIGN(rt::Tensor converted, tensor.cast(type));
  LEAT_ASSIGN(rt::Tensor back, converted.cast(tensor.dtype()));
  if (!rt::sameBits(back, tensor))
    return rt::userError("found ", tensor.signature(), " with values that ",
                         rt::nameOf(type), " does not hold");
  return converted;
}

// The array of an archive that has the name.
static rt::Result<rt::Tensor> readMember(const std::string &path,
                                         const std::string &name) {
  LEAT_ASSIGN(rt::NamedTensors arrays, rt::readNpz(path));
  std::string known;
  for (auto &[member, tensor] : arrays) {
    if (member == name)
      return std::move(tensor);
    known += (known.empty() ? "'" : ", '") + member + "'";
  }
  return rt::userError("'", path, "' has no array '", name, "'; it has ",
                       known.empty() ? "none" : known);
}

rt::Result<rt::Tensor> cli::readInput(const std::string &name,
                                      const std::string &text, rt::DType type) {
  bool isArchive = text.ends_with(".npz");
  if (!isArchive && !text.ends_with(".npy"))
    return rt::parseLiteral(text, type);
  LEAT_ASSIGN(rt::Tensor tensor,
              isArchive ? readMember(text, name) : rt::readNpy(text));
  rt::Result<rt::Tensor> converted = convertInput(tensor, type);
  if (!converted.ok())
    return std::move(converted).status().at(text);
  return converted;
}
