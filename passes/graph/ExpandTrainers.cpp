//===- ExpandTrainers.cpp - a trainer is a function -----------------------===//
//
//   trainer @fit minimizes @loss wrt(params) using adam(lr = 1e-3)
//   ==>
//   state @fit.step : i64 = zeros   state @fit.total : i64 = zeros
//   state @fit.m.w : f32[4] = zeros ...
//   func @fit(<arguments of @loss>) -> (<results of @loss>) {
//     %l, %g = grad @loss(...) wrt(params) mode(train)
//     ... the optimizer's rule for every parameter, set @w = ..., set @fit.m.w
//     = ... }
//
//   alternate @gan (5 @fit_D, 1 @fit_G)
//   ==>
//   state @gan.step : i64 = zeros   state @gan.total : i64 = zeros
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Checkpoint.h"
#include "dialect/Dialect.h"
#include "dialect/Infer.h"
#include "dialect/Places.h"
#include "dialect/StatePattern.h"
#include "dialect/gradients/Expr.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Parser/Parser.h"
#include "passes/Passes.h"
#include "passes/Places.h"
#include "passes/graph/Optimizers.inc"
#include "passes/graph/Schedule.h"

namespace leat {
#define GEN_PASS_DEF_EXPANDTRAINERSPASS
#include "passes/Passes.h.inc"
} // namespace leat

using namespace mlir;
using namespace leat;

namespace {

class TrainerExpander {
public:
  TrainerExpander(ModelOp model, TrainerOp trainer, ModelOp library)
      : model(model), trainer(trainer), library(library),
        typing(model.getBody()), b(trainer), loc(trainer.getLoc()) {}

  LogicalResult run();

private:
  LogicalResult findOptimizer();
  FailureOr<ArrayAttr> findParameters();
  FuncOp createFunction(FuncOp loss);
  LogicalResult buildOptions();
  Value get(StringRef name, Type type) {
    return GetOp::create(b, loc, type,
                         FlatSymbolRefAttr::get(b.getContext(), name));
  }
  void set(StringRef name, Value value) {
    SetOp::create(b, loc, FlatSymbolRefAttr::get(b.getContext(), name), value);
  }
  void declare(const Twine &name, Type type, StringRef init);
  LogicalResult clipNorm(MutableArrayRef<Value> gradients);
  std::string slotName(unsigned slot, StringRef parameter);
  LogicalResult declareSlots(ArrayAttr parameters);
  LogicalResult update(StringRef parameter, Value gradient);
  LogicalResult movingAverage(StringRef parameter, Value updated);
  FailureOr<double> clause(StringRef name);
  Attribute withConfigs(Attribute value);

  ModelOp model;
  TrainerOp trainer;
  ModelOp library;
  ModelTyping typing;
  OpBuilder b;
  Location loc;
  OptimizerOp optimizer;
  /// The value of each option of the optimizer at this step, and of `step`: f64
  /// scalars.
  llvm::StringMap<Value> options;
};

} // namespace

LogicalResult TrainerExpander::findOptimizer() {
  StringRef name =
      cast<StringAttr>(trainer.getOptimizer().get("name")).getValue();
  StringRef own = name;
  if (own.consume_front("@"))
    optimizer = dyn_cast_or_null<OptimizerOp>(typing.lookup(own));
  else
    for (OptimizerOp candidate : library.getOps<OptimizerOp>())
      if (candidate.getSymName() == name)
        optimizer = candidate;
  if (optimizer)
    return success();
  InFlightDiagnostic error = errorAt(trainer, "optimizer")
                             << "there is no optimizer '" << name
                             << "'; there are "; // C3
  llvm::interleaveComma(library.getOps<OptimizerOp>(), error,
                        [&](OptimizerOp o) { error << o.getSymName(); });
  return error << ", and @names of the model's own";
}

FailureOr<ArrayAttr> TrainerExpander::findParameters() {
  SmallVector<Attribute> names;
  for (StringRef pattern : trainer.getWrt().getAsValueRange<StringAttr>()) {
    FailureOr<ArrayAttr> matched = matchStates(typing, trainer, pattern); // C2
    if (failed(matched))
      return failure();
    for (Attribute name : *matched) {
      if (!isa<ParamOp>(typing.lookup(cast<StringAttr>(name).getValue())))
        return errorAt(trainer, pattern)
               << "@" << cast<StringAttr>(name).getValue()
               << " is no param; trainers change params only";
      if (!llvm::is_contained(names, name))
        names.push_back(name);
    }
  }
  return b.getArrayAttr(names);
}

// A state of the trainer, in front of it.
void TrainerExpander::declare(const Twine &name, Type type, StringRef init) {
  OpBuilder before(trainer);
  auto state = StateOp::create(before, loc, name.str(), type, init,
                               b.getDictionaryAttr({}));
  typing.declare(state.getSymName(), state);
}

// The trainer's name now belongs to the function.
FuncOp TrainerExpander::createFunction(FuncOp loss) {
  auto func = cast<FuncOp>(loss->cloneWithoutRegions());
  func.setSymName(trainer.getSymName());
  func->setLoc(loc);
  b.setInsertionPoint(trainer);
  b.insert(func);
  Block *body = new Block();
  func.getBody().push_back(body);
  for (BlockArgument argument : loss.getArguments())
    body->addArgument(argument.getType(), argument.getLoc());
  b.setInsertionPointToStart(body);
  return func;
}

// Every option of the optimizer as a number at this step.
LogicalResult TrainerExpander::buildOptions() {
  std::string prefix = trainer.getSymName().str();
  auto counter = RankedTensorType::get({}, b.getI64Type());
  auto scalar = RankedTensorType::get({}, b.getF64Type());
  for (StringRef name : {".step", ".total"})
    declare(prefix + name, counter, "zeros");
  Value one = NumberOp::create(b, loc, counter, b.getF64FloatAttr(1));
  Value step = AddOp::create(b, loc, get(prefix + ".step", counter), one);
  set(prefix + ".step", step);
  Value total = get(prefix + ".total", counter);
  step = ConvertOp::create(b, loc, scalar, step, b.getF64Type());
  total = ConvertOp::create(b, loc, scalar, total, b.getF64Type());
  options["step"] = step;
  DictionaryAttr given =
      cast<DictionaryAttr>(trainer.getOptimizer().get("options"));
  auto args = cast<ArrayAttr>(trainer.getOptimizer().get("args"));
  if (!args.empty())
    return errorAt(trainer, "optimizer")
           << "options of an optimizer are given by name, as in (lr = 1e-3)";
  for (NamedAttribute option : given)
    if (!optimizer.getOptions().get(option.getName())) { // C3
      InFlightDiagnostic error = errorAt(trainer, "optimizer");
      error << "'" << optimizer.getSymName() << "' has no option '"
            << option.getName().getValue() << "'; it has ";
      llvm::interleaveComma(
          optimizer.getOptions(), error,
          [&](NamedAttribute o) { error << o.getName().getValue(); });
      return error;
    }
  for (NamedAttribute option : optimizer.getOptions()) {
    Attribute value = given.get(option.getName());
    FailureOr<Value> built = buildSchedule(
        b, placeOf(loc, "optimizer"),
        value ? withConfigs(value) : option.getValue(), step, total);
    if (failed(built))
      return failure();
    options[option.getName().getValue()] = *built;
  }
  return success();
}

// A word alone may be a config: `lr = rate`, `lr = cosine(rate, end = low)`.
Attribute TrainerExpander::withConfigs(Attribute value) {
  auto valueOf = [&](StringRef name) {
    auto config = dyn_cast_or_null<ConfigOp>(typing.lookup(name));
    return config ? config.getValue() : value;
  };
  if (auto word = dyn_cast<StringAttr>(value))
    return valueOf(word.getValue());
  auto term = dyn_cast<DictionaryAttr>(value);
  if (!term)
    return value;
  auto args = term.getAs<ArrayAttr>("args");
  auto options = term.getAs<DictionaryAttr>("options");
  if (args.empty() && options.empty())
    return valueOf(term.getAs<StringAttr>("name").getValue());
  NamedAttrList known(term), named(options);
  known.set("args",
            b.getArrayAttr(llvm::map_to_vector(
                args, [&](Attribute arg) { return withConfigs(arg); })));
  for (NamedAttribute option : options)
    named.set(option.getName(), withConfigs(option.getValue()));
  known.set("options", named.getDictionary(b.getContext()));
  return known.getDictionary(b.getContext());
}

// The number in `clip_norm(1.0)`.
FailureOr<double> TrainerExpander::clause(StringRef name) {
  auto term = trainer.getClauses().getAs<DictionaryAttr>(name);
  auto args = cast<ArrayAttr>(term.get("args"));
  if (args.size() == 1) {
    if (auto number = dyn_cast<FloatAttr>(args[0]))
      return number.getValueAsDouble();
    if (auto number = dyn_cast<IntegerAttr>(args[0]))
      return double(number.getInt());
  }
  return errorAt(trainer, name)
         << "expected one number in " << name << "(...), got "
         << (args.size() == 1 ? "a word" : std::to_string(args.size()));
}

// g * min(1, limit / (norm + 1e-6)), the norm being that of all gradients
// together (as torch.nn.utils.clip_grad_norm_).
LogicalResult TrainerExpander::clipNorm(MutableArrayRef<Value> gradients) {
  FailureOr<double> limit = clause("clip_norm");
  if (failed(limit))
    return failure();
  Expr sum;
  for (Value gradient : gradients) {
    Value square = MulOp::create(b, loc, gradient, gradient);
    sum = sum + Expr(b, loc,
                     SumOp::create(b, loc, square, DenseI64ArrayAttr(), false));
  }
  Expr norm(b, loc, SqrtOp::create(b, loc, sum.value));
  Expr factor = Expr(*limit) / (norm + 1e-6);
  Value one =
      NumberOp::create(b, loc, factor.value.getType(), b.getF64FloatAttr(1));
  factor = Expr(b, loc, MinimumOp::create(b, loc, factor.value, one));
  for (Value &gradient : gradients)
    gradient = MulOp::create(b, loc, gradient, factor.value);
  return success();
}

std::string TrainerExpander::slotName(unsigned slot, StringRef parameter) {
  StringRef name =
      cast<StringAttr>(optimizer.getArgNames()[slot + 2]).getValue();
  return (trainer.getSymName() + "." + name + "." + parameter).str();
}

// Slot by slot, so that each stands in the slab as the parameters do.
LogicalResult TrainerExpander::declareSlots(ArrayAttr parameters) {
  for (auto [slot, init] :
       llvm::enumerate(optimizer.getSlotInits().getAsValueRange<StringAttr>()))
    for (StringAttr parameter : parameters.getAsRange<StringAttr>()) {
      FailureOr<Type> type = typing.typeOfState(trainer, parameter);
      if (failed(type))
        return failure();
      declare(slotName(slot, parameter), *type, init);
    }
  return success();
}

// The optimizer's rule, cloned for the type of one parameter.
LogicalResult TrainerExpander::update(StringRef parameter, Value gradient) {
  Type type = gradient.getType();
  Type element = getElementTypeOrSelf(type);
  Block &rule = optimizer.getBody().front();
  IRMapping map;
  map.map(rule.getArgument(0), get(parameter, type));
  map.map(rule.getArgument(1), gradient);
  for (BlockArgument slot : rule.getArguments().drop_front(2))
    map.map(slot, get(slotName(slot.getArgNumber() - 2, parameter), type));
  // The rule was typed for f32.
  AttrTypeReplacer retype;
  retype.addReplacement(
      [&](FloatType t) -> Type { return t.isF32() ? element : t; });
  retype.addReplacement([&](RankedTensorType t) -> Type {
    return t.getElementType().isF32() ? t.clone(element) : t;
  });
  for (Operation &op : rule.without_terminator()) {
    if (auto option = dyn_cast<GetOp>(op);
        option && options.contains(option.getState())) {
      map.map(option.getResult(), options[option.getState()]);
      continue;
    }
    Operation *clone = b.clone(op, map);
    clone->walk([&](Operation *inner) {
      inner->setLoc(calledFrom(inner->getLoc(), loc));
    });
    retype.recursivelyReplaceElementsIn(clone, /*replaceAttrs=*/true,
                                        /*replaceLocs=*/false,
                                        /*replaceTypes=*/true);
    clone->walk([&](GetOp get) {
      if (!options.contains(get.getState()))
        return;
      get.replaceAllUsesWith(options[get.getState()]);
      get.erase();
    });
  }
  Operation *end = rule.getTerminator();
  Value updated = map.lookup(end->getOperand(0));
  set(parameter, updated);
  for (auto [slot, value] : llvm::enumerate(end->getOperands().drop_front()))
    set(slotName(slot, parameter), map.lookup(value));
  return trainer.getClauses().get("ema") ? movingAverage(parameter, updated)
                                         : success();
}

// ema.w = decay ema.w + (1 - decay) w
LogicalResult TrainerExpander::movingAverage(StringRef parameter,
                                             Value updated) {
  FailureOr<double> decay = clause("ema");
  if (failed(decay))
    return failure();
  std::string name = ("ema." + parameter).str();
  auto param = cast<ParamOp>(typing.lookup(parameter));
  // The rule was typed for scalars; the parameter's type is its own.
  Type type = param.getType();
  if (!typing.lookup(name)) {
    OpBuilder before(trainer);
    auto state = StateOp::create(before, loc, name, type, param.getInit(),
                                 param.getOptions());
    // It starts as a copy of the parameter.
    state->setAttr("leat.copy_of",
                   FlatSymbolRefAttr::get(param.getSymNameAttr()));
    typing.declare(name, state);
  }
  Expr average = Expr(b, loc, get(name, type)) * *decay +
                 Expr(b, loc, updated) * (1 - *decay);
  set(name, average.value);
  return success();
}

LogicalResult TrainerExpander::run() {
  auto loss = typing.lookup<FuncOp>(trainer, trainer.getLoss(), "function");
  if (!loss || failed(findOptimizer()))
    return failure();
  auto first = loss.getNumResults()
                   ? dyn_cast<RankedTensorType>(loss.getResultTypes().front())
                   : RankedTensorType();
  if (!first || first.getRank() != 0 ||
      !isa<FloatType>(first.getElementType())) // C1
    return errorAt(trainer, "@" + loss.getSymName())
           << "the first result of @" << loss.getSymName()
           << " must be a float scalar"
           << (first ? ", got " + shortType(first) : ", but it has no result");
  FailureOr<ArrayAttr> parameters = findParameters();
  if (failed(parameters))
    return failure();
  FuncOp func = createFunction(loss);
  SmallVector<Type> types(loss.getResultTypes());
  for (StringRef pattern : trainer.getWrt().getAsValueRange<StringAttr>())
    types.push_back(BundleType::get(b.getContext(),
                                    *matchStates(typing, trainer, pattern)));
  auto grad =
      GradOp::create(b, loc, types, trainer.getLossAttr(), func.getArguments(),
                     trainer.getWrt(),
                     trainer.getClauses().getAs<DictionaryAttr>("checkpoint"),
                     b.getStringAttr("train"));
  if (failed(readCheckpoint(trainer, grad.getCheckpointAttr())))
    return failure();
  auto bundles = grad->getResults().drop_front(loss.getNumResults());
  SmallVector<Value> gradients;
  for (StringAttr name : parameters->getAsRange<StringAttr>()) {
    FailureOr<Type> type = typing.typeOfState(trainer, name);
    if (failed(type))
      return failure();
    Value bundle = *llvm::find_if(bundles, [&](Value v) {
      return llvm::is_contained(cast<BundleType>(v.getType()).getNames(), name);
    });
    gradients.push_back(AtOp::create(b, loc, *type, bundle, name));
  }
  if (failed(buildOptions()) || failed(declareSlots(*parameters)))
    return failure();
  if (trainer.getClauses().get("clip_norm") && failed(clipNorm(gradients)))
    return failure();
  for (auto [name, gradient] :
       llvm::zip(parameters->getAsRange<StringAttr>(), gradients))
    if (failed(update(name, gradient)))
      return failure();
  ReturnOp::create(b, loc, grad->getResults().take_front(loss.getNumResults()));
  trainer.erase();
  // The rules were typed for scalars.
  return typing.inferFunction(func);
}

// Whoever runs the trainers in turns counts their steps in two states. The
// trainers must not undo each other's steps.
static LogicalResult expandAlternate(ModelOp model, AlternateOp alternate) {
  ModelTyping typing(model.getBody());
  llvm::DenseMap<Attribute, Attribute> owners;
  for (auto name : alternate.getTrainers().getAsRange<FlatSymbolRefAttr>()) {
    auto trainer = cast<TrainerOp>(typing.lookup(name.getValue()));
    for (StringRef pattern : trainer.getWrt().getAsValueRange<StringAttr>()) {
      FailureOr<ArrayAttr> params = matchStates(typing, trainer, pattern);
      if (failed(params))
        return failure();
      for (Attribute param : *params) {
        Attribute owner = owners.try_emplace(param, name).first->second;
        if (owner != name) // C2
          return errorAt(alternate, "@" + name.getValue())
                 << name << " changes @" << cast<StringAttr>(param).getValue()
                 << ", and so does " << owner
                 << ", expected trainers of different parameters";
      }
    }
  }
  OpBuilder b(alternate);
  auto counter = RankedTensorType::get({}, b.getI64Type());
  for (StringRef name : {".step", ".total"})
    StateOp::create(b, alternate.getLoc(),
                    (alternate.getSymName() + name).str(), counter, "zeros",
                    b.getDictionaryAttr({}));
  alternate.erase();
  return success();
}

namespace {
struct ExpandTrainersPass
    : leat::impl::ExpandTrainersPassBase<ExpandTrainersPass> {
  void runOnOperation() override {
    OwningOpRef<ModuleOp> library = parseSourceString<ModuleOp>(
        kOptimizers, &getContext(), kOptimizersFile);
    auto optimizers = *library->getOps<ModelOp>().begin();
    for (ModelOp model : getOperation().getOps<ModelOp>()) {
      for (AlternateOp alternate :
           llvm::make_early_inc_range(model.getOps<AlternateOp>()))
        if (failed(expandAlternate(model, alternate)))
          return signalPassFailure();
      for (TrainerOp trainer :
           llvm::make_early_inc_range(model.getOps<TrainerOp>()))
        if (failed(TrainerExpander(model, trainer, optimizers).run()))
          return signalPassFailure();
    }
  }
};
} // namespace
