//===- LowerLaunch.cpp - entries and launches as the ABI has them ---------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   func.func @f(%x: memref<4x4xf32> {leat.name = "x"},
//                %w: memref<16xf32> {leat.state = @w}) {
//     leat.launch @k ins(%x) outs(%w)              // @k takes two
//     memref<16xf32>
// becomes
//   func.func @leat_entry_f(%args: !llvm.ptr) -> i32 {
//     %inputs = load args->inputs    %x = load inputs[0], as memref<4x4xf32>
//     %state = load args->state      %w = state + offset of @w, as
//     memref<16xf32> %x1 = memref.reinterpret_cast %x to ... memref<16xf32>
//     call @k(%x1, %w)
//     return status
// With `profile` the caller's tracer is called before and behind each kernel;
// a print becomes calls of the caller's printer. With `count-trips` the
// caller's counter grows with each trip of an outermost loop.
// The function is `func` and not `llvm` yet, so that loops and copies in it
// take the same road as those of kernels.
//
//===----------------------------------------------------------------------===//

#include "dialect/Debug.h"
#include "mlir/Conversion/LLVMCommon/MemRefBuilder.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/MemRef/Utils/MemRefUtils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "passes/Entry.h"
#include "passes/Passes.h"
#include "passes/cpu/LaunchTable.h"
#include "passes/cpu/LowerChecks.h"
#include "passes/cpu/TripCounts.h"
#include "llvm/ADT/StringExtras.h"

namespace leat {
#define GEN_PASS_DEF_LOWERLAUNCHPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

/// The fields of `leat_args` (docs/abi.md), each eight bytes.
enum Field {
  kInputs,
  kOutputs,
  kState,
  kArena,
  kStatus,
  kTracer,
  kPrinter,
  kTrips
};

/// What a symbol may be called in C.
std::string entrySymbol(StringRef name) {
  std::string symbol = ("leat_entry_" + name).str();
  for (char &c : symbol)
    if (!llvm::isAlnum(c))
      c = '_';
  return symbol;
}

/// `pointer` as a buffer of static shape.
Value asBuffer(OpBuilder &b, Location loc, const LLVMTypeConverter &types,
               Value pointer, MemRefType type) {
  Value descriptor =
      MemRefDescriptor::fromStaticShape(b, loc, types, type, pointer);
  return UnrealizedConversionCastOp::create(b, loc, type, descriptor)
      .getResult(0);
}

//===----------------------------------------------------------------------===//
// Launches and copies
//===----------------------------------------------------------------------===//

/// The address of the first element of a slice, as a buffer that starts there.
Value sliceAsBuffer(OpBuilder &b, Location loc, const LLVMTypeConverter &types,
                    Value slice, MemRefType type) {
  Value base = memref::ExtractAlignedPointerAsIndexOp::create(b, loc, slice);
  Value offset =
      memref::ExtractStridedMetadataOp::create(b, loc, slice).getOffset();
  Value size = arith::ConstantIndexOp::create(
      b, loc, elementBytes(type.getElementType()));
  Value address = arith::AddIOp::create(
      b, loc, base, arith::MulIOp::create(b, loc, offset, size));
  address = arith::IndexCastOp::create(b, loc, b.getI64Type(), address);
  Value pointer = LLVM::IntToPtrOp::create(
      b, loc, LLVM::LLVMPointerType::get(b.getContext()), address);
  return asBuffer(b, loc, types, pointer, type);
}

/// `buffer` as the argument of a kernel, which may have another shape.
Value asArgument(OpBuilder &b, Location loc, const LLVMTypeConverter &types,
                 Value buffer, MemRefType type) {
  auto from = cast<MemRefType>(buffer.getType());
  if (from == type)
    return buffer;
  if (!from.getLayout().isIdentity())
    return sliceAsBuffer(b, loc, types, buffer, type);
  auto [strides, offset] = type.getStridesAndOffset();
  return memref::ReinterpretCastOp::create(b, loc, type, buffer, offset,
                                           type.getShape(), strides);
}

/// MLIR finds a buffer of rank 2 or more without elements not contiguous, and
/// has no bare pointer for it: as an argument of `kernel` it gets rank 1.
void flattenEmpty(func::FuncOp kernel) {
  if (kernel.isExternal())
    return;
  OpBuilder b(kernel.getBody());
  for (BlockArgument argument : kernel.getArguments()) {
    auto buffer = dyn_cast<MemRefType>(argument.getType());
    if (!buffer || buffer.getRank() < 2 || !buffer.hasStaticShape() ||
        buffer.getNumElements() != 0)
      continue;
    // Nothing is read or written there, so that any address does.
    if (!argument.use_empty())
      argument.replaceAllUsesWith(
          memref::AllocaOp::create(b, kernel.getLoc(), buffer));
    argument.setType(MemRefType::get({0}, buffer.getElementType()));
  }
  kernel.setType(b.getFunctionType(kernel.getBody().getArgumentTypes(), {}));
}

/// Tells the tracer, whose first word is the function to call, that launch
/// `number` begins or ends.
void trace(OpBuilder &b, Location loc, Value tracer, int32_t number, bool end) {
  Type i32 = b.getI32Type();
  Value function = LLVM::LoadOp::create(b, loc, tracer.getType(), tracer);
  Value launch = LLVM::ConstantOp::create(b, loc, i32, number);
  Value event = LLVM::ConstantOp::create(b, loc, i32, int32_t(end));
  auto type = LLVM::LLVMFunctionType::get(
      LLVM::LLVMVoidType::get(b.getContext()), {tracer.getType(), i32, i32});
  LLVM::CallOp::create(b, loc, type,
                       ValueRange{function, tracer, launch, event});
}

/// Replaces `launch`, the one of that number in its entry, by a call.
LogicalResult lowerLaunch(LaunchOp launch, int32_t number, Value tracer,
                          const LLVMTypeConverter &types,
                          const SymbolTable &symbols) {
  auto kernel = symbols.lookup<func::FuncOp>(launch.getCallee());
  if (!kernel)
    return launch.emitError() << "'" << launch.getCallee()
                              << "' is not a function on buffers, expected "
                                 "kernels to be lowered before launches";
  SmallVector<Value> operands(launch->getOperands());
  if (kernel.getNumArguments() != operands.size() || kernel.getNumResults())
    return launch.emitError() << "kernel '" << kernel.getName() << "' has "
                              << kernel.getNumArguments() << " arguments and "
                              << kernel.getNumResults() << " results, expected "
                              << operands.size() << " and 0";
  flattenEmpty(kernel);
  OpBuilder b(launch);
  for (auto [i, operand, type] :
       llvm::enumerate(operands, kernel.getArgumentTypes())) {
    auto from = dyn_cast<MemRefType>(operand.getType());
    auto to = dyn_cast<MemRefType>(type);
    // Of a buffer without elements, MLIR does not say that it is contiguous.
    auto isContiguous = [](MemRefType buffer) {
      return memref::isStaticShapeAndContiguousRowMajor(buffer) ||
             (buffer.hasStaticShape() && buffer.getNumElements() == 0);
    };
    if (!from || !to || !to.getLayout().isIdentity() || !isContiguous(from) ||
        !isContiguous(to) || from.getElementType() != to.getElementType() ||
        from.getNumElements() != to.getNumElements())
      return launch.emitError()
             << "operand " << i << " is a " << operand.getType()
             << ", which cannot be the " << type << " that kernel '"
             << kernel.getName() << "' takes";
    operand = asArgument(b, launch.getLoc(), types, operand, to);
  }
  if (tracer)
    trace(b, launch.getLoc(), tracer, number, /*end=*/false);
  func::CallOp::create(b, launch.getLoc(), kernel, operands);
  if (tracer)
    trace(b, launch.getLoc(), tracer, number, /*end=*/true);
  launch.erase();
  return success();
}

/// The buffer of a check or print, which may be a slice, as one that begins
/// where its memory does. Invariant: bufferization makes slices that are not
/// contiguous buffers of their own.
Value asWhole(OpBuilder &b, Location loc, const LLVMTypeConverter &types,
              Value buffer) {
  auto type = cast<MemRefType>(buffer.getType());
  return asArgument(b, loc, types, buffer,
                    MemRefType::get(type.getShape(), type.getElementType()));
}

/// Calls the printer, whose first word is the function to call, once for each
/// value of print `number`, and once for a label without values.
void lowerPrint(PrintOp print, int32_t number, Value printer,
                const LLVMTypeConverter &types) {
  OpBuilder b(print);
  Location loc = print.getLoc();
  Type i32 = b.getI32Type(), pointer = printer.getType();
  auto type = LLVM::LLVMFunctionType::get(
      LLVM::LLVMVoidType::get(b.getContext()), {pointer, i32, i32, pointer});
  auto call = [&](size_t value, Value data) {
    Value function = LLVM::LoadOp::create(b, loc, pointer, printer);
    LLVM::CallOp::create(
        b, loc, type,
        ValueRange{
            function, printer, LLVM::ConstantOp::create(b, loc, i32, number),
            LLVM::ConstantOp::create(b, loc, i32, int32_t(value)), data});
  };
  for (auto [i, value] : llvm::enumerate(print.getValues())) {
    Value address = memref::ExtractAlignedPointerAsIndexOp::create(
        b, loc, asWhole(b, loc, types, value));
    address = arith::IndexCastOp::create(b, loc, b.getI64Type(), address);
    call(i, LLVM::IntToPtrOp::create(b, loc, pointer, address));
  }
  if (print.getValues().empty())
    call(0, LLVM::ZeroOp::create(b, loc, pointer));
  print.erase();
}

/// A copy from or to a strided slice as loops; LLVM's memcpy takes whole
/// buffers, and upstream calls a function that our runtime does not have.
void lowerCopy(memref::CopyOp copy) {
  auto from = dyn_cast<MemRefType>(copy.getSource().getType());
  auto to = dyn_cast<MemRefType>(copy.getTarget().getType());
  if (!from || !to || !from.hasStaticShape() ||
      (memref::isStaticShapeAndContiguousRowMajor(from) &&
       memref::isStaticShapeAndContiguousRowMajor(to)))
    return;
  OpBuilder b(copy);
  Location loc = copy.getLoc();
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  Value one = arith::ConstantIndexOp::create(b, loc, 1);
  SmallVector<Value> indices;
  for (int64_t extent : from.getShape()) {
    Value end = arith::ConstantIndexOp::create(b, loc, extent);
    auto loop = scf::ForOp::create(b, loc, zero, end, one);
    indices.push_back(loop.getInductionVar());
    b.setInsertionPointToStart(loop.getBody());
  }
  Value element = memref::LoadOp::create(b, loc, copy.getSource(), indices);
  memref::StoreOp::create(b, loc, element, copy.getTarget(), indices);
  copy.erase();
}

//===----------------------------------------------------------------------===//
// Entries
//===----------------------------------------------------------------------===//

/// Reads the fields of `leat_args`, each once.
class ArgumentReader {
public:
  ArgumentReader(OpBuilder &b, Location loc, const LLVMTypeConverter &types,
                 Value args)
      : b(b), loc(loc), types(types), args(args),
        pointerType(LLVM::LLVMPointerType::get(b.getContext())) {}

  Value field(Field which) {
    Value &value = fields[which];
    if (!value)
      value = load(args, which);
    return value;
  }
  /// The next input or output, in the order of the signature.
  Value next(Field list, MemRefType type) {
    return asBuffer(b, loc, types, load(field(list), counts[list]++), type);
  }
  Value state(int64_t offset, MemRefType type) {
    Value bytes = LLVM::ConstantOp::create(b, loc, b.getI64Type(), offset);
    Value pointer = LLVM::GEPOp::create(b, loc, pointerType, b.getI8Type(),
                                        field(kState), bytes);
    return asBuffer(b, loc, types, pointer, type);
  }
  Value arena(MemRefType type) {
    return asBuffer(b, loc, types, field(kArena), type);
  }

private:
  Value load(Value list, int32_t index) {
    Value address = LLVM::GEPOp::create(b, loc, pointerType, pointerType, list,
                                        ArrayRef<LLVM::GEPArg>{index});
    return LLVM::LoadOp::create(b, loc, pointerType, address);
  }

  OpBuilder &b;
  Location loc;
  const LLVMTypeConverter &types;
  Value args;
  LLVM::LLVMPointerType pointerType;
  Value fields[kTrips + 1];
  int32_t counts[kTrips + 1] = {};
};

/// The slots of the states `state` (see stateOf), which stand behind each other
/// in the slab; empty if they do not.
ArrayRef<StateSlot> findSlots(Attribute state, ArrayRef<StateSlot> slab) {
  SmallVector<StringAttr> names = stateNames(state);
  auto isNamed = [](const StateSlot &slot, StringAttr name) {
    return slot.name == name.getValue();
  };
  while (!slab.empty() && !names.empty() && !isNamed(slab[0], names[0]))
    slab = slab.drop_front();
  if (slab.size() < names.size())
    return {};
  slab = slab.take_front(names.size());
  return llvm::equal(slab, names, isNamed) ? slab : ArrayRef<StateSlot>();
}

/// Whether `type` is that of one slot, or all bytes of several.
bool fits(MemRefType type, ArrayRef<StateSlot> slots) {
  int64_t bytes = 0;
  for (const StateSlot &slot : slots) {
    if (slot.type.getElementType() != type.getElementType())
      return false;
    bytes += alignToBuffer(byteSize(slot.type));
  }
  return slots.size() == 1 ? slots[0].type.getShape() == type.getShape()
                           : byteSize(type) == bytes;
}

/// The buffer that an argument of an entry stands for; null and an error
/// where no attribute says which.
Value readArgument(ArgumentReader &reader, func::FuncOp entry, unsigned index,
                   ArrayRef<StateSlot> states) {
  auto type = dyn_cast<MemRefType>(entry.getArgumentTypes()[index]);
  if (!type || !type.hasStaticShape() || !type.getLayout().isIdentity()) {
    entry.emitError() << "argument " << index << " of entry '"
                      << entry.getName() << "' is a "
                      << entry.getArgumentTypes()[index]
                      << ", expected a row-major buffer of static shape";
    return {};
  }
  if (entry.getArgAttr(index, kArenaAttr))
    return reader.arena(type);
  if (entry.getArgAttr(index, kOutputAttr))
    return reader.next(kOutputs, type);
  Attribute state = stateOf(entry.getArgAttrDict(index));
  if (!state)
    return reader.next(kInputs, type);
  ArrayRef<StateSlot> slots = findSlots(state, states);
  if (!slots.empty() && fits(type, slots))
    return reader.state(slots[0].offset, type);
  auto error = entry.emitError() << "argument " << index << " of entry '"
                                 << entry.getName() << "' is ";
  if (slots.empty()) {
    error << "state " << state << ", which is not in " << kStatesAttr;
    return {};
  }
  error << "a " << type << ", but state " << state << " a ";
  llvm::interleave(
      slots, error, [&](const StateSlot &slot) { error << slot.type; },
      " and a ");
  return {};
}

/// An entry as a function of one pointer, and what its ops need of it.
struct LoweredEntry {
  func::FuncOp function;
  Value status;  ///< a pointer to the status words
  Value tracer;  ///< null without profile
  Value printer; ///< null where nothing is printed
  Value trips;   ///< a pointer to the counter; null where nothing is counted
};

/// Replaces `entry` by a function of one pointer. The status word is cleared
/// first; what stands in its lower half at the end is returned.
FailureOr<LoweredEntry> lowerSignature(func::FuncOp entry,
                                       const LLVMTypeConverter &types,
                                       ArrayRef<StateSlot> states,
                                       SymbolTable &symbols, bool profile,
                                       bool countTrips) {
  Location loc = entry.getLoc();
  OpBuilder b(entry);
  Type pointer = LLVM::LLVMPointerType::get(b.getContext());
  std::string symbol = entrySymbol(entry.getName());
  auto lowered = func::FuncOp::create(
      b, loc, symbol, b.getFunctionType({pointer}, {b.getI32Type()}));
  Block *block = lowered.addEntryBlock();
  b.setInsertionPointToStart(block);
  ArgumentReader reader(b, loc, types, block->getArgument(0));
  Value status = reader.field(kStatus);
  Value zero = LLVM::ConstantOp::create(b, loc, b.getI64Type(), 0);
  LLVM::StoreOp::create(b, loc, zero, status);
  Value tracer = profile ? reader.field(kTracer) : Value();
  bool prints = entry.walk([](PrintOp) { return WalkResult::interrupt(); })
                    .wasInterrupted();
  Value printer = prints ? reader.field(kPrinter) : Value();
  Value trips = countTrips ? reader.field(kTrips) : Value();
  Block &body = entry.getBody().front();
  for (unsigned i = 0; i < entry.getNumArguments(); ++i) {
    Value buffer = readArgument(reader, entry, i, states);
    if (!buffer)
      return failure();
    body.getArgument(i).replaceAllUsesWith(buffer);
  }
  body.getTerminator()->erase();
  block->getOperations().splice(block->end(), body.getOperations());
  b.setInsertionPointToEnd(block);
  Value word = LLVM::LoadOp::create(b, loc, b.getI64Type(), status);
  Value code = arith::TruncIOp::create(b, loc, b.getI32Type(), word);
  func::ReturnOp::create(b, loc, code);
  setEntryFact(entry, "symbol", b.getStringAttr(symbol));
  symbols.erase(entry);
  if (StringAttr name = symbols.insert(lowered); name.getValue() != symbol)
    return lowered.emitError()
           << "symbol '" << symbol << "' is taken by another entry";
  return LoweredEntry{lowered, status, tracer, printer, trips};
}

struct LowerLaunchPass : leat::impl::LowerLaunchPassBase<LowerLaunchPass> {
  using Base::Base;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    FailureOr<SmallVector<StateSlot>> states = layoutStates(module);
    if (failed(states))
      return signalPassFailure();
    LLVMTypeConverter types(&getContext());
    SymbolTable symbols(module);
    DenseSet<Operation *> kernels;
    for (func::FuncOp entry : findEntries(module)) {
      recordLaunches(entry);
      if (countTrips)
        recordTrips(entry);
      FailureOr<LoweredEntry> lowered =
          lowerSignature(entry, types, *states, symbols, profile, countTrips);
      if (failed(lowered) ||
          failed(lowerBody(*lowered, types, symbols, kernels)))
        return signalPassFailure();
    }
    // A module without entries holds kernels that are launched from elsewhere.
    if (findEntries(module).empty() && kernels.empty())
      for (auto function : module.getOps<func::FuncOp>())
        if (function->hasAttr(kScratchAttr))
          kernels.insert(function);
    // What is public gets the promises of the ABI; a declaration has no say.
    for (Operation *kernel : kernels)
      if (!cast<func::FuncOp>(kernel).isExternal())
        SymbolTable::setSymbolVisibility(kernel,
                                         SymbolTable::Visibility::Public);
  }

private:
  LogicalResult lowerBody(const LoweredEntry &entry,
                          const LLVMTypeConverter &types, SymbolTable &symbols,
                          DenseSet<Operation *> &kernels) {
    SmallVector<LaunchOp> launches;
    SmallVector<Operation *> checks;
    SmallVector<PrintOp> prints;
    SmallVector<memref::CopyOp> copies;
    entry.function->walk([&](LaunchOp op) { launches.push_back(op); });
    entry.function->walk([&](Operation *op) {
      if (isa<CheckOp, AssertOp>(op))
        checks.push_back(op);
    });
    entry.function->walk([&](PrintOp op) { prints.push_back(op); });
    entry.function->walk([&](memref::CopyOp op) { copies.push_back(op); });
    if (entry.trips) // before copies become loops
      emitTripCounts(entry.function, entry.trips);
    for (auto [number, launch] : llvm::enumerate(launches)) {
      StringRef callee = launch.getCallee();
      if (failed(lowerLaunch(launch, int32_t(number), entry.tracer, types,
                             symbols)))
        return failure();
      kernels.insert(symbols.lookup(callee));
    }
    CheckLowering lowering(symbols);
    for (auto [number, check] : llvm::enumerate(checks)) {
      OpBuilder b(check);
      Value buffer = asWhole(b, check->getLoc(), types, check->getOperand(0));
      lowering.lower(check, buffer, int32_t(number), entry.status);
    }
    for (auto [number, print] : llvm::enumerate(prints))
      lowerPrint(print, int32_t(number), entry.printer, types);
    for (memref::CopyOp copy : copies)
      lowerCopy(copy);
    return success();
  }
};

} // namespace
