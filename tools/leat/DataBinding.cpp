//===- DataBinding.cpp - fields of a data set as arguments ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conversions happen once, on the whole data set; a batch is only copied.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/DataBinding.h"
#include "tools/leat/Input.h"

using namespace leat;
using namespace leat::cli;

static std::string listFields(const rt::DataSet &data) {
  std::string text;
  for (const auto &[name, tensor] : data.fields())
    text += (text.empty() ? "" : ", ") + name + ": " + tensor.signature();
  return text;
}

// The shape of one example: what the argument says of it; an extent that only
// a call knows is the field's own, where the ranks are equal.
static rt::Result<rt::Shape> exampleShape(const ValueInfo &argument,
                                          const rt::Tensor &field) {
  rt::Shape shape;
  int64_t wanted = 1, found = 1;
  for (int64_t axis = 1; axis < field.rank(); ++axis)
    found *= field.extent(axis);
  for (size_t i = 1; i < argument.dimensions.size(); ++i) {
    int64_t size = argument.dimensions[i].size;
    if (size < 0 && field.rank() == int64_t(argument.dimensions.size()))
      size = field.extent(int64_t(i));
    if (size < 0)
      return rt::userError("the extent ", argument.dimensions[i].name, " of '",
                           argument.name, "' is not known from the data ",
                           field.signature());
    shape.push_back(size);
    wanted *= size;
  }
  if (wanted != found)
    return rt::userError("field '", argument.name, "' is ", field.signature(),
                         ", whose examples have ", found,
                         " elements; expected ", wanted, ", for ",
                         argument.signature());
  return shape;
}

rt::Result<BoundData::Field> BoundData::bind(rt::DataSet &data,
                                             const ValueInfo &argument) {
  const rt::Tensor *field = data.find(argument.name);
  if (!field)
    return rt::userError("the data has no field '", argument.name, "'; it has ",
                         listFields(data));
  if (argument.dimensions.empty() || argument.dimensions[0].size >= 0)
    return rt::userError("argument '", argument.name, "' is ",
                         argument.signature(),
                         ", expected a first dimension that counts examples, "
                         "such as B");
  if (!rt::isFloat(argument.type) && rt::isFloat(field->dtype()))
    return rt::userError("field '", argument.name, "' is ", field->signature(),
                         ", expected ", argument.signature());
  Field bound{argument.name, argument.type, {}};
  LEAT_ASSIGN(bound.example, exampleShape(argument, *field));
  rt::Result<rt::Tensor> fits = convertInput(*field, argument.type);
  if (!fits.ok())
    return std::move(fits).status().at("field '" + argument.name + "'");
  LEAT_TRY(data.castField(argument.name, argument.type));
  return bound;
}

rt::Result<BoundData> BoundData::create(rt::DataSet data,
                                        const FunctionInfo &function,
                                        const rt::BatchOptions &options) {
  std::vector<Field> fields;
  for (const ValueInfo &argument : function.arguments) {
    if (!argument.defaultValue.empty() && !data.find(argument.name))
      continue;
    rt::Result<Field> field = bind(data, argument);
    if (!field.ok())
      return std::move(field).status().at("@" + function.name);
    fields.push_back(*std::move(field));
  }
  LEAT_ASSIGN(rt::Batches pieces,
              rt::Batches::create(std::move(data), options));
  return BoundData(std::move(pieces), std::move(fields));
}

rt::Result<rt::NamedTensors> BoundData::batch(int64_t index) const {
  rt::NamedTensors result;
  for (const Field &field : fields) {
    rt::Shape shape = field.example;
    shape.insert(shape.begin(), pieces.rows(index));
    LEAT_ASSIGN(rt::Tensor tensor, rt::Tensor::zeros(field.type, shape));
    LEAT_TRY(pieces.copy(index, field.name, tensor));
    result.push_back({field.name, std::move(tensor)});
  }
  return result;
}
