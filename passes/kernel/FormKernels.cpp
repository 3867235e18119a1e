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

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/IRMapping.h"
#include "passes/Passes.h"
#include "passes/kernel/FusionPlan.h"
#include "llvm/Support/FormatVariadic.h"

namespace leat {
#define GEN_PASS_DEF_FORMKERNELSPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

/// Turns the functions of a module into launches.
class KernelFormer {
public:
  explicit KernelFormer(ModuleOp module)
      : module(module), builder(module.getContext()) {}

  void form(FuncOp func, const FusionPlan &plan);

private:
  FlatSymbolRefAttr kernelFor(const FusionGroup &group);
  Value reshaped(Value value, RankedTensorType type, Location loc);

  ModuleOp module;
  OpBuilder builder;
  /// Kernels by their text: equal ones are compiled once.
  llvm::StringMap<FlatSymbolRefAttr> kernels;
};

} // namespace

static RankedTensorType plain(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  return RankedTensorType::get(tensor.getShape(), tensor.getElementType());
}

// The value that a group's op sees: what stands behind the reshapes outside the
// group comes in as an argument, of the shape in which it is used.
static SmallVector<Value> usedInputs(const FusionGroup &group) {
  llvm::SetVector<Value> used;
  llvm::SmallDenseSet<Operation *> inside(group.ops.begin(), group.ops.end());
  for (Operation *op : group.ops)
    for (Value operand : op->getOperands()) {
      Operation *source = behindReshapes(operand).getDefiningOp();
      bool constant = source && isRematerialized(source);
      if (!constant && !inside.contains(operand.getDefiningOp()))
        used.insert(operand);
    }
  return used.takeVector();
}

// A constant and the reshapes that it goes through, unless they are there
// already.
static void cloneConstant(OpBuilder &builder, Value value, IRMapping &map) {
  Operation *maker = value.getDefiningOp();
  if (!maker || map.contains(value))
    return;
  for (Value operand : maker->getOperands())
    cloneConstant(builder, operand, map);
  builder.clone(*maker, map)->setLoc(builder.getUnknownLoc());
}

FlatSymbolRefAttr KernelFormer::kernelFor(const FusionGroup &group) {
  SmallVector<Value> inputs = usedInputs(group);
  Location unknown = builder.getUnknownLoc();
  SmallVector<Type> argumentTypes, resultTypes;
  for (Value input : inputs)
    argumentTypes.push_back(plain(input.getType()));
  for (Value output : group.outputs)
    resultTypes.push_back(plain(output.getType()));
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToEnd(module.getBody());
  OperationState state(unknown, KernelOp::getOperationName());
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
    map.map(input, block->addArgument(type, unknown));
  for (Operation *op : group.ops) {
    for (Value operand : op->getOperands())
      cloneConstant(builder, operand, map);
    builder.clone(*op, map)->setLoc(unknown);
  }
  ReturnOp::create(builder, unknown,
                   llvm::map_to_vector(group.outputs,
                                       [&](Value v) { return map.lookup(v); }));
  std::string text;
  llvm::raw_string_ostream os(text);
  kernel->print(os, OpPrintingFlags().printGenericOpForm());
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
Value KernelFormer::reshaped(Value value, RankedTensorType type, Location loc) {
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
    value = tensor::ExpandShapeOp::create(builder, loc, flat, value,
                                          SmallVector<ReassociationIndices>());
  else if (from.getRank() > 1)
    value = tensor::CollapseShapeOp::create(builder, loc, flat, value,
                                            all(from.getRank()));
  if (type.getRank() == 0)
    return tensor::CollapseShapeOp::create(builder, loc, type, value,
                                           SmallVector<ReassociationIndices>());
  if (type.getRank() > 1)
    value = tensor::ExpandShapeOp::create(builder, loc, type, value,
                                          all(type.getRank()));
  return value;
}

void KernelFormer::form(FuncOp func, const FusionPlan &plan) {
  builder.setInsertionPointToEnd(module.getBody());
  auto types = [](ArrayRef<Type> from) {
    return llvm::map_to_vector(from, [](Type t) -> Type { return plain(t); });
  };
  auto entry = func::FuncOp::create(
      builder, func.getLoc(), func.getSymName(),
      builder.getFunctionType(types(func.getArgumentTypes()),
                              types(func.getResultTypes())));
  entry.setArgAttrsAttr(func.getArgAttrsAttr());
  entry.setResAttrsAttr(func.getResAttrsAttr());
  Block *block = entry.addEntryBlock();
  builder.setInsertionPointToEnd(block);
  IRMapping map;
  map.map(func.getArguments(), block->getArguments());
  for (auto [i, argument] : llvm::enumerate(func.getArguments()))
    block->getArgument(i).setLoc(argument.getLoc());
  for (auto [i, group] : llvm::enumerate(plan.groups)) {
    FlatSymbolRefAttr kernel = kernelFor(group);
    SmallVector<Location> locs;
    for (Operation *op : group.ops)
      locs.push_back(op->getLoc());
    Location loc = FusedLoc::get(builder.getContext(), locs);
    SmallVector<Value> ins, outs;
    SmallVector<Type> resultTypes;
    for (Value input : usedInputs(group))
      ins.push_back(map.lookup(behindReshapes(input)));
    for (Value output : group.outputs) {
      resultTypes.push_back(plain(output.getType()));
      outs.push_back(tensor::EmptyOp::create(builder, loc, resultTypes.back(),
                                             ValueRange()));
    }
    std::string label =
        llvm::formatv("{0}.{1,0+2}.{2}", func.getSymName(), i, group.label())
            .str();
    auto launch = LaunchOp::create(builder, loc, resultTypes, kernel, ins, outs,
                                   builder.getStringAttr(label));
    map.map(group.outputs.getArrayRef(), launch.getResults());
  }
  SmallVector<Value> results;
  for (Value value : func.getBody().front().getTerminator()->getOperands())
    results.push_back(reshaped(map.lookup(behindReshapes(value)),
                               plain(value.getType()), func.getLoc()));
  func::ReturnOp::create(builder, func.getLoc(), results);
}

// What the runtime must know of the model's states, in the order of the slab.
static ArrayAttr describeStates(ModelOp model) {
  Builder b(model.getContext());
  SmallVector<Attribute> states;
  for (Operation &op : model.getBody().getOps()) {
    if (!isa<ParamOp, StateOp, ConstOp>(op))
      continue;
    auto constant = dyn_cast<ConstOp>(op);
    Type type = constant ? constant.getYielded().getType()
                         : op.getAttrOfType<TypeAttr>("type").getValue();
    states.push_back(b.getDictionaryAttr(
        {b.getNamedAttr("name", SymbolTable::getSymbolName(&op)),
         b.getNamedAttr("type", TypeAttr::get(plain(type)))}));
  }
  return b.getArrayAttr(states);
}

namespace {
struct FormKernelsPass : leat::impl::FormKernelsPassBase<FormKernelsPass> {
  using Base::Base;

  void runOnOperation() override {
    KernelFormer former(getOperation());
    for (ModelOp model :
         llvm::make_early_inc_range(getOperation().getOps<ModelOp>())) {
      for (FuncOp func : model.getOps<FuncOp>()) {
        FailureOr<FusionPlan> plan = planFusion(func, fuse);
        if (failed(plan))
          return signalPassFailure();
        if (printPlan) {
          std::string text;
          llvm::raw_string_ostream os(text);
          plan->print(os);
          func.emitRemark("fusion plan of @") << func.getSymName() << ":\n"
                                              << text;
        }
        former.form(func, *plan);
      }
      getOperation()->setAttr("leat.states", describeStates(model));
      model.erase();
    }
  }
};
} // namespace
