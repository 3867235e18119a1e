//===- LowerChecks.cpp - checks of entries as loops over buffers ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat.check %i below 10 "indices of 'index'" : memref<40xi32>
// becomes
//   call @leat_check_i32_40(%i, %all, %nine, %word, %status)
//
//   func.func private @leat_check_i32_40(%buffer: memref<40xi32>, %mask: i32,
//       %limit: i32, %word: i64, %status: !llvm.ptr) {
//     %worst = the largest of (element & %mask), unsigned, on vectors
//     if %worst > %limit, and status[0] == 0:
//       status = %word, the first position where that is so, the element there
//
// Unsigned, a negative number is larger than all others, and so are the bits
// of a NaN than those of infinity, without their sign: one function does both.
// An assert looks at its bytes upside down, so that those that
// do not hold are the larger ones, and counts them instead of giving an
// element.
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/LowerChecks.h"
#include "dialect/Debug.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace leat {

/// Bytes that one step of the loop takes. Hardware with shorter registers takes
/// several.
static constexpr int64_t kStepBytes = 64;

namespace {

/// Writes the body of a check function.
class CheckBody {
public:
  CheckBody(func::FuncOp function, bool holds, OpBuilder &b)
      : b(b), loc(function.getLoc()), buffer(function.getArgument(0)),
        mask(function.getArgument(1)), limit(function.getArgument(2)),
        word(function.getArgument(3)), status(function.getArgument(4)),
        type(cast<MemRefType>(buffer.getType())), bits(mask.getType()),
        holds(holds) {}

  void build();

private:
  Value index(int64_t value) {
    return arith::ConstantIndexOp::create(b, loc, value);
  }
  Value element(Value position);
  Value maskedElement(Value position);
  Value masked(Value elements, Value masks);
  Value worstOfVectors(int64_t lanes, int64_t end);
  Value worstOfRest(Value worst, int64_t begin);
  Value isBad(Value masked) {
    return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ugt, masked,
                                 limit);
  }
  Value place(int32_t which);
  void report();

  OpBuilder &b;
  Location loc;
  Value buffer, mask, limit, word, status;
  MemRefType type;
  Type bits;  ///< an integer as wide as an element
  bool holds; ///< whether elements are bytes that must be 1
};

} // namespace

// The bits of one element.
Value CheckBody::element(Value position) {
  Value loaded = memref::LoadOp::create(b, loc, buffer, position);
  return loaded.getType() == bits
             ? loaded
             : arith::BitcastOp::create(b, loc, bits, loaded).getResult();
}

Value CheckBody::maskedElement(Value position) {
  return masked(element(position), mask);
}

// The bits of one or several elements that count.
Value CheckBody::masked(Value elements, Value masks) {
  return holds ? arith::XOrIOp::create(b, loc, elements, masks).getResult()
               : arith::AndIOp::create(b, loc, elements, masks).getResult();
}

// The largest masked element before `end`, a multiple of `lanes`.
Value CheckBody::worstOfVectors(int64_t lanes, int64_t end) {
  auto loadType = VectorType::get({lanes}, type.getElementType());
  auto vector = VectorType::get({lanes}, bits);
  Value zero = arith::ConstantOp::create(b, loc, b.getZeroAttr(vector));
  Value masks = vector::BroadcastOp::create(b, loc, vector, mask);
  auto loop =
      scf::ForOp::create(b, loc, index(0), index(end), index(lanes), zero);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value loaded =
      vector::LoadOp::create(b, loc, loadType, buffer, loop.getInductionVar());
  if (loadType != vector)
    loaded = vector::BitCastOp::create(b, loc, vector, loaded);
  Value worst = arith::MaxUIOp::create(b, loc, loop.getRegionIterArg(0),
                                       masked(loaded, masks));
  scf::YieldOp::create(b, loc, worst);
  b.setInsertionPointAfter(loop);
  return vector::ReductionOp::create(b, loc, vector::CombiningKind::MAXUI,
                                     loop.getResult(0));
}

// The same over the elements from `begin` on, and `worst`.
Value CheckBody::worstOfRest(Value worst, int64_t begin) {
  auto loop = scf::ForOp::create(b, loc, index(begin),
                                 index(type.getNumElements()), index(1), worst);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value next = arith::MaxUIOp::create(b, loc, loop.getRegionIterArg(0),
                                      maskedElement(loop.getInductionVar()));
  scf::YieldOp::create(b, loc, next);
  return loop.getResult(0);
}

Value CheckBody::place(int32_t which) {
  Type pointer = status.getType();
  return LLVM::GEPOp::create(b, loc, pointer, b.getI64Type(), status,
                             ArrayRef<LLVM::GEPArg>{which});
}

// Finds the first bad element, from the last one backwards, and counts them.
void CheckBody::report() {
  int64_t count = type.getNumElements();
  auto loop = scf::ForOp::create(b, loc, index(0), index(count), index(1),
                                 {index(count), index(0)});
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    Value position =
        arith::SubIOp::create(b, loc, index(count - 1), loop.getInductionVar());
    Value bad = isBad(maskedElement(position));
    Value found = arith::SelectOp::create(b, loc, bad, position,
                                          loop.getRegionIterArg(0));
    Value more = arith::AddIOp::create(
        b, loc, loop.getRegionIterArg(1),
        arith::SelectOp::create(b, loc, bad, index(1), index(0)));
    scf::YieldOp::create(b, loc, {found, more});
  }
  Value first = loop.getResult(0);
  Value value = element(first);
  if (holds)
    value =
        arith::IndexCastOp::create(b, loc, b.getI64Type(), loop.getResult(1));
  else if (value.getType() != b.getI64Type())
    value = arith::ExtSIOp::create(b, loc, b.getI64Type(), value);
  first = arith::IndexCastOp::create(b, loc, b.getI64Type(), first);
  LLVM::StoreOp::create(b, loc, word, place(0));
  LLVM::StoreOp::create(b, loc, first, place(1));
  LLVM::StoreOp::create(b, loc, value, place(2));
}

void CheckBody::build() {
  int64_t lanes = kStepBytes * 8 / bits.getIntOrFloatBitWidth();
  int64_t count = type.getNumElements(), end = count / lanes * lanes;
  Value worst = arith::ConstantOp::create(b, loc, b.getZeroAttr(bits));
  if (end > 0)
    worst = worstOfVectors(lanes, end);
  if (end < count)
    worst = worstOfRest(worst, end);
  Value old = LLVM::LoadOp::create(b, loc, b.getI64Type(), status);
  Value zero = arith::ConstantOp::create(b, loc, b.getI64IntegerAttr(0));
  Value first =
      arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, old, zero);
  Value fails = arith::AndIOp::create(b, loc, isBad(worst), first);
  auto branch = scf::IfOp::create(b, loc, fails, /*withElseRegion=*/false);
  {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(branch.thenBlock());
    report();
  }
  func::ReturnOp::create(b, loc);
}

func::FuncOp CheckLowering::functionFor(MemRefType type, bool holds) {
  Type element = type.getElementType();
  std::string name;
  llvm::raw_string_ostream(name) << "leat_check_" << (holds ? "holds_" : "")
                                 << element << "_" << type.getNumElements();
  if (auto found = symbols.lookup<func::FuncOp>(name))
    return found;
  OpBuilder b(type.getContext());
  Type bits = b.getIntegerType(element.getIntOrFloatBitWidth());
  auto flat = MemRefType::get({type.getNumElements()}, element);
  auto function = func::FuncOp::create(
      b, b.getUnknownLoc(), name,
      b.getFunctionType({flat, bits, bits, b.getI64Type(),
                         LLVM::LLVMPointerType::get(b.getContext())},
                        {}));
  function.setPrivate();
  symbols.insert(function);
  b.setInsertionPointToStart(function.addEntryBlock());
  CheckBody(function, holds, b).build();
  return function;
}

namespace {
/// How a kind of check is said to its function.
struct Bounds {
  CheckCode code;
  APInt mask, limit; ///< the mask, and the largest masked number that is good
};
} // namespace

static Bounds boundsOf(Operation *check, Type element) {
  unsigned width = element.getIntOrFloatBitWidth();
  if (isa<AssertOp>(check))
    return {CheckCode::AssertFailed, APInt(width, 1), APInt(width, 0)};
  APInt positive = APInt::getSignedMaxValue(width);
  if (std::optional<int64_t> below = cast<CheckOp>(check).getBelow()) {
    APInt last(64, uint64_t(*below - 1));
    return {CheckCode::OutOfRange, APInt::getAllOnes(width),
            last.getActiveBits() < width ? last.trunc(width) : positive};
  }
  const llvm::fltSemantics &format =
      cast<FloatType>(element).getFloatSemantics();
  return {CheckCode::NotANumber, positive,
          APFloat::getInf(format).bitcastToAPInt()};
}

void CheckLowering::lower(Operation *check, Value buffer, int32_t number,
                          Value status) {
  func::FuncOp function =
      functionFor(cast<MemRefType>(buffer.getType()), isa<AssertOp>(check));
  OpBuilder b(check);
  Location loc = check->getLoc();
  auto type = cast<MemRefType>(function.getArgumentTypes()[0]);
  Type bits = function.getArgumentTypes()[1];
  if (buffer.getType() != type)
    buffer = memref::ReinterpretCastOp::create(
        b, loc, type, buffer, /*offset=*/int64_t(0), type.getShape(),
        ArrayRef<int64_t>{1});
  auto constant = [&](Type of, const APInt &value) -> Value {
    return arith::ConstantOp::create(b, loc, IntegerAttr::get(of, value));
  };
  Bounds bounds = boundsOf(check, type.getElementType());
  APInt word(64, uint64_t(uint32_t(number)) << 32 | uint32_t(bounds.code));
  func::CallOp::create(b, loc, function,
                       ValueRange{buffer, constant(bits, bounds.mask),
                                  constant(bits, bounds.limit),
                                  constant(b.getI64Type(), word), status});
  check->erase();
}

} // namespace leat
