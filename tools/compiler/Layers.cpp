//===- Layers.cpp - what a network is made of -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One walk over the ops in program order. Each value knows the receptive field
// behind it and the layer that made it.
//
//===----------------------------------------------------------------------===//

#include "tools/compiler/Layers.h"
#include "dialect/Dialect.h"
#include "tools/compiler/MultiplyAdds.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/TypeSwitch.h"

#include <algorithm>
#include <map>
#include <set>

using namespace mlir;
using namespace leat;
using namespace leat::cli;

namespace {

/// Along each spatial dimension: inputs that an output depends on, and inputs
/// between neighbouring outputs.
struct Field {
  SmallVector<int64_t> size, jump;
};

class LayerCounter {
public:
  LayerTable count(FuncOp func);

private:
  void visitAll(FuncOp func);
  void visit(Operation *op);
  void visitCallee(FunctionUseOpInterface op);
  bool visitLayer(Operation *op);
  void addWindow(Layer &layer, Operation *op, const Window &window);
  void addParameters(Layer &layer, ValueRange weights, Value bias);
  void visitAdd(Operation *op);
  Layer start(Operation *op);
  void finish(Operation *op, Layer layer);

  LayerTable table;
  llvm::DenseMap<Value, Field> fields;
  llvm::DenseMap<Value, size_t> makers; ///< index of the layer
  std::map<std::string, int64_t> read;  ///< elements of params
  std::set<std::string> biases;         ///< names of params
  llvm::DenseSet<Operation *> callees;
};

} // namespace

// The param that a value is, perhaps seen in another shape.
static StringRef paramOf(Value value) {
  while (value) {
    Operation *op = value.getDefiningOp();
    if (auto get = dyn_cast_or_null<GetOp>(op)) {
      auto model = get->getParentOfType<ModelOp>();
      bool isParam = isa_and_nonnull<ParamOp>(
          SymbolTable::lookupSymbolIn(model, get.getStateAttr().getAttr()));
      return isParam ? get.getState() : StringRef();
    }
    if (!op ||
        !isa<ReshapeOp, TransposeOp, BroadcastToOp, SqueezeOp, UnsqueezeOp>(op))
      return {};
    value = op->getOperand(0);
  }
  return {};
}

static int64_t paramSize(Value value) {
  while (!value.getDefiningOp<GetOp>())
    value = value.getDefiningOp()->getOperand(0);
  return elementsOf(value);
}

Layer LayerCounter::start(Operation *op) {
  Layer layer;
  layer.op = op->getName().stripDialect().str();
  if (auto name = dyn_cast<NameLoc>(op->getLoc()))
    layer.name = name.getName().getValue().str();
  ArrayRef<int64_t> shape =
      cast<RankedTensorType>(op->getResult(0).getType()).getShape();
  layer.output.assign(shape.begin(), shape.end());
  layer.macs = multiplyAdds(op) * tripsAround(op);
  return layer;
}

void LayerCounter::finish(Operation *op, Layer layer) {
  makers[op->getResult(0)] = table.layers.size();
  table.macs += layer.macs;
  table.layers.push_back(std::move(layer));
}

void LayerCounter::addParameters(Layer &layer, ValueRange weights, Value bias) {
  StringRef name;
  for (Value weight : weights)
    if (StringRef param = paramOf(weight); !param.empty()) {
      layer.weights += paramSize(weight);
      name = param;
    }
  if (StringRef param = bias ? paramOf(bias) : StringRef(); !param.empty()) {
    layer.biases += paramSize(bias);
    biases.insert(param.str());
    name = name.empty() ? param : name;
  }
  if (!name.empty())
    layer.name = (name.contains('.') ? name.rsplit('.').first : name).str();
}

void LayerCounter::addWindow(Layer &layer, Operation *op,
                             const Window &window) {
  Field field = fields.lookup(op->getOperand(0));
  field.size.resize(window.rank(), 1);
  field.jump.resize(window.rank(), 1);
  for (size_t i = 0; i < window.rank(); ++i) {
    field.size[i] += (window.span(i) - 1) * field.jump[i];
    field.jump[i] *= window.stride[i];
  }
  layer.receptiveField.assign(field.size.begin(), field.size.end());
  fields[op->getResult(0)] = field;
}

bool LayerCounter::visitLayer(Operation *op) {
  return llvm::TypeSwitch<Operation *, bool>(op)
      .Case<ConvOp>([&](ConvOp conv) {
        Layer layer = start(op);
        addParameters(layer, conv.getWeight(), conv.getBias());
        addWindow(layer, op, conv.getWindow());
        finish(op, std::move(layer));
        return true;
      })
      .Case<ConvTransposeOp>([&](ConvTransposeOp conv) {
        Layer layer = start(op);
        addParameters(layer, conv.getWeight(), conv.getBias());
        finish(op, std::move(layer));
        return true;
      })
      .Case<MaxPoolOp, AvgPoolOp>([&](auto pool) {
        Layer layer = start(op);
        addWindow(layer, op, pool.getWindow());
        finish(op, std::move(layer));
        return true;
      })
      .Case<LinearOp>([&](LinearOp linear) {
        Layer layer = start(op);
        addParameters(layer, linear.getWeight(), linear.getBias());
        finish(op, std::move(layer));
        return true;
      })
      .Case<MatmulOp>([&](MatmulOp matmul) {
        Layer layer = start(op);
        addParameters(layer, matmul->getOperands(), {});
        finish(op, std::move(layer));
        return true;
      })
      .Case<AttentionOp, EinsumOp>([&](auto sums) {
        Layer layer = start(op);
        addParameters(layer, sums->getOperands(), {});
        bool counts = layer.macs || layer.weights;
        if (counts)
          finish(op, std::move(layer));
        return counts;
      })
      .Case<BatchNormOp, NormalizeOp>([&](auto norm) {
        Layer layer = start(op);
        addParameters(layer, norm.getWeight(), norm.getBias());
        finish(op, std::move(layer));
        return true;
      })
      .Case<LayerNormOp, RmsNormOp, GroupNormOp, InstanceNormOp>(
          [&](auto norm) {
            if (norm.getAffine().empty())
              return false;
            Layer layer = start(op);
            addParameters(layer, norm.getWeight(), norm.getBias());
            finish(op, std::move(layer));
            return true;
          })
      .Case<IndexOp>([&](IndexOp index) {
        if (paramOf(index.getTable()).empty())
          return false;
        Layer layer = start(op);
        addParameters(layer, index.getTable(), {});
        finish(op, std::move(layer));
        return true;
      })
      .Default([](Operation *) { return false; });
}

// What is added to the result of a layer is its bias.
void LayerCounter::visitAdd(Operation *op) {
  for (unsigned i = 0; i < 2; ++i) {
    StringRef param = paramOf(op->getOperand(i));
    if (param.empty())
      continue;
    biases.insert(param.str());
    auto maker = makers.find(op->getOperand(1 - i));
    if (maker == makers.end())
      continue;
    size_t index = maker->second;
    table.layers[index].biases += paramSize(op->getOperand(i));
    makers[op->getResult(0)] = index;
  }
}

// Calls are inlined: this one is transformed.
void LayerCounter::visitCallee(FunctionUseOpInterface op) {
  auto func =
      SymbolTable::lookupNearestSymbolFrom<FuncOp>(op, op.getCalleeAttr());
  table.differentiates |= op.differentiates();
  if (func && callees.insert(func).second)
    visitAll(func);
}

void LayerCounter::visit(Operation *op) {
  if (auto use = dyn_cast<FunctionUseOpInterface>(op))
    return visitCallee(use);
  if (auto get = dyn_cast<GetOp>(op)) {
    StringRef param = paramOf(get.getResult());
    if (!param.empty())
      read[param.str()] = elementsOf(get.getResult());
    return;
  }
  bool isLayer = visitLayer(op);
  if (isa<AddOp>(op))
    visitAdd(op);
  // Merging dimensions ends what a receptive field is measured along.
  if (op->getNumResults() != 1 || isa<ReshapeOp>(op) ||
      fields.contains(op->getResult(0)) || isLayer)
    return;
  Field widest;
  for (Value operand : op->getOperands()) {
    const Field &field = fields.lookup(operand);
    if (widest.size.empty() ||
        (!field.size.empty() && field.size[0] > widest.size[0]))
      widest = field;
  }
  if (!widest.size.empty())
    fields[op->getResult(0)] = widest;
}

void LayerCounter::visitAll(FuncOp func) {
  func.walk<WalkOrder::PreOrder>([&](Operation *op) { visit(op); });
}

LayerTable LayerCounter::count(FuncOp func) {
  visitAll(func);
  for (const auto &[name, size] : read)
    (biases.count(name) ? table.biases : table.weights) += size;
  return std::move(table);
}

LayerTable cli::countLayers(FuncOp func) { return LayerCounter().count(func); }

static int64_t bytesOf(Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  if (!type || !type.hasStaticShape())
    return 0;
  unsigned bits = type.getElementTypeBitWidth();
  return type.getNumElements() * std::max(1u, bits / 8);
}

int64_t cli::peakBytes(FuncOp func) {
  Block &block = func.getBody().front();
  int64_t resident = 0, live = 0, peak = 0;
  for (Value argument : block.getArguments())
    resident += bytesOf(argument);
  llvm::DenseMap<Operation *, SmallVector<Value>> dying;
  for (Operation &op : block.without_terminator())
    for (Value result : op.getResults()) {
      Operation *last = &op;
      for (Operation *user : result.getUsers()) {
        Operation *ancestor = block.findAncestorOpInBlock(*user);
        if (ancestor && last->isBeforeInBlock(ancestor))
          last = ancestor;
      }
      dying[last].push_back(result);
    }
  for (Operation &op : block.without_terminator()) {
    for (Value result : op.getResults())
      live += bytesOf(result);
    peak = std::max(peak, live);
    for (Value value : dying.lookup(&op))
      live -= bytesOf(value);
  }
  return resident + peak;
}
