//===- Dataflow.cpp - a function as a graph of kernels ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Follows each operand back through slices and reshapes, which are no work, to
// the launches and arguments that it comes from. A tensor that holds several
// (a slab of params, or of their gradients) is followed part by part.
//
//===----------------------------------------------------------------------===//

#include "tools/compiler/Dataflow.h"
#include "dialect/Dialect.h"
#include "dialect/Names.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/RegionUtils.h"
#include "runtime/Buffer.h"
#include "tools/compiler/MultiplyAdds.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"

#include <set>

using namespace mlir;
using namespace leat;
using namespace leat::cli;

namespace {

/// Elements of a tensor, in row-major order.
struct Part {
  int64_t begin, end;
  bool meets(Part other) const {
    return begin < other.end && other.begin < end;
  }
};

/// A state in the argument or result that holds it.
struct StatePart {
  std::string name;
  RankedTensorType type;
  Part part;
};

/// Builds the graph of one function.
class DataflowReader {
public:
  DataflowReader(func::FuncOp function, const ModelInterface &model);
  Dataflow read();

private:
  using Names = std::vector<std::pair<std::string, std::string>>;

  size_t addNode(DataflowNode node);
  void addOp(Operation *op);
  void addLaunch(LaunchOp launch);
  void addReturn(func::ReturnOp op);
  void connect(Value value, Part part, size_t to);
  void readArgument(BlockArgument argument, Part part, size_t to);
  std::vector<StatePart> statesOf(Attribute names, Type type) const;
  void addReads(size_t node);
  void addStates(size_t node, DataflowLine::Kind kind, const Names &states);

  func::FuncOp function;
  const ModelInterface &model;
  llvm::StringMap<RankedTensorType> stateTypes;
  llvm::DenseMap<Operation *, size_t> nodeOf; ///< of launches and others
  llvm::DenseMap<Value, size_t> argumentNodes;
  /// What a node reads of each argument.
  std::map<std::pair<size_t, unsigned>, Names> reads;
  std::set<std::string> params;
  Dataflow result;
};

} // namespace

static std::string typeText(Type type) {
  auto tensor = cast<RankedTensorType>(type);
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << tensor.getElementType();
  if (tensor.getRank() > 0) {
    stream << "[";
    llvm::interleaveComma(tensor.getShape(), stream);
    stream << "]";
  }
  return text;
}

static int64_t bytesOf(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  int64_t bits = type.getElementTypeBitWidth();
  return type.getNumElements() * ((bits + 7) / 8);
}

static Part whole(Value value) { return {0, elementsOf(value)}; }

// Of a kernel's ops the last one makes its result. Empty where the model gives
// no name.
static std::string givenName(Value value) {
  std::string name;
  value.getLoc()->walk([&](Location part) {
    if (StringAttr found = nameOf(part))
      name = found.str();
    return WalkResult::advance();
  });
  return name;
}

static Part partOf(RankedTensorType slice, ArrayRef<int64_t> offsets) {
  int64_t begin = offsets.empty() ? 0 : offsets[0];
  return {begin, begin + slice.getNumElements()};
}

// "padding = 3, stride = 1", of an op as it is written; brackets hold commas.
static std::string attributesOf(Operation *op) {
  std::string text, result, piece;
  llvm::raw_string_ostream stream(text);
  op->print(stream, OpPrintingFlags().useLocalScope());
  StringRef rest = StringRef(text).substr(0, text.find(" : ("));
  rest = rest.take_until([](char c) { return c == '{'; });
  int depth = 0;
  auto flush = [&] {
    StringRef trimmed = StringRef(piece).trim();
    if (trimmed.contains(" = ") && !trimmed.starts_with("%"))
      result += (result.empty() ? "" : ", ") + trimmed.str();
    piece.clear();
  };
  for (char c : rest) {
    depth += c == '[' ? 1 : c == ']' ? -1 : 0;
    if (c == ',' && depth == 0)
      flush();
    else
      piece += c;
  }
  flush();
  return result;
}

DataflowReader::DataflowReader(func::FuncOp function,
                               const ModelInterface &model)
    : function(function), model(model) {
  auto states = function->getParentOfType<ModuleOp>()->getAttrOfType<ArrayAttr>(
      "leat.states");
  if (states)
    for (auto state : states.getAsRange<DictionaryAttr>())
      stateTypes[state.getAs<StringAttr>("name").getValue()] =
          cast<RankedTensorType>(state.getAs<TypeAttr>("type").getValue());
}

size_t DataflowReader::addNode(DataflowNode node) {
  result.nodes.push_back(std::move(node));
  return result.nodes.size() - 1;
}

// `names`, a symbol or a list of them, in a tensor of `type`: behind each other
// as in the slab, aligned.
std::vector<StatePart> DataflowReader::statesOf(Attribute names,
                                                Type type) const {
  SmallVector<Attribute> symbols;
  if (auto list = dyn_cast<ArrayAttr>(names))
    llvm::append_range(symbols, list);
  else
    symbols.push_back(names);
  auto tensor = cast<RankedTensorType>(type);
  int64_t width = std::max(tensor.getElementTypeBitWidth() / 8, 1u);
  int64_t alignment = std::max<int64_t>(int64_t(rt::kAlignment) / width, 1);
  std::vector<StatePart> parts;
  int64_t begin = 0;
  for (Attribute symbol : symbols) {
    StringRef name = cast<FlatSymbolRefAttr>(symbol).getValue();
    auto known = stateTypes.find(name);
    auto own = known == stateTypes.end() ? tensor : known->second;
    int64_t end = begin + own.getNumElements();
    parts.push_back({name.str(), own, {begin, end}});
    begin = llvm::alignTo(end, alignment);
  }
  return parts;
}

// Three states are named; of more the first and the last.
void DataflowReader::addStates(size_t node, DataflowLine::Kind kind,
                               const Names &states) {
  constexpr size_t kShown = 3;
  std::vector<DataflowLine> &lines = result.nodes[node].lines;
  if (states.size() <= kShown) {
    for (const auto &[name, type] : states)
      lines.push_back({kind, name, "", type});
    return;
  }
  lines.push_back({kind,
                   states.front().first + " \u2026 " + states.back().first, "",
                   std::to_string(states.size()) + " tensors"});
}

void DataflowReader::addReads(size_t node) {
  for (const auto &[key, states] : reads)
    if (key.first == node)
      addStates(node, DataflowLine::Kind::Read, states);
}

void DataflowReader::readArgument(BlockArgument argument, Part part,
                                  size_t to) {
  if (argument.getOwner() != &function.getBody().front())
    return; // of a loop: what it carries comes from the loop's operands
  Attribute names = function.getArgAttr(argument.getArgNumber(), "leat.state");
  if (!names) {
    result.edges.push_back(
        {argumentNodes.lookup(argument), to, "", typeText(argument.getType())});
    return;
  }
  for (const StatePart &state : statesOf(names, argument.getType())) {
    if (!state.part.meets(part))
      continue;
    std::pair<std::string, std::string> entry = {state.name,
                                                 typeText(state.type)};
    Names &known = reads[{to, argument.getArgNumber()}];
    if (!llvm::is_contained(known, entry))
      known.push_back(entry);
    const StateInfo *info = model.findState(state.name);
    if (info && info->kind == StateInfo::Kind::Param &&
        params.insert(state.name).second)
      result.parameters += state.type.getNumElements();
  }
}

void DataflowReader::connect(Value value, Part part, size_t to) {
  if (auto argument = dyn_cast<BlockArgument>(value))
    return readArgument(argument, part, to);
  Operation *op = value.getDefiningOp();
  if (auto slice = dyn_cast<tensor::ExtractSliceOp>(op)) {
    Part inner = partOf(slice.getType(), slice.getStaticOffsets());
    return connect(slice.getSource(),
                   {inner.begin + part.begin, inner.begin + part.end}, to);
  }
  if (auto insert = dyn_cast<tensor::InsertSliceOp>(op)) {
    Part inner = partOf(insert.getSourceType(), insert.getStaticOffsets());
    if (inner.meets(part))
      connect(insert.getSource(), whole(insert.getSource()), to);
    if (part.begin < inner.begin || part.end > inner.end)
      connect(insert.getDest(), part, to);
    return;
  }
  if (isa<tensor::EmptyOp>(op))
    return;
  auto maker = nodeOf.find(op);
  if (maker != nodeOf.end()) {
    bool isFirst = value == op->getResult(0);
    DataflowEdge edge = {maker->second, to, isFirst ? givenName(value) : "",
                         typeText(value.getType())};
    bool isKnown = llvm::any_of(result.edges, [&](const DataflowEdge &known) {
      return known.from == edge.from && known.to == edge.to &&
             known.name == edge.name && known.type == edge.type;
    });
    if (!isKnown)
      result.edges.push_back(std::move(edge));
    return;
  }
  // Reshapes and packs: a place, not work.
  for (Value operand : op->getOperands())
    if (isa<RankedTensorType>(operand.getType()))
      connect(operand,
              op->getNumOperands() == 1 &&
                      elementsOf(operand) == elementsOf(value)
                  ? part
                  : whole(operand),
              to);
}

void DataflowReader::addLaunch(LaunchOp launch) {
  auto kernel = SymbolTable::lookupNearestSymbolFrom<KernelOp>(
      launch, launch.getCalleeAttr());
  DataflowNode node;
  node.number = int(result.kernels++);
  StringRef label = launch.getLabel().value_or(launch.getCallee());
  // "step.07.matmul_relu": the function and the number are known.
  node.name = label.rsplit('.').second.empty() ? label.str()
                                               : label.rsplit('.').second.str();
  bool isPointwise = true;
  for (Operation &op : kernel.getBody().front().without_terminator()) {
    bool isConstant = op.getNumOperands() == 0;
    bool isScalar =
        cast<RankedTensorType>(op.getResult(0).getType()).getRank() == 0;
    node.multiplyAdds += multiplyAdds(&op);
    isPointwise &= isConstant || isa<PointwiseOpInterface>(op);
    if (isa<ContractionOpInterface>(op))
      node.kind = DataflowNode::Kind::Contraction;
    // A number is part of the op that uses it.
    if (!(isConstant && isScalar))
      node.lines.push_back(
          {DataflowLine::Kind::Op, op.getName().stripDialect().str(),
           attributesOf(&op), typeText(op.getResult(0).getType())});
  }
  if (isPointwise)
    node.kind = DataflowNode::Kind::Pointwise;
  for (Value in : launch.getIns())
    node.bytesRead += bytesOf(in);
  for (Value out : launch.getOuts())
    node.bytesWritten += bytesOf(out);
  result.multiplyAdds += node.multiplyAdds;
  result.bytesMoved += node.bytesRead + node.bytesWritten;
  llvm::raw_string_ostream stream(node.text);
  kernel.print(stream, OpPrintingFlags().useLocalScope());
  size_t number = addNode(std::move(node));
  for (Value in : launch.getIns())
    connect(in, whole(in), number);
  addReads(number);
  nodeOf[launch] = number;
}

// A loop or branch: its kernels are lines of one node.
void DataflowReader::addOp(Operation *op) {
  if (auto launch = dyn_cast<LaunchOp>(op))
    return addLaunch(launch);
  if (op->getNumRegions() == 0)
    return;
  DataflowNode node;
  node.name = op->getName().stripDialect().str();
  op->walk([&](LaunchOp launch) {
    ++result.kernels;
    node.lines.push_back(
        {DataflowLine::Kind::Op,
         launch.getLabel().value_or(launch.getCallee()).str(), "",
         launch.getNumResults() ? typeText(launch.getResult(0).getType())
                                : ""});
  });
  llvm::raw_string_ostream stream(node.text);
  op->print(stream, OpPrintingFlags().useLocalScope());
  size_t number = addNode(std::move(node));
  llvm::SetVector<Value> operands(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), operands);
  for (Value operand : operands)
    if (isa<RankedTensorType>(operand.getType()))
      connect(operand, whole(operand), number);
  addReads(number);
  nodeOf[op] = number;
}

void DataflowReader::addReturn(func::ReturnOp op) {
  for (auto [i, value] : llvm::enumerate(op.getOperands())) {
    Attribute names = function.getResultAttr(unsigned(i), "leat.state");
    if (!names) {
      auto name =
          function.getResultAttrOfType<StringAttr>(unsigned(i), "leat.name");
      DataflowNode node;
      node.kind = DataflowNode::Kind::Result;
      node.name = name ? name.str() : "";
      node.type = typeText(value.getType());
      connect(value, whole(value), addNode(std::move(node)));
      continue;
    }
    // States stay where they are: the kernel that makes them writes them.
    auto maker = nodeOf.find(value.getDefiningOp());
    if (maker == nodeOf.end())
      continue;
    Names states;
    for (const StatePart &state : statesOf(names, value.getType()))
      states.push_back({state.name, typeText(state.type)});
    addStates(maker->second, DataflowLine::Kind::Write, states);
  }
}

Dataflow DataflowReader::read() {
  result.function = function.getName().str();
  if (const FunctionInfo *info = model.findFunction(result.function))
    result.signature = info->signature();
  for (BlockArgument argument : function.getArguments()) {
    unsigned number = argument.getArgNumber();
    if (function.getArgAttr(number, "leat.state"))
      continue;
    auto name = function.getArgAttrOfType<StringAttr>(number, "leat.name");
    DataflowNode node;
    node.kind = DataflowNode::Kind::Argument;
    node.name = name ? name.str() : "";
    node.type = typeText(argument.getType());
    argumentNodes[argument] = addNode(std::move(node));
  }
  for (Operation &op : function.getBody().front()) {
    if (auto end = dyn_cast<func::ReturnOp>(op))
      addReturn(end);
    else
      addOp(&op);
  }
  return std::move(result);
}

Dataflow cli::readDataflow(func::FuncOp function, const ModelInterface &model) {
  return DataflowReader(function, model).read();
}
