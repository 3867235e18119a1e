//===- Dialect.cpp - registration of the leat dialect ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Debug.h"
#include "dialect/Names.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Interfaces/FoldInterfaces.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

#include "dialect/Dialect.cpp.inc"
#include "dialect/Interfaces.cpp.inc"
#define GET_TYPEDEF_CLASSES
#include "dialect/Types.cpp.inc"

namespace leat {

namespace {
/// Folding leaves the constants of a `const` in it: a model has declarations
/// only.
struct FoldInterface : DialectFoldInterface {
  using DialectFoldInterface::DialectFoldInterface;
  bool shouldMaterializeInto(Region *region) const final {
    return isa<ConstOp>(region->getParentOp());
  }
};
} // namespace

void LeatDialect::initialize() {
  addInterfaces<FoldInterface>();
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialect/Types.cpp.inc"
      >();
  // Each family registers its own ops, in its own translation unit.
  registerProgramOps();
  registerPointwiseOps();
  registerContractionOps();
  registerShapeOps();
  registerArrangeOps();
  registerReductionOps();
  registerOrderOps();
  registerNetOps();
  registerLossOps();
  registerLinearAlgebraOps();
  registerRandomOps();
  registerControlOps();
  registerDebugOps(*this);
  registerKernelOps();
}

// What other libraries call an op that has another name here.
static StringRef otherName(StringRef name) {
  return llvm::StringSwitch<StringRef>(name)
      .Cases({"inv", "matrix_inverse"}, "inverse")
      .Cases({"logdet", "slogdet", "det"}, "log_abs_det' and 'det_sign")
      .Cases({"eigh", "eig", "symeig"}, "eigh_values' and 'eigh_vectors")
      .Cases({"gather", "take"}, "take_along_axis', or table[%i] in 'let")
      .Cases({"dot", "mm", "bmm", "dot_general"},
             "matmul', 'linear' or 'einsum")
      .Cases({"power"}, "pow")
      .Cases({"cast", "astype"}, "convert")
      .Cases({"conv2d", "conv1d", "conv3d", "convolution"}, "conv")
      .Cases({"dense", "affine"}, "linear")
      .Cases({"cat", "concatenate"}, "concat")
      .Cases({"arange", "range"}, "iota")
      .Cases({"zeros", "ones", "constant", "fill"}, "full")
      .Cases({"permute", "swapaxes"}, "transpose")
      .Cases({"view", "flatten"}, "reshape")
      .Cases({"rand"}, "uniform")
      .Cases({"randn"}, "normal")
      .Cases({"swish"}, "silu")
      .Cases({"logsigmoid"}, "log_sigmoid")
      .Cases({"scan", "fori_loop"}, "for")
      .Cases({"cond", "select"}, "if' or 'where")
      .Default("");
}

std::string LeatDialect::suggestOp(StringRef name, ArrayRef<StringRef> ops) {
  StringRef meant = otherName(name);
  if (meant.empty())
    meant = nearestName(name, ops);
  return meant.empty() ? "" : ("; did you mean '" + meant + "'?").str();
}

static ParseResult reportUnknownOp(OpAsmParser &parser, OperationState &state) {
  SmallVector<StringRef> ops;
  for (RegisteredOperationName op :
       parser.getContext()->getRegisteredOperationsByDialect("leat"))
    ops.push_back(op.stripDialect());
  StringRef name = state.name.stripDialect();
  return parser.emitError(parser.getNameLoc(), "is unknown")
         << LeatDialect::suggestOp(name, ops);
}

// Registered ops have parsers of their own: this one is unknown.
std::optional<Dialect::ParseOpHook>
LeatDialect::getParseOperationHook(StringRef) const {
  return reportUnknownOp;
}

// Folding to a constant: only splats are materialised, as numbers.
Operation *LeatDialect::materializeConstant(OpBuilder &builder, Attribute value,
                                            Type type, Location loc) {
  auto number = dyn_cast<FloatAttr>(value);
  if (!number || !isa<RankedTensorType>(type))
    return nullptr;
  return NumberOp::create(builder, loc, type, number);
}

} // namespace leat
