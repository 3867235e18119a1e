//===- Dialect.cpp - registration of the leat dialect ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Debug.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

#include "dialect/Dialect.cpp.inc"
#include "dialect/Interfaces.cpp.inc"
#define GET_TYPEDEF_CLASSES
#include "dialect/Types.cpp.inc"

namespace leat {

void LeatDialect::initialize() {
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

// Folding to a constant: only splats are materialised, as numbers.
Operation *LeatDialect::materializeConstant(OpBuilder &builder, Attribute value,
                                            Type type, Location loc) {
  auto number = dyn_cast<FloatAttr>(value);
  if (!number || !isa<RankedTensorType>(type))
    return nullptr;
  return NumberOp::create(builder, loc, type, number);
}

} // namespace leat
