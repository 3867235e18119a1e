//===- Schedule.cpp - learning rates that change with the step ------------===//
//
// With t = (step - warmup) / (total - warmup), held in [0, 1]:
//   linear:  v + (end - v) t            cosine: end + (v - end) (1 + cos(pi t))
//   / 2 step:    v gamma ** floor((step - 1) / every)
// and in the first `warmup` steps the value rises linearly from v / warmup to
// v. Without a planned number of steps (total = 0), t is 0.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/graph/Schedule.h"
#include "dialect/Dialect.h"
#include "dialect/Spelling.h"
#include "dialect/gradients/Expr.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;

namespace leat {

namespace {
/// The options of a schedule's term, by position or by name, all of them
/// numbers.
class ScheduleOptions {
public:
  ScheduleOptions(DictionaryAttr term, Location loc)
      : args(cast<ArrayAttr>(term.get("args"))),
        named(cast<DictionaryAttr>(term.get("options"))), loc(loc) {}

  /// The next option: `name`, which stands at the next position unless it is
  /// only known by name; `missing` if it is not given, an error if that is not
  /// set.
  double take(StringRef name, std::optional<double> missing,
              bool positional = true);
  LogicalResult finish(StringRef schedule);

private:
  ArrayAttr args;
  DictionaryAttr named;
  Location loc;
  unsigned position = 0, used = 0;
  bool ok = true;
};
} // namespace

double ScheduleOptions::take(StringRef name, std::optional<double> missing,
                             bool positional) {
  Attribute value = named.get(name);
  if (value)
    ++used;
  if (!value && positional && position < args.size())
    value = args[position++];
  if (auto number = dyn_cast_or_null<FloatAttr>(value))
    return number.getValueAsDouble();
  if (std::optional<int64_t> number = integerOf(value))
    return double(*number);
  if (value || !missing) {
    InFlightDiagnostic error =
        emitError(loc, "the schedule needs a number for '") << name << "'";
    if (value)
      error << ", got '" << spell(value) << "'";
    ok = false;
  }
  return missing.value_or(0);
}

LogicalResult ScheduleOptions::finish(StringRef schedule) {
  auto known = llvm::StringSwitch<StringRef>(schedule)
                   .Case("constant", "value and warmup")
                   .Case("step", "value, every, gamma and warmup")
                   .Default("value, end and warmup");
  if (ok && (position < args.size() || used < named.size()))
    return emitError(loc, "the schedule '")
           << schedule << "' takes " << known << ", got more";
  return success(ok);
}

FailureOr<Value> buildSchedule(OpBuilder &b, Location loc, Attribute option,
                               Value step, Value total) {
  auto scalar = RankedTensorType::get({}, b.getF64Type());
  auto number = [&](double v) {
    return Expr(b, loc, NumberOp::create(b, loc, scalar, b.getF64FloatAttr(v)));
  };
  if (auto value = dyn_cast<FloatAttr>(option))
    return number(value.getValueAsDouble()).value;
  if (std::optional<int64_t> value = integerOf(option))
    return number(double(*value)).value;
  if (isa<BoolAttr>(option))
    return emitError(loc, "found '")
           << spell(option) << "', expected a number or a schedule";
  auto term = cast<DictionaryAttr>(option);
  StringRef name = cast<StringAttr>(term.get("name")).getValue();
  if (!llvm::is_contained({"constant", "linear", "cosine", "step"}, name))
    return emitError(loc, "there is no schedule '")
           << name << "'; there are constant, linear, cosine and step";
  ScheduleOptions options(term, loc);
  double peak = options.take("value", std::nullopt);
  double every = name == "step" ? options.take("every", std::nullopt) : 1;
  double gamma = name == "step" ? options.take("gamma", 0.1) : 1;
  double end =
      name == "linear" || name == "cosine" ? options.take("end", 0.0) : peak;
  double warmup = options.take("warmup", 0.0, /*positional=*/false);
  if (failed(options.finish(name)))
    return failure();

  Expr s(b, loc, step), n(b, loc, total), one = number(1), none = number(0);
  auto clamp = [&](Expr x) {
    return where(x > one, one, where(x < none, none, x));
  };
  // Planned steps after the warm-up; at least 1, so that nothing is divided by
  // 0.
  Expr planned = n - warmup;
  planned = where(planned > one, planned, one);
  Expr t = where(n > none, clamp((s - warmup) / planned), none);
  Expr value = number(peak);
  if (name == "linear")
    value = t * (end - peak) + peak;
  else if (name == "cosine")
    value = (cos(t * M_PI) + 1.0) * ((peak - end) / 2) + end;
  else if (name == "step") {
    Value turns = FloorOp::create(b, loc, ((s - 1.0) / every).value);
    value = pow(number(gamma), Expr(b, loc, turns)) * peak;
  }
  if (warmup > 0)
    value = where(s < number(warmup), s * (peak / warmup), value);
  return value.value;
}

} // namespace leat
