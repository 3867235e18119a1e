//===- Bundles.cpp - maps over groups of states ---------------------------===//
//
//   %v = let %w - 0.1 * %g     of two bundles of the names a and b
//   ==>
//   %0 = 0.1 * %g's a   %1 = 0.1 * %g's b   %2 = bundle(@a = %0, @b = %1) ...
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Bundles.h"
#include "dialect/Dialect.h"
#include "dialect/Expression.h"
#include "dialect/Infer.h"
#include "dialect/Places.h"
#include "dialect/StatePattern.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// get of a group
//===----------------------------------------------------------------------===//

bool readsBundle(GetOp get, const ModelTyping &model) {
  StringRef name = get.getState();
  return name.ends_with("*") || (name == "params" && !model.lookup(name));
}

FailureOr<Type> typeOfBundle(GetOp get, ModelTyping &model) {
  StringRef name = get.getState();
  std::string pattern = name == "params" ? "params" : ("@" + name).str();
  FailureOr<ArrayAttr> names = matchStates(model, get, pattern);
  if (failed(names))
    return failure();
  return Type(BundleType::get(get.getContext(), *names));
}

//===----------------------------------------------------------------------===//
// at, bundle, norm
//===----------------------------------------------------------------------===//

LogicalResult AtOp::inferInModel(ModelTyping &model) {
  auto bundle = dyn_cast<BundleType>(getBundle().getType());
  if (!bundle) // C1
    return errorAt(*this, "0")
           << "expected a bundle, got " << inShort(getBundle().getType());
  if (!llvm::is_contained(bundle.getNames(), getNameAttr())) { // C1
    InFlightDiagnostic error = errorAt(*this, "name");
    error << "there is no '" << getName() << "' in the bundle; it holds ";
    llvm::interleaveComma(bundle.getNames(), error, [&](Attribute name) {
      error << cast<StringAttr>(name).getValue();
    });
    return error;
  }
  FailureOr<Type> type = model.typeOfState(*this, getName());
  if (failed(type))
    return failure();
  getResult().setType(*type);
  return success();
}

// `(@w = %a, @b = %c)`
ParseResult BundleOp::parse(OpAsmParser &parser, OperationState &state) {
  keepResultName(parser, state);
  SmallVector<OpAsmParser::UnresolvedOperand> tensors;
  SmallVector<Attribute> names;
  auto each = [&]() -> ParseResult {
    SMLoc loc = parser.getCurrentLocation();
    StringAttr name;
    if (parser.parseSymbolName(name) || parser.parseEqual() ||
        parser.parseOperand(tensors.emplace_back()))
      return failure();
    keepPlace(parser, state, "@" + name.getValue(), loc);
    names.push_back(StringAttr::get(parser.getContext(), name.getValue()));
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, each) ||
      parser.resolveOperands(tensors, DeferredType::get(parser.getContext()),
                             state.operands))
    return failure();
  keepPlaces(parser, state, tensors);
  state.addAttribute("names", parser.getBuilder().getArrayAttr(names));
  return parseAssertedType(parser, state);
}

void BundleOp::print(OpAsmPrinter &printer) {
  printer << '(';
  llvm::interleaveComma(
      llvm::zip(getNames().getAsValueRange<StringAttr>(), getTensors()),
      printer, [&](auto pair) {
        printer.printSymbolName(std::get<0>(pair));
        printer << " = " << std::get<1>(pair);
      });
  printer << ')';
  printResultTypes(printer, *this);
}

LogicalResult BundleOp::inferInModel(ModelTyping &model) {
  if (getNames().empty() || getNames().size() != getTensors().size() ||
      !llvm::all_of(getNames(), llvm::IsaPred<StringAttr>)) // C1
    return emitOpError("holds ")
           << getTensors().size() << " tensors under " << getNames().size()
           << " names, expected one name for each and at least one";
  for (auto [i, entry] : llvm::enumerate(getNames())) {
    StringRef name = cast<StringAttr>(entry).getValue();
    if (llvm::is_contained(getNames().getValue().take_front(i), entry)) // C1
      return errorAt(*this, "@" + name) << "'" << name << "' stands twice";
    if (!isa_and_nonnull<ParamOp, StateOp>(model.lookup(name))) // C2
      return errorAt(*this, "@" + name)
             << "there is no param or state @" << name << " in the model";
    FailureOr<Type> type = model.typeOfState(*this, name);
    if (failed(type))
      return failure();
    Type element = getElementTypeOrSelf(*type);
    OpOperand &tensor = (*this)->getOpOperand(i);
    if (failed(model.strengthen(tensor, element)))
      return failure();
    if (!isa<FloatType>(element) ||
        !compatible(*type, tensor.get().getType())) // C2
      return errorAt(*this, Twine(i))
             << "@" << name << " is " << inShort(*type)
             << ", expected a float tensor of that type in the bundle, got "
             << inShort(tensor.get().getType());
  }
  getResult().setType(BundleType::get(getContext(), getNames()));
  return success();
}

LogicalResult NormOp::inferInModel(ModelTyping &model) {
  auto bundle = dyn_cast<BundleType>(getBundle().getType());
  if (!bundle) // C1
    return errorAt(*this, "0")
           << "expected a bundle, got " << inShort(getBundle().getType());
  Type element;
  for (StringRef name : bundle.getNames().getAsValueRange<StringAttr>()) {
    FailureOr<Type> type = model.typeOfState(*this, name);
    if (failed(type))
      return failure();
    Type own = getElementTypeOrSelf(*type);
    if (element && own != element) // C1
      return errorAt(*this, "0")
             << "the bundle holds " << inShort(element) << " and "
             << inShort(own) << ", expected one element type";
    element = own;
  }
  getResult().setType(RankedTensorType::get({}, element));
  return success();
}

//===----------------------------------------------------------------------===//
// Maps in expressions
//===----------------------------------------------------------------------===//

bool mapsBundles(LetOp let, const ModelTyping &model) {
  // Not yet verified where a person writes MLIR's generic form.
  return !let.getBody().empty() &&
         llvm::any_of(let.getBody().front(), [&](Operation &op) {
           auto get = dyn_cast<GetOp>(op);
           return (get && readsBundle(get, model)) ||
                  llvm::any_of(op.getOperandTypes(), llvm::IsaPred<BundleType>);
         });
}

namespace {
/// Writes one expression out.
class BundleExpander {
public:
  explicit BundleExpander(ModelTyping &model) : model(model) {}

  /// Types `op`; one that maps bundles is replaced.
  LogicalResult visit(Operation *op);

private:
  FailureOr<ArrayAttr> commonNames(Operation *op);
  FailureOr<Value> mapOne(Operation *op, StringAttr name);
  FailureOr<Value> part(OpBuilder &b, Operation *op, Value operand,
                        StringAttr name);

  ModelTyping &model;
  /// The tensors that were taken out of bundles.
  llvm::DenseMap<std::pair<Value, StringAttr>, Value> parts;
};
} // namespace

// The names of all bundles that `op` maps.
FailureOr<ArrayAttr> BundleExpander::commonNames(Operation *op) {
  ArrayAttr names;
  for (auto [i, operand] : llvm::enumerate(op->getOperands())) {
    auto bundle = dyn_cast<BundleType>(operand.getType());
    if (!bundle)
      continue;
    if (names && bundle.getNames() != names)
      return errorAt(op, Twine(i))
             << "the bundles hold different names: "
             << BundleType::get(op->getContext(), names) << " and " << bundle;
    names = bundle.getNames();
  }
  if (!isa<PointwiseOpInterface>(op))
    return op->emitOpError(
        "takes no bundle; pointwise ops, 'norm' and 'at' do");
  return names;
}

// The tensor `name` of a bundle; a number of its own, which then takes the
// element type of what it meets; another operand as it is.
FailureOr<Value> BundleExpander::part(OpBuilder &b, Operation *op,
                                      Value operand, StringAttr name) {
  if (auto number = operand.getDefiningOp<NumberOp>();
      number && model.isWeak(operand)) {
    Operation *copy = b.clone(*number);
    model.setWeak(copy->getResult(0));
    return copy->getResult(0);
  }
  if (!isa<BundleType>(operand.getType()))
    return operand;
  Value &known = parts[{operand, name}];
  if (!known) {
    if (auto made = operand.getDefiningOp<BundleOp>())
      for (auto [own, tensor] : llvm::zip(made.getNames(), made.getTensors()))
        if (own == name)
          return known = tensor;
    auto at = AtOp::create(b, op->getLoc(), DeferredType::get(op->getContext()),
                           operand, name);
    if (failed(model.inferOp(at)))
      return failure();
    known = at;
  }
  return known;
}

FailureOr<Value> BundleExpander::mapOne(Operation *op, StringAttr name) {
  OpBuilder b(op);
  IRMapping map;
  for (Value operand : op->getOperands()) {
    FailureOr<Value> one = part(b, op, operand, name);
    if (failed(one))
      return failure();
    map.map(operand, *one);
  }
  Operation *clone = b.clone(*op, map);
  if (failed(model.inferOp(clone)))
    return failure();
  return clone->getResult(0);
}

LogicalResult BundleExpander::visit(Operation *op) {
  if (llvm::none_of(op->getOperandTypes(), llvm::IsaPred<BundleType>) ||
      isa<AtOp, NormOp>(op))
    return model.inferOp(op);
  FailureOr<ArrayAttr> names = commonNames(op);
  if (failed(names))
    return failure();
  SmallVector<Value> tensors;
  for (StringAttr name : names->getAsRange<StringAttr>()) {
    FailureOr<Value> tensor = mapOne(op, name);
    if (failed(tensor))
      return failure();
    tensors.push_back(*tensor);
  }
  OpBuilder b(op);
  auto bundle = BundleOp::create(
      b, op->getLoc(), DeferredType::get(op->getContext()), tensors, *names);
  if (failed(model.inferOp(bundle)))
    return failure();
  op->getResult(0).replaceAllUsesWith(bundle);
  op->erase();
  return success();
}

LogicalResult expandBundles(LetOp let, ModelTyping &model) {
  if (failed(verifyExpressionRegion(let)))
    return failure();
  BundleExpander expander(model);
  Block &block = let.getBody().front();
  for (Operation &op : llvm::make_early_inc_range(block.without_terminator())) {
    op.moveBefore(let);
    if (failed(expander.visit(&op)))
      return failure();
  }
  for (OpOperand &yielded : block.getTerminator()->getOpOperands())
    if (failed(model.settle(yielded)))
      return failure();
  for (Operation &op : llvm::make_early_inc_range(block.without_terminator()))
    op.moveBefore(let);
  auto values = llvm::to_vector(let.getYielded());
  if (Operation *maker = values.front().getDefiningOp();
      maker && maker->getBlock() == let->getBlock()) {
    if (StringAttr name = nameOf(let.getLoc()))
      maker->setLoc(withName(maker->getLoc(), name));
    if (Attribute names = let->getAttr(kNamesAttr))
      maker->setAttr(kNamesAttr, names);
    if (Attribute asserted = let->getAttr(kAssertedAttr)) {
      maker->setAttr(kAssertedAttr, asserted);
      if (failed(model.inferOp(maker)))
        return failure();
    }
  }
  let->replaceAllUsesWith(values);
  let.erase();
  return success();
}

} // namespace leat
