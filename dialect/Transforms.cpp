//===- Transforms.cpp - lanes, and derivatives in full --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Callee.h"
#include "dialect/Places.h"
#include "dialect/StatePattern.h"

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// vmap
//===----------------------------------------------------------------------===//

// The key of the place of an axis.
static std::string axisPlace(StringRef word, size_t index) {
  return (word + " " + Twine(index)).str();
}

// `in_axes(0, none)`, `out_axes(1)`
static ParseResult parseAxes(OpAsmParser &parser, OperationState &state,
                             StringRef word) {
  SmallVector<int64_t> axes;
  SMLoc place = parser.getCurrentLocation();
  auto each = [&]() -> ParseResult {
    SMLoc loc = parser.getCurrentLocation();
    keepPlace(parser, state, axisPlace(word, axes.size()), loc);
    if (succeeded(parser.parseOptionalKeyword("none"))) {
      axes.push_back(VmapOp::kNone);
      return success();
    }
    int64_t axis = 0;
    OptionalParseResult number = parser.parseOptionalInteger(axis);
    if (!number.has_value() || failed(*number) || axis < 0)
      return parser.emitError(loc, "expected the number of an axis, from 0, or "
                                   "'none'");
    axes.push_back(axis);
    return success();
  };
  if (parser.parseKeyword(word) ||
      parser.parseCommaSeparatedList(AsmParser::Delimiter::Paren, each))
    return failure();
  keepPlace(parser, state, word, place);
  state.addAttribute(word, parser.getBuilder().getDenseI64ArrayAttr(axes));
  return success();
}

// `@f(%xs, %w) with(params = %b) in_axes(0, none) out_axes(1)`
ParseResult VmapOp::parse(OpAsmParser &parser, OperationState &state) {
  int32_t bundles;
  if (parseCallee(parser, state) || parseWith(parser, state, bundles))
    return failure();
  int32_t inputs = int32_t(state.operands.size()) - bundles;
  setSegments<VmapOp>(parser, state, {inputs, bundles});
  if (parseAxes(parser, state, "in_axes"))
    return failure();
  StringRef next(parser.getCurrentLocation().getPointer());
  if (next.starts_with("out_axes") && parseAxes(parser, state, "out_axes"))
    return failure();
  return parseModeAndTypes(parser, state);
}

static void printAxes(OpAsmPrinter &printer, StringRef word,
                      ArrayRef<int64_t> axes) {
  printer << ' ' << word << '(';
  llvm::interleaveComma(axes, printer, [&](int64_t axis) {
    if (axis == VmapOp::kNone)
      printer << "none";
    else
      printer << axis;
  });
  printer << ')';
}

void VmapOp::print(OpAsmPrinter &printer) {
  printCallee(printer, getCallee(), getInputs());
  printWith(printer, getWithAttr(), getBundles());
  printAxes(printer, "in_axes", getInAxes());
  if (getOutAxes())
    printAxes(printer, "out_axes", *getOutAxes());
  printModeAndTypes(printer, *this, getMode());
}

void VmapOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

SmallVector<Type> VmapOp::getLaneTypes() {
  SmallVector<Type> types;
  for (auto [input, axis] : llvm::zip(getInputs(), getInAxes())) {
    Extents extents = extentsOf(input.getType());
    if (axis != kNone)
      extents.erase(extents.begin() + axis);
    types.push_back(tensorOf(getElementTypeOrSelf(input.getType()), extents));
  }
  return types;
}

// The extent that all axes of `in_axes` have.
static FailureOr<Extent> countLanes(VmapOp vmap) {
  ArrayRef<int64_t> axes = vmap.getInAxes();
  if (axes.size() != vmap.getInputs().size()) // C2
    return errorAt(vmap, "in_axes")
           << "has " << axes.size() << " axes, expected one for each of the "
           << vmap.getInputs().size() << " arguments";
  std::optional<Extent> lanes;
  unsigned first = 0;
  for (auto [i, axis] : llvm::enumerate(axes)) {
    if (axis == VmapOp::kNone)
      continue;
    Type type = vmap.getInputs()[i].getType();
    Extents extents = extentsOf(type);
    std::string place = axisPlace("in_axes", i);
    if (axis < 0 || axis >= int64_t(extents.size())) // C3
      return errorAt(vmap, place) << "argument " << i << " is " << inShort(type)
                                  << ", which has no axis " << axis;
    if (!lanes) {
      lanes = extents[axis];
      first = i;
      continue;
    }
    if (clash(*lanes, extents[axis])) // C3
      return errorAt(vmap, place)
             << "has " << lanes->size << " lanes by argument " << first
             << " and " << extents[axis].size << " by argument " << i;
    lanes = meet(*lanes, extents[axis]);
  }
  if (!lanes) // C2
    return errorAt(vmap, "in_axes")
           << "says 'none' for all arguments: how many lanes there are is not "
              "known";
  return *lanes;
}

// Puts the lanes into the types of the callee's results, where `out_axes` says.
static LogicalResult addLanes(VmapOp vmap, FuncOp callee, Extent lanes,
                              SmallVector<Type> &types) {
  // A state that became a result is one for all lanes, and stands last.
  auto own = size_t(llvm::count_if(llvm::seq(types.size()), [&](size_t i) {
    return !callee.getResultAttr(unsigned(i), FuncOp::kStateAttr);
  }));
  if (vmap.getOutAxes() && vmap.getOutAxes()->size() != own) // C7
    return errorAt(vmap, "out_axes")
           << "has " << vmap.getOutAxes()->size()
           << " axes, expected one for each of the " << own << " results of @"
           << vmap.getCallee();
  for (size_t i = 0; i < own; ++i) {
    int64_t axis = vmap.getOutAxis(unsigned(i));
    if (axis == VmapOp::kNone)
      continue;
    Extents extents = extentsOf(types[i]);
    if (axis < 0 || axis > int64_t(extents.size())) // C8
      return errorAt(vmap, axisPlace("out_axes", i))
             << "result '" << callee.getResultName(unsigned(i)) << "' of @"
             << vmap.getCallee() << " is " << inShort(types[i])
             << " in each lane: with the lanes it has no axis " << axis;
    extents.insert(extents.begin() + axis, lanes);
    types[i] = tensorOf(getElementTypeOrSelf(types[i]), extents);
  }
  return success();
}

LogicalResult VmapOp::inferInModel(ModelTyping &model) {
  FailureOr<Extent> lanes = countLanes(*this);
  SmallVector<Type> types;
  if (failed(lanes))
    return failure();
  FailureOr<FuncOp> callee = typeCallee(*this, model, types); // C1
  if (failed(callee) ||
      failed(checkWith(*this, getWithAttr(), getBundles(), model)) || // C6
      failed(addLanes(*this, *callee, *lanes, types)))
    return failure();
  if (getNumResults() != types.size())
    return emitOpError("gives ")
           << types.size() << " results, those of @" << getCallee() << "; "
           << getNumResults() << " are named";
  for (auto [result, type] : llvm::zip(getResults(), types))
    result.setType(type);
  return success();
}

//===----------------------------------------------------------------------===//
// jacobian, hessian
//===----------------------------------------------------------------------===//

template <typename OpTy>
static ParseResult parseMatrix(OpAsmParser &parser, OperationState &state) {
  int32_t bundles;
  if (parseCallee(parser, state) || parseWith(parser, state, bundles))
    return failure();
  int32_t inputs = int32_t(state.operands.size()) - bundles;
  setSegments<OpTy>(parser, state, {inputs, bundles});
  return failure(parseWrt(parser, state) || parseModeAndTypes(parser, state));
}

template <typename OpTy> static void printMatrix(OpAsmPrinter &p, OpTy op) {
  printCallee(p, op.getCallee(), op.getInputs());
  printWith(p, op.getWithAttr(), op.getBundles());
  printWrt(p, op.getWrt());
  printModeAndTypes(p, op, op.getMode());
}

// One tensor for each entry of `wrt`: its axes behind those of the tensor that
// `outer` gives for it. States that the callee writes stand in front.
template <typename OpTy>
static LogicalResult typeMatrices(OpTy op, FuncOp callee,
                                  ArrayRef<Type> results,
                                  llvm::function_ref<Type(Type)> outer,
                                  StringRef what, StringRef users) {
  SmallVector<Type> types;
  for (auto [i, type] : llvm::enumerate(results))
    if (callee.getResultAttr(i, FuncOp::kStateAttr))
      types.push_back(type);
  for (unsigned i = 0; i < op.getWrt().size(); ++i) {
    FailureOr<unsigned> index =
        checkFloatArgument(op, callee, op.getInputs().getTypes(), op.getWrt(),
                           i, what, users); // C3
    if (failed(index))
      return failure();
    Type inner = op.getInputs()[*index].getType(), whole = outer(inner);
    Extents extents = extentsOf(whole);
    llvm::append_range(extents, extentsOf(inner));
    types.push_back(tensorOf(getElementTypeOrSelf(whole), extents));
  }
  if (op.getNumResults() != types.size())
    return op.emitOpError("gives ")
           << types.size() << " results, one for each entry of wrt; "
           << op.getNumResults() << " are named";
  for (auto [result, type] : llvm::zip(op.getResults(), types))
    result.setType(type);
  return success();
}

ParseResult JacobianOp::parse(OpAsmParser &parser, OperationState &state) {
  return parseMatrix<JacobianOp>(parser, state);
}
void JacobianOp::print(OpAsmPrinter &printer) { printMatrix(printer, *this); }
void JacobianOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

LogicalResult JacobianOp::inferInModel(ModelTyping &model) {
  SmallVector<Type> types;
  FailureOr<FuncOp> callee = typeCallee(*this, model, types); // C1
  if (failed(callee) ||
      failed(checkWith(*this, getWithAttr(), getBundles(), model))) // C4
    return failure();
  if (types.empty() ||
      !isa<FloatType>(getElementTypeOrSelf(types.front()))) { // C2
    InFlightDiagnostic error = errorAt(*this, "@" + getCallee());
    error << "the first result of @" << getCallee()
          << " must be of float type, ";
    if (types.empty())
      error << "but it has no result";
    else
      error << "got " << inShort(types.front());
    return error;
  }
  return typeMatrices(
      *this, *callee, types, [&](Type) { return types.front(); }, "Jacobian",
      "there are Jacobians");
}

ParseResult HessianOp::parse(OpAsmParser &parser, OperationState &state) {
  return parseMatrix<HessianOp>(parser, state);
}
void HessianOp::print(OpAsmPrinter &printer) { printMatrix(printer, *this); }
void HessianOp::getAsmResultNames(OpAsmSetValueNameFn setName) {
  nameResults(*this, setName);
}

LogicalResult HessianOp::inferInModel(ModelTyping &model) {
  SmallVector<Type> types;
  FailureOr<FuncOp> callee = typeCallee(*this, model, types); // C1
  if (failed(callee) ||
      failed(checkWith(*this, getWithAttr(), getBundles(), model)) || // C4
      failed(checkFloatScalar(*this, *callee, types)))                // C2
    return failure();
  if (getWrt().size() != 1) // C3
    return emitOpError("wrt names ")
           << getWrt().size() << " arguments, expected one for a Hessian";
  return typeMatrices(
      *this, *callee, types, [](Type argument) { return argument; }, "Hessian",
      "there are Hessians");
}

} // namespace leat
