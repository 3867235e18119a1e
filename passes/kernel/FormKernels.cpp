//===- FormKernels.cpp - groups of ops become kernels ---------------------===//
//
//   %0 = matmul %x, %w   %1 = add %0, %b   %h = relu %1
//   ==>
//   leat.kernel @k0(%a, %b, %c) -> (T) { matmul, add, relu }
//   %e = tensor.empty()  %h = leat.launch @k0 ins(%x, %w, %b) outs(%e) {label =
//   "00.matmul_add_relu"}
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/TypeUtilities.h"
#include "passes/Passes.h"
#include "passes/States.h"
#include "passes/kernel/EntryFormer.h"
#include "passes/kernel/Work.h"
#include "llvm/Support/FormatVariadic.h"

namespace leat {
#define GEN_PASS_DEF_FORMKERNELSPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

static Value behindBarriers(Value value) {
  while (auto barrier = value.getDefiningOp<BarrierOp>())
    value = barrier.getValue();
  return value;
}

// The value that a group's op sees: what stands behind the reshapes outside the
// group comes in as an argument, of the shape in which it is used.
static SmallVector<Value> usedInputs(const FusionGroup &group) {
  llvm::SetVector<Value> used;
  llvm::SmallDenseSet<Operation *> inside(group.ops.begin(), group.ops.end());
  for (Operation *op : group.ops)
    for (OpOperand &use : op->getOpOperands())
      if (!isRematerialized(use) && !inside.contains(use.get().getDefiningOp()))
        used.insert(behindBarriers(use.get()));
  return used.takeVector();
}

// A constant and the reshapes that it goes through, unless they are there
// already. What stands behind a barrier is what stands before it.
static void cloneConstant(OpBuilder &builder, Value value, IRMapping &map) {
  Operation *maker = value.getDefiningOp();
  if (!maker || map.contains(value))
    return;
  if (auto barrier = dyn_cast<BarrierOp>(maker)) {
    cloneConstant(builder, barrier.getValue(), map);
    map.map(value, map.lookup(barrier.getValue()));
    return;
  }
  for (Value operand : maker->getOperands())
    cloneConstant(builder, operand, map);
  builder.clone(*maker, map)->setLoc(withoutName(maker->getLoc()));
}

FlatSymbolRefAttr KernelFormer::kernelFor(const FusionGroup &group) {
  SmallVector<Value> inputs = usedInputs(group);
  // Names are no part of a kernel; places are, for the errors of later stages.
  Location loc = withoutName(group.ops.front()->getLoc());
  SmallVector<Type> argumentTypes, resultTypes;
  for (Value input : inputs)
    argumentTypes.push_back(plainType(input.getType()));
  for (Value output : group.outputs)
    resultTypes.push_back(plainType(output.getType()));
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(module.getBody());
  OperationState state(loc, KernelOp::getOperationName());
  state.addAttribute("sym_name", builder.getStringAttr("k"));
  state.addAttribute("function_type", TypeAttr::get(builder.getFunctionType(
                                          argumentTypes, resultTypes)));
  state.addRegion();
  auto kernel = cast<KernelOp>(builder.create(state));
  Block *block = new Block();
  kernel.getBody().push_back(block);
  builder.setInsertionPointToEnd(block);
  IRMapping map;
  for (auto [input, type] : llvm::zip(inputs, argumentTypes))
    map.map(input, block->addArgument(type, loc));
  for (Operation *op : group.ops) {
    for (Value operand : op->getOperands())
      cloneConstant(builder, operand, map);
    builder.clone(*op, map)->setLoc(withoutName(op->getLoc()));
  }
  ReturnOp::create(builder, loc,
                   llvm::map_to_vector(group.outputs,
                                       [&](Value v) { return map.lookup(v); }));
  std::string text;
  llvm::raw_string_ostream os(text);
  // Local: else the names of all values of the module are made up each time.
  kernel->print(os, OpPrintingFlags().printGenericOpForm().useLocalScope());
  auto [entry, fresh] = kernels.try_emplace(text);
  if (!fresh) {
    kernel.erase();
    return entry->second;
  }
  std::string name = "k" + std::to_string(kernels.size() - 1);
  kernel.setSymName(name);
  return entry->second = FlatSymbolRefAttr::get(builder.getContext(), name);
}

// The same elements in another shape, over one dimension.
Value EntryFormer::reshaped(Value value, RankedTensorType type, Location loc) {
  auto from = cast<RankedTensorType>(value.getType());
  if (from == type)
    return value;
  auto all = [](int64_t rank) {
    SmallVector<ReassociationIndices> groups(rank ? 1 : 0);
    for (int64_t i = 0; i < rank; ++i)
      groups.front().push_back(i);
    return groups;
  };
  auto flat =
      RankedTensorType::get({from.getNumElements()}, from.getElementType());
  if (from.getRank() == 0)
    value = tensor::ExpandShapeOp::create(b, loc, flat, value,
                                          SmallVector<ReassociationIndices>());
  else if (from.getRank() > 1)
    value = tensor::CollapseShapeOp::create(b, loc, flat, value,
                                            all(from.getRank()));
  if (type.getRank() == 0)
    return tensor::CollapseShapeOp::create(b, loc, type, value,
                                           SmallVector<ReassociationIndices>());
  if (type.getRank() > 1)
    value =
        tensor::ExpandShapeOp::create(b, loc, type, value, all(type.getRank()));
  return value;
}

//===----------------------------------------------------------------------===//
// Packed values
//===----------------------------------------------------------------------===//

void EntryFormer::findPlaces() {
  for (PackOp pack : func.getBody().getOps<PackOp>()) {
    int64_t offset = 0;
    for (Value input : pack.getInputs()) {
      int64_t elements = plainType(input.getType()).getNumElements();
      places[behindReshapes(input)].push_back(
          {pack.getResult(), offset, elements});
      offset += elements;
    }
    map.map(pack.getResult(),
            tensor::EmptyOp::create(b, pack.getLoc(), plainType(pack.getType()),
                                    ValueRange()));
  }
}

// A part of a packed tensor, as one axis.
static SmallVector<OpFoldResult> range(Builder &b, int64_t value) {
  return {b.getIndexAttr(value)};
}

// What is packed is computed at its place.
Value EntryFormer::destinationOf(Value output, Location loc) {
  auto found = places.find(output);
  if (found == places.end())
    return tensor::EmptyOp::create(b, loc, plainType(output.getType()),
                                   ValueRange());
  const Place &place = found->second.front();
  return tensor::ExtractSliceOp::create(b, loc, map.lookup(place.packed),
                                        range(b, place.offset),
                                        range(b, place.elements), range(b, 1));
}

void EntryFormer::write(Value value, const Place &place, Location loc) {
  auto flat = RankedTensorType::get(
      {place.elements}, plainType(value.getType()).getElementType());
  Value packed = tensor::InsertSliceOp::create(
      b, loc, reshaped(value, flat, loc), map.lookup(place.packed),
      range(b, place.offset), range(b, place.elements), range(b, 1));
  map.map(place.packed, packed);
}

//===----------------------------------------------------------------------===//
// Entries
//===----------------------------------------------------------------------===//

void EntryFormer::createEntry() {
  auto types = [](ArrayRef<Type> from) {
    return llvm::map_to_vector(from,
                               [](Type t) -> Type { return plainType(t); });
  };
  auto entry =
      func::FuncOp::create(b, func.getLoc(), func.getSymName(),
                           b.getFunctionType(types(func.getArgumentTypes()),
                                             types(func.getResultTypes())));
  entry.setArgAttrsAttr(func.getArgAttrsAttr());
  entry.setResAttrsAttr(func.getResAttrsAttr());
  Block *block = entry.addEntryBlock();
  b.setInsertionPointToEnd(block);
  map.map(func.getArguments(), block->getArguments());
  for (auto [i, argument] : llvm::enumerate(func.getArguments()))
    block->getArgument(i).setLoc(argument.getLoc());
}

Value EntryFormer::formed(Value value) {
  return reshaped(map.lookup(behindReshapes(value)), plainType(value.getType()),
                  value.getLoc());
}

void EntryFormer::place(Value output, Value result, Location loc) {
  map.map(output, result);
  for (const Place &place : places.lookup(output))
    write(result, place, loc);
}

// Kernels stay inside their buffers whatever the numbers of rows are, so it is
// early enough behind the launch, where those that it computes are there too.
void EntryFormer::checkIndices(const FusionGroup &group) {
  for (Operation *op : group.ops) {
    auto indexing = dyn_cast<IndexingOpInterface>(op);
    if (!indexing || !needsCheck(indexing))
      continue;
    Value indices = indexing.getIndexOperand();
    int64_t bound = indexing.getIndexBound();
    if (!checked.insert({behindReshapes(indices), bound}).second)
      continue;
    CheckOp::create(b, op->getLoc(), formed(indices),
                    b.getI64IntegerAttr(bound),
                    b.getStringAttr(indexing.getIndexRole()));
  }
}

// A NaN that comes from outside was made by no op.
void EntryFormer::checkArguments() {
  for (auto [i, argument] : llvm::enumerate(func.getArguments())) {
    if (!isa<FloatType>(plainType(argument.getType()).getElementType()))
      continue;
    bool isState = bool(func.getArgAttr(i, FuncOp::kStateAttr));
    std::string role =
        (isState ? "state '" : "input '") + func.getArgName(i).str() + "'";
    CheckOp::create(b, argument.getLoc(), map.lookup(argument), IntegerAttr(),
                    b.getStringAttr(role));
  }
}

void EntryFormer::launch(const FusionGroup &group) {
  SmallVector<Location> locs;
  for (Operation *op : group.ops)
    locs.push_back(op->getLoc());
  Location loc = FusedLoc::get(b.getContext(), locs);
  SmallVector<Value> ins, outs;
  for (Value input : usedInputs(group))
    ins.push_back(map.lookup(behindReshapes(input)));
  for (Value output : group.outputs)
    outs.push_back(destinationOf(output, loc));
  std::string label = llvm::formatv("{0}.{1,0+2}.{2}", func.getSymName(),
                                    launches++, group.label())
                          .str();
  Work work;
  for (Operation *op : group.ops)
    work.addOperations(op);
  for (Value operand : llvm::concat<Value>(ins, outs))
    work.addBytes(operand);
  auto launch = LaunchOp::create(b, loc, ValueRange(outs).getTypes(),
                                 kernels.kernelFor(group), ins, outs,
                                 b.getStringAttr(label), work.asAttribute(b));
  for (auto [output, result] : llvm::zip(group.outputs, launch.getResults())) {
    place(output, result, loc);
    if (options.checkNan && isa<FloatType>(getElementTypeOrSelf(result)))
      CheckOp::create(b, output.getLoc(), result, IntegerAttr(),
                      b.getStringAttr("result of '" + group.label() + "'"));
  }
  checkIndices(group);
}

LogicalResult EntryFormer::formBlock(Block &block) {
  FailureOr<FusionPlan> plan = planFusion(block, options.fuse);
  if (failed(plan))
    return failure();
  if (options.printPlan) {
    std::string text;
    llvm::raw_string_ostream os(text);
    plan->print(os);
    if (block.getParentOp() == func)
      func.emitRemark("fusion plan of @") << func.getSymName() << ":\n" << text;
    else
      block.getParentOp()->emitRemark("fusion plan of a region:\n") << text;
  }
  for (const FusionGroup &group : plan->groups)
    if (!group.control)
      launch(group);
    else if (failed(formControl(group.ops.front())))
      return failure();
  return success();
}

LogicalResult EntryFormer::form() {
  createEntry();
  for (UnpackOp unpack : func.getBody().getOps<UnpackOp>())
    map.map(unpack.getResult(),
            tensor::ExtractSliceOp::create(
                b, unpack.getLoc(), map.lookup(unpack.getPacked()),
                range(b, unpack.getOffset()),
                range(b, plainType(unpack.getType()).getNumElements()),
                range(b, 1)));
  findPlaces();
  if (options.checkNan)
    checkArguments();
  Block &body = func.getBody().front();
  if (failed(formBlock(body)))
    return failure();
  SmallVector<Value> results;
  for (Value value : body.getTerminator()->getOperands())
    results.push_back(formed(value));
  func::ReturnOp::create(b, func.getLoc(), results);
  return success();
}

// What the runtime must know of the model's states, in the order of the slab.
static ArrayAttr describeStates(ModelOp model) {
  Builder b(model.getContext());
  SmallVector<Attribute> states;
  for (const ModelState &state : statesOf(model))
    states.push_back(b.getDictionaryAttr(
        {b.getNamedAttr("name", state.name),
         b.getNamedAttr("type", TypeAttr::get(state.type))}));
  return b.getArrayAttr(states);
}

/// Of loops and branches in one another. Bufferisation takes twice as long for
/// every loop round another, and with a power of the number of branches.
static constexpr unsigned kMostLoops = 12, kMostNested = 32;

static LogicalResult checkNesting(FuncOp func) {
  WalkResult result = func.walk([](Operation *op) {
    if (!isa<ControlOpInterface>(op))
      return WalkResult::advance();
    unsigned loops = 0, all = 0;
    for (Operation *at = op; at && !isa<FuncOp>(at); at = at->getParentOp()) {
      loops += isa<LoopOpInterface>(at);
      ++all;
    }
    if (loops <= kMostLoops && all <= kMostNested)
      return WalkResult::advance();
    op->emitOpError("is inside of loops and branches, with it ")
        << all << " and of these " << loops << " loops, expected at most "
        << kMostNested << " and " << kMostLoops
        << "; the interpreter runs it (--reference)";
    return WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

namespace {
struct FormKernelsPass : leat::impl::FormKernelsPassBase<FormKernelsPass> {
  using Base::Base;

  void runOnOperation() override {
    KernelFormer kernels(getOperation());
    for (ModelOp model :
         llvm::make_early_inc_range(getOperation().getOps<ModelOp>())) {
      for (FuncOp func : model.getOps<FuncOp>()) {
        if (failed(checkNesting(func)))
          return signalPassFailure();
        EntryFormer former(func, kernels, getOperation(),
                           {fuse, checkNan, printPlan});
        if (failed(former.form()))
          return signalPassFailure();
      }
      getOperation()->setAttr("leat.states", describeStates(model));
      model.erase();
    }
  }
};
} // namespace
