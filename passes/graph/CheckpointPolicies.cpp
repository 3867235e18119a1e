//===- CheckpointPolicies.cpp - which parts of a function run twice -------===//
//
// A function is a chain: its ops stand in a row, and it may be cut wherever few
// values are alive. A part between two cuts is either kept, with all its
// results, or computed again: then only those results are kept that are alive
// at its end, and the others exist while its gradient is computed.
//
// For a budget, the cheapest choice is found by dynamic programming over
// (cut, bytes kept so far), the bytes in units of 1/kUnits of the budget,
// rounded up: the choice keeps no more than the budget, and one that fits by
// less than its cuts' roundings may be overlooked.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Places.h"
#include "mlir/IR/IRMapping.h"
#include "passes/graph/Checkpoint.h"
#include "passes/graph/Expand.h"
#include "passes/graph/Inlining.h"

using namespace mlir;

namespace leat {

/// Steps of bytes between nothing and the budget.
static constexpr int64_t kUnits = 1024;
/// Cuts that are looked at; more are thinned out.
static constexpr size_t kMostCuts = 72;

//===----------------------------------------------------------------------===//
// A part as a function
//===----------------------------------------------------------------------===//

// An op that is made where it is needed.
static bool isConstant(Operation *op) {
  return op->getNumOperands() == 0 && op->getNumRegions() == 0 &&
         isMemoryEffectFree(op);
}

static SmallVector<Operation *> opsFrom(Operation *first, Operation *last) {
  return llvm::map_to_vector(
      llvm::make_range(first->getIterator(), std::next(last->getIterator())),
      [](Operation &op) { return &op; });
}

// What an argument or result that stands for `value` is called: states stay
// states, for draws of numbers in lanes.
static Attribute describe(FuncOp func, Value value, const Twine &otherwise) {
  auto argument = dyn_cast<BlockArgument>(value);
  if (argument && argument.getOwner() == &func.getBody().front())
    return func.getArgAttrDict(argument.getArgNumber());
  Builder b(func.getContext());
  return named(b, otherwise);
}

CallOp outlineCheckpoint(FuncOp func, Operation *first, Operation *last) {
  SmallVector<Operation *> ops = opsFrom(first, last);
  llvm::SmallDenseSet<Operation *> inside(ops.begin(), ops.end());
  llvm::SetVector<Value> read, constants, given;
  Block *block = first->getBlock();
  for (Operation *op : ops) {
    for (Value value : valuesReadBy(op)) {
      Operation *maker = value.getDefiningOp();
      if (!maker || !inside.contains(maker))
        (maker && isConstant(maker) ? constants : read).insert(value);
    }
    for (Value result : op->getResults())
      if (llvm::any_of(result.getUsers(), [&](Operation *user) {
            return !inside.contains(block->findAncestorOpInBlock(*user));
          }))
        given.insert(result);
  }
  SmallVector<Attribute> argAttrs, resAttrs;
  for (auto [i, value] : llvm::enumerate(read))
    argAttrs.push_back(describe(func, value, "part." + Twine(i)));
  for (auto [i, value] : llvm::enumerate(given))
    resAttrs.push_back(describe(func, value, "part." + Twine(i)));
  ValueRange inputs = read.getArrayRef(), results = given.getArrayRef();
  FuncOp part =
      makeFunction(func, func.getSymName() + ".part",
                   FunctionType::get(func.getContext(), TypeRange(inputs),
                                     TypeRange(results)),
                   argAttrs, resAttrs);
  Block &body = part.getBody().front();
  OpBuilder outer(first), b = OpBuilder::atBlockEnd(&body);
  auto call = CallOp::create(
      outer, withoutName(last->getLoc()), TypeRange(results),
      FlatSymbolRefAttr::get(part.getSymNameAttr()), inputs, StringAttr());
  call.setCheckpoint(true);
  for (auto [value, result] : llvm::zip(results, call.getResults()))
    value.replaceUsesWithIf(result, [&](OpOperand &use) {
      return !inside.contains(block->findAncestorOpInBlock(*use.getOwner()));
    });
  IRMapping map;
  for (Value value : constants)
    b.clone(*value.getDefiningOp(), map);
  for (auto [value, argument] : llvm::zip(inputs, body.getArguments()))
    map.map(value, argument);
  for (Operation *op : ops)
    b.clone(*op, map);
  ReturnOp::create(b, part.getLoc(), llvm::map_to_vector(results, [&](Value v) {
                     return map.lookup(v);
                   }));
  for (Operation *op : llvm::reverse(ops))
    op->erase();
  return call;
}

//===----------------------------------------------------------------------===//
// Every n-th call
//===----------------------------------------------------------------------===//

static SmallVector<CallOp> chainOf(FuncOp func) {
  SmallVector<CallOp> chain;
  for (CallOp call : func.getBody().front().getOps<CallOp>()) {
    auto callee = SymbolTable::lookupNearestSymbolFrom<FuncOp>(
        call, call.getCalleeAttr());
    if (!callee.getCustomVjp())
      chain.push_back(call);
  }
  return chain;
}

static LogicalResult checkpointChain(FuncOp func, int64_t every,
                                     Operation *user) {
  SmallVector<CallOp> chain = chainOf(func);
  while (chain.size() == 1 && !chain.front().getCheckpoint()) {
    inlineCall(chain.front());
    chain = chainOf(func);
  }
  if (chain.size() < 2) // C5
    return errorAt(user, "checkpoint")
           << "the function has no chain of calls to compute again, expected "
              "at least two";
  // What the last part makes is needed at once.
  Operation *first = &func.getBody().front().front();
  for (size_t end = size_t(every); end < chain.size(); end += size_t(every)) {
    Operation *last = chain[end - 1], *next = last->getNextNode();
    outlineCheckpoint(func, first, last);
    first = next;
  }
  return success();
}

// A transform that keeps every n-th call acts on a copy of its function.
static LogicalResult markChain(FunctionUseOpInterface transform,
                               int64_t every) {
  auto callee = SymbolTable::lookupNearestSymbolFrom<FuncOp>(
      transform, transform.getCalleeAttr());
  FuncOp copy = callee.clone();
  copy.setPrivate();
  SymbolTable(callee->getParentOp()).insert(copy);
  transform.setCalleeAttr(FlatSymbolRefAttr::get(copy.getSymNameAttr()));
  transform->removeAttr("checkpoint");
  return checkpointChain(copy, every, transform);
}

LogicalResult markChains(ModelOp model) {
  // A copy may hold such transforms again.
  for (bool changed = true; changed;) {
    changed = false;
    SmallVector<FunctionUseOpInterface> transforms;
    model.walk([&](FunctionUseOpInterface use) {
      if (isa<GradOp, VjpOp>(use))
        transforms.push_back(use);
    });
    for (FunctionUseOpInterface transform : transforms) {
      FailureOr<CheckpointPolicy> policy = readCheckpoint(
          transform, transform->getAttrOfType<DictionaryAttr>("checkpoint"));
      if (failed(policy) ||
          (policy->every && failed(markChain(transform, *policy->every))))
        return failure();
      changed |= policy->every.has_value();
    }
  }
  return success();
}

//===----------------------------------------------------------------------===//
// A budget
//===----------------------------------------------------------------------===//

static int64_t bytesOf(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  unsigned bits = type.getElementTypeBitWidth();
  return type.getNumElements() * std::max(1u, bits / 8);
}

// What reverse mode keeps of the trips of a loop: the carried values of each,
// or of those that `save` names, and with `save = all` what they make.
static int64_t tapeOf(Operation *op) {
  auto counted = dyn_cast<ForOp>(op);
  auto repeated = dyn_cast<WhileOp>(op);
  if (!counted && !repeated)
    return 0;
  int64_t rows =
      (counted ? counted.getRows() : repeated.getMaxTrips()).value_or(0);
  if (std::optional<int64_t> every =
          counted ? counted.getSaveEvery() : std::nullopt)
    rows = std::min(rows, rows / *every + *every);
  int64_t row = 0;
  for (Value init : counted ? ValueRange(counted.getInits())
                            : ValueRange(repeated.getInits()))
    row += bytesOf(init);
  bool all = counted ? counted.getSaveAll() : repeated.getSaveAll();
  Block &trip = op->getRegions().back().front();
  for (Operation &inner : trip.without_terminator()) {
    if (!all || isConstant(&inner))
      continue;
    for (Value result : inner.getResults())
      row += bytesOf(result);
  }
  return rows * row;
}

static int64_t operationsOf(Operation *op) {
  if (auto contraction = dyn_cast<ContractionOpInterface>(op))
    return 2 * contraction.getMultiplyAdds();
  int64_t count = 0;
  auto atLeast = [&](TypeRange types) {
    for (Type type : types)
      count = std::max(count, cast<RankedTensorType>(type).getNumElements());
  };
  atLeast(op->getOperandTypes());
  atLeast(op->getResultTypes());
  for (Region &region : op->getRegions())
    for (Operation &inner : region.front().without_terminator())
      count += operationsOf(&inner);
  auto loop = dyn_cast<ForOp>(op);
  return loop ? count * loop.getRows().value_or(1) : count;
}

namespace {

/// A stretch of ops between two neighbouring cuts.
struct Stretch {
  Operation *first = nullptr, *last = nullptr;
  int64_t bytes = 0;      ///< of all results, and of the tapes of loops
  int64_t operations = 0; ///< to compute them
};

/// The parts of one function that are computed again.
class Chooser {
public:
  explicit Chooser(FuncOp func);

  /// The bytes that are alive at most if nothing is computed again.
  int64_t allBytes() const { return total; }
  /// Chooses within `budget`; false if nothing fits.
  bool choose(int64_t budget);
  /// Puts what was chosen into functions.
  void apply();

private:
  void findStretches(ArrayRef<Operation *> ops);
  void measure();
  int64_t outBytes(size_t from, size_t to) const;

  FuncOp func;
  int64_t total = 0;
  std::vector<Stretch> stretches;
  /// alive[i][j]: the bytes that stretch i makes and that are read behind the
  /// end of stretch j.
  std::vector<std::vector<int64_t>> alive;
  /// The parts that are computed again, as numbers of stretches, [begin, end).
  std::vector<std::pair<size_t, size_t>> chosen;
};

} // namespace

Chooser::Chooser(FuncOp func) : func(func) {
  SmallVector<Operation *> ops;
  for (Operation &op : func.getBody().front().without_terminator())
    ops.push_back(&op);
  findStretches(ops);
  measure();
}

// The bytes alive between two ops have valleys: cuts are in these.
void Chooser::findStretches(ArrayRef<Operation *> ops) {
  llvm::DenseMap<Operation *, size_t> number;
  for (auto [i, op] : llvm::enumerate(ops))
    number[op] = i;
  Block &block = func.getBody().front();
  // change[i]: what op i adds to the bytes alive behind it.
  std::vector<int64_t> change(ops.size() + 1);
  for (auto [i, op] : llvm::enumerate(ops))
    for (Value result : op->getResults()) {
      size_t last = i;
      for (Operation *user : result.getUsers()) {
        auto found = number.find(block.findAncestorOpInBlock(*user));
        last =
            std::max(last, found == number.end() ? ops.size() : found->second);
      }
      if (isConstant(op))
        continue;
      change[i] += bytesOf(result);
      change[last] -= bytesOf(result);
    }
  std::vector<size_t> cuts;
  std::vector<int64_t> live(ops.size());
  for (size_t i = 0; i < ops.size(); ++i)
    live[i] = (i ? live[i - 1] : 0) + change[i];
  for (size_t i = 0; i + 1 < ops.size(); ++i)
    if (live[i] <= live[i + 1] && (i == 0 || live[i] <= live[i - 1]))
      cuts.push_back(i + 1);
  std::vector<size_t> thinned;
  size_t step = (cuts.size() + kMostCuts - 1) / kMostCuts;
  for (size_t i = 0; i < cuts.size(); i += std::max<size_t>(step, 1))
    thinned.push_back(cuts[i]);
  thinned.push_back(ops.size());
  size_t begin = 0;
  for (size_t end : thinned) {
    if (begin == end)
      continue;
    Stretch &stretch = stretches.emplace_back();
    stretch.first = ops[begin];
    stretch.last = ops[end - 1];
    begin = end;
  }
}

void Chooser::measure() {
  llvm::DenseMap<Operation *, size_t> home;
  for (auto [i, stretch] : llvm::enumerate(stretches))
    for (Operation *op : opsFrom(stretch.first, stretch.last))
      home[op] = i;
  Block &block = func.getBody().front();
  alive.assign(stretches.size(), std::vector<int64_t>(stretches.size()));
  for (auto [i, stretch] : llvm::enumerate(stretches))
    for (Operation *op : opsFrom(stretch.first, stretch.last)) {
      stretch.operations += operationsOf(op);
      stretch.bytes += tapeOf(op);
      if (isConstant(op) || isa<ReshapeOp>(op))
        continue;
      for (Value result : op->getResults()) {
        size_t last = i;
        for (Operation *user : result.getUsers()) {
          auto found = home.find(block.findAncestorOpInBlock(*user));
          last = std::max(last, found == home.end() ? stretches.size()
                                                    : found->second);
        }
        stretch.bytes += bytesOf(result);
        for (size_t j = i; j < last && j < stretches.size(); ++j)
          alive[i][j] += bytesOf(result);
      }
    }
  for (const Stretch &stretch : stretches)
    total += stretch.bytes;
}

// What a part makes that is read behind it.
int64_t Chooser::outBytes(size_t from, size_t to) const {
  int64_t bytes = 0;
  for (size_t i = from; i < to; ++i)
    bytes += alive[i][to - 1];
  return bytes;
}

bool Chooser::choose(int64_t budget) {
  struct Best {
    int64_t operations = -1; ///< that are computed again; -1: not reached
    size_t from = 0;
    int64_t kept = 0; ///< units kept before the part
    bool again = false;
  };
  int64_t unit = std::max<int64_t>((budget + kUnits - 1) / kUnits, 1);
  auto units = [&](int64_t bytes) { return (bytes + unit - 1) / unit; };
  int64_t most = budget / unit;
  size_t count = stretches.size();
  std::vector<std::vector<Best>> best(count + 1,
                                      std::vector<Best>(size_t(most) + 1));
  best[0][0].operations = 0;
  for (size_t from = 0; from < count; ++from) {
    int64_t bytes = 0, operations = 0;
    for (size_t to = from + 1; to <= count; ++to) {
      bytes += stretches[to - 1].bytes;
      operations += stretches[to - 1].operations;
      int64_t whole = units(bytes), out = units(outBytes(from, to));
      for (bool again : {false, true})
        for (int64_t kept = 0; kept + whole <= most; ++kept) {
          const Best &before = best[from][size_t(kept)];
          if (before.operations < 0 || (!again && to > from + 1))
            continue;
          Best &after = best[to][size_t(kept + (again ? out : whole))];
          int64_t cost = before.operations + (again ? operations : 0);
          if (after.operations < 0 || cost < after.operations)
            after = {cost, from, kept, again};
        }
    }
  }
  const std::vector<Best> &ends = best[count];
  const Best *end = nullptr;
  for (const Best &one : ends)
    if (one.operations >= 0 && (!end || one.operations < end->operations))
      end = &one;
  if (!end)
    return false;
  chosen.clear();
  for (size_t to = count; to > 0;) {
    if (end->again)
      chosen.push_back({end->from, to});
    to = end->from;
    end = &best[to][size_t(end->kept)];
  }
  return true;
}

void Chooser::apply() {
  for (auto [from, to] : chosen)
    outlineCheckpoint(func, stretches[from].first, stretches[to - 1].last);
}

int64_t checkpointWithin(FuncOp func, int64_t budget) {
  Chooser chooser(func);
  if (budget >= chooser.allBytes())
    return budget;
  int64_t reached = budget;
  if (!chooser.choose(budget)) {
    // The least that is enough, to 1/64 of it.
    int64_t low = budget, high = chooser.allBytes();
    while (high - low > std::max<int64_t>(high / 64, 1)) {
      int64_t middle = low + (high - low) / 2;
      (chooser.choose(middle) ? high : low) = middle;
    }
    if (!chooser.choose(high))
      return high;
    reached = high;
  }
  chooser.apply();
  return reached;
}

} // namespace leat
