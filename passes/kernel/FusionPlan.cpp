//===- FusionPlan.cpp - which ops run together ----------------------------===//
//
// Greedy, in program order: an op joins the group of one of its operands where
// that saves memory traffic, otherwise it opens a group.
//
//  - A contraction opens a group; pointwise ops over its result's shape are its
//    epilogue.
//  - Loops: ops whose iteration space (without extents of 1) is the group's, or
//  a
//    prefix of it, or has it as a prefix. So a row-wise softmax is one group:
//    the rows are the common prefix. An op that needs a reduction of its own
//    group joins only where they share rows: otherwise the reduction must be
//    finished first.
//  - Scalars stay among themselves.
//  - A loop or branch is a group of its own, which uses what its regions use.
//  - What reports is a group of its own, behind all that report before it.
//  - A barrier is no kernel: who reads it reads its value, and comes after the
//    groups that make its other operands.
//
// No group may need, through others, its own result: that is checked at every
// join.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/kernel/FusionPlan.h"
#include "dialect/Debug.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/StringExtras.h"
#include <functional>
#include <numeric>
#include <queue>
#include <vector>

using namespace mlir;

namespace leat {

/// Below this many elements a group may pass over its data several times: it
/// stays in the first-level cache.
static constexpr int64_t kSmallDomain = 4096;
/// Buffers of a kernel: the entry ABI passes pointers in registers and on the
/// stack.
static constexpr unsigned kMaxBuffers = 30;
/// Ops of loops that took in others: the time to fuse their loops grows with
/// the square, and nothing is left to be saved.
static constexpr size_t kMaxOps = 128;

// What `maker` shows as it is, or in another shape; null for other ops.
static Value shownBy(Operation *maker) {
  if (auto reshape = dyn_cast_or_null<ReshapeOp>(maker))
    return reshape.getInput();
  if (auto barrier = dyn_cast_or_null<BarrierOp>(maker))
    return barrier.getValue();
  return {};
}

Value behindReshapes(Value value) {
  while (Value shown = shownBy(value.getDefiningOp()))
    value = shown;
  return value;
}

// What computes `value`, behind reshapes and packs, and what must be computed
// before it.
static SmallVector<Operation *> makersOf(Value value) {
  SmallVector<Operation *> makers;
  Operation *maker = value.getDefiningOp();
  for (; Value shown = shownBy(maker); maker = shown.getDefiningOp())
    for (Value other : llvm::drop_begin(maker->getOperands()))
      llvm::append_range(makers, makersOf(other));
  if (auto pack = dyn_cast_or_null<PackOp>(maker))
    for (Value input : pack.getInputs())
      llvm::append_range(makers, makersOf(input));
  else if (maker)
    makers.push_back(maker);
  return makers;
}

static bool isConstant(Operation *op) {
  return op->getNumOperands() == 0 && !isa<ControlOpInterface>(op);
}

// Whether who takes a value is no kernel.
static bool isPlace(Operation *op) {
  return isa<PackOp, ControlOpInterface>(op) || op->hasTrait<Reports>() ||
         op->hasTrait<OpTrait::IsTerminator>();
}

bool needsCheck(IndexingOpInterface op) {
  auto number = behindReshapes(op.getIndexOperand()).getDefiningOp<NumberOp>();
  if (!number)
    return true;
  double value = number.getValue().convertToDouble();
  return value < 0 || value >= double(op.getIndexBound());
}

// Whether a kernel of its own writes the constant that `use` takes, behind
// reshapes, too: a contraction reads buffers, the entry checks numbers of rows.
static bool isWrittenFor(OpOperand &use) {
  if (auto indexing = dyn_cast<IndexingOpInterface>(use.getOwner()))
    return indexing.getIndexOperand() == use.get() && needsCheck(indexing);
  if (shownBy(use.getOwner()))
    return use.getOperandNumber() == 0 &&
           llvm::any_of(use.getOwner()->getResult(0).getUses(), isWrittenFor);
  return isPlace(use.getOwner()) || isa<ContractionOpInterface>(use.getOwner());
}

bool isRematerialized(OpOperand &use) {
  Operation *maker = behindReshapes(use.get()).getDefiningOp();
  return maker && isConstant(maker) &&
         !isa<ContractionOpInterface>(use.getOwner());
}

std::string FusionGroup::label() const {
  SmallVector<StringRef> names;
  for (Operation *op : ops)
    if (!isa<ReshapeOp>(op) &&
        !llvm::is_contained(names, op->getName().stripDialect()))
      names.push_back(op->getName().stripDialect());
  if (names.size() > 4)
    names[3] = "and_more", names.resize(4);
  return llvm::join(names, "_");
}

void FusionPlan::print(raw_ostream &os) const {
  for (auto [i, group] : llvm::enumerate(groups)) {
    os << i << " "
       << (group.contraction ? "contraction "
           : group.control   ? "control "
                             : "loops ")
       << group.label() << " [";
    llvm::interleave(group.domain, os, "x");
    os << "] " << group.ops.size() << " ops, " << group.inputs.size()
       << " inputs, " << group.outputs.size() << " outputs\n";
  }
}

namespace {

// A shape without its extents of 1.
SmallVector<int64_t> squeezed(Type type) {
  SmallVector<int64_t> shape;
  for (int64_t size : cast<RankedTensorType>(type).getShape())
    if (size != 1)
      shape.push_back(size);
  return shape;
}

int64_t count(ArrayRef<int64_t> shape) {
  return std::accumulate(shape.begin(), shape.end(), int64_t(1),
                         std::multiplies<>());
}

bool isPrefix(ArrayRef<int64_t> a, ArrayRef<int64_t> b) {
  return a.size() <= b.size() && a == b.take_front(a.size());
}

class Planner {
public:
  Planner(Block &block, bool fuse) : block(block), fuse(fuse) {}

  FailureOr<FusionPlan> run();

private:
  SmallVector<int64_t> iterationSpace(Operation *op);
  bool fits(Operation *op, unsigned group);
  bool reaches(unsigned from, unsigned to);
  bool takesBack(Operation *op, unsigned group);
  bool makesCycle(Operation *op, unsigned group);
  void join(Operation *op, unsigned group);
  void addInput(Value value, unsigned group);
  /// The groups that make `value` come before `group`.
  void addProducers(Value value, unsigned group);
  void addControl(Operation *op);
  bool compatible(ArrayRef<int64_t> space, ArrayRef<int64_t> domain);
  bool reachesIndirectly(unsigned from, unsigned to);
  std::optional<unsigned> absorberOf(unsigned index);
  void absorbProducers();
  void findBoundaries();
  void exposeIndices();
  FusionPlan inOrder();

  Block &block;
  bool fuse;
  SmallVector<FusionGroup> groups;
  /// Of each group those that it is a producer of; some, perhaps, that it was.
  llvm::DenseMap<unsigned, llvm::SetVector<unsigned>> usersOf;
  llvm::DenseMap<Operation *, unsigned> groupOf;
  std::optional<unsigned> lastReport; ///< the last group that reports
};

} // namespace

// The largest shape that the op reads or writes.
SmallVector<int64_t> Planner::iterationSpace(Operation *op) {
  SmallVector<int64_t> space = squeezed(op->getResult(0).getType());
  for (Type type : op->getOperandTypes()) {
    SmallVector<int64_t> shape = squeezed(type);
    if (count(shape) > count(space))
      space = shape;
  }
  return space;
}

// Scalars stay among themselves; otherwise one space is a prefix of the other.
bool Planner::compatible(ArrayRef<int64_t> space, ArrayRef<int64_t> domain) {
  return space.empty() == domain.empty() &&
         (isPrefix(space, domain) || isPrefix(domain, space));
}

bool Planner::fits(Operation *op, unsigned index) {
  FusionGroup &group = groups[index];
  if (group.control)
    return false;
  if (group.inputs.size() + op->getNumOperands() + group.ops.size() / 2 >
      kMaxBuffers)
    return false;
  if (group.contraction) {
    auto shapeOf = [](Operation *o) {
      return cast<RankedTensorType>(o->getResult(0).getType()).getShape();
    };
    // What only a reduction reads is better made there than written here. It
    // can not be behind a reshape, which is outside of all groups.
    bool onlyReduced = llvm::all_of(op->getUsers(), [](Operation *user) {
      return !isPlace(user) && !shownBy(user) &&
             !isa<PointwiseOpInterface, ContractionOpInterface>(user);
    });
    return !onlyReduced && isa<PointwiseOpInterface>(op) &&
           shapeOf(op) == shapeOf(group.ops.front()) &&
           llvm::all_of(op->getOperands(), [](Value operand) {
             Operation *maker = behindReshapes(operand).getDefiningOp();
             return !maker || !isConstant(maker) ||
                    operand.getDefiningOp<NumberOp>();
           });
  }
  SmallVector<int64_t> space = iterationSpace(op);
  if (!compatible(space, group.domain))
    return false;
  // A reduction of this group that the op needs must share rows with it.
  for (Value operand : op->getOperands()) {
    Operation *maker = operand.getDefiningOp();
    if (!maker || groupOf.lookup_or(maker, ~0u) != index ||
        isa<PointwiseOpInterface>(maker))
      continue;
    SmallVector<int64_t> rows = squeezed(operand.getType());
    bool rowwise = !rows.empty() && isPrefix(rows, space);
    if (!rowwise && count(space) > kSmallDomain)
      return false;
  }
  return true;
}

// Whether group `from` uses, directly or through others, what group `to` makes.
bool Planner::reaches(unsigned from, unsigned to) {
  SmallVector<unsigned> work = {from};
  llvm::SmallDenseSet<unsigned> seen;
  while (!work.empty()) {
    unsigned group = work.pop_back_val();
    if (group == to)
      return true;
    if (seen.insert(group).second)
      llvm::append_range(work, groups[group].producers);
  }
  return false;
}

// Whether `op` uses what `group` makes behind a reshape or pack. These are
// outside of all groups: a value comes back through one only when its group has
// finished.
bool Planner::takesBack(Operation *op, unsigned group) {
  return llvm::any_of(op->getOperands(), [&](Value operand) {
    return isa_and_nonnull<ReshapeOp, BarrierOp, PackOp>(
               operand.getDefiningOp()) &&
           llvm::any_of(makersOf(operand), [&](Operation *maker) {
             return groupOf.lookup_or(maker, ~0u) == group;
           });
  });
}

bool Planner::makesCycle(Operation *op, unsigned group) {
  if (takesBack(op, group))
    return true;
  return llvm::any_of(op->getOperands(), [&](Value operand) {
    return llvm::any_of(makersOf(operand), [&](Operation *maker) {
      auto found = groupOf.find(maker);
      return found != groupOf.end() && found->second != group &&
             reaches(found->second, group);
    });
  });
}

void Planner::join(Operation *op, unsigned index) {
  FusionGroup &group = groups[index];
  group.ops.push_back(op);
  groupOf[op] = index;
  SmallVector<int64_t> space = iterationSpace(op);
  if (count(space) > count(group.domain))
    group.domain = space;
  for (OpOperand &use : op->getOpOperands()) {
    Operation *maker = use.get().getDefiningOp();
    if (maker && groupOf.contains(maker) && groupOf[maker] == index)
      continue;
    if (!isRematerialized(use))
      addInput(use.get(), index);
    else if (isa<IndexingOpInterface>(op) && isWrittenFor(use))
      addProducers(use.get(), index);
  }
}

void Planner::addInput(Value value, unsigned index) {
  groups[index].inputs.insert(behindReshapes(value));
  addProducers(value, index);
}

void Planner::addProducers(Value value, unsigned index) {
  FusionGroup &group = groups[index];
  for (Operation *producer : makersOf(value))
    if (auto found = groupOf.find(producer);
        found != groupOf.end() && found->second != index) {
      group.producers.insert(found->second);
      usersOf[found->second].insert(index);
    }
}

// A loop or branch needs its operands and what its regions take from here, and
// an op that reports needs its operands. All that report keep their order.
void Planner::addControl(Operation *op) {
  unsigned index = groups.size();
  FusionGroup &group = groups.emplace_back();
  group.control = true;
  group.ops.push_back(op);
  groupOf[op] = index;
  bool reports = false;
  op->walk([&](Operation *inner) {
    reports |= inner->hasTrait<Reports>();
    for (Value operand : inner->getOperands())
      if (behindReshapes(operand).getParentBlock() == &block)
        addInput(operand, index);
      else
        addProducers(operand, index);
  });
  if (!reports)
    return;
  if (lastReport) {
    group.producers.insert(*lastReport);
    usersOf[*lastReport].insert(index);
  }
  lastReport = index;
}

// Whether `from` uses what `to` makes, by a way through a third group.
bool Planner::reachesIndirectly(unsigned from, unsigned to) {
  return llvm::any_of(groups[from].producers, [&](unsigned producer) {
    return producer != to && reaches(producer, to);
  });
}

// The group of loops that a pointwise group can become part of: the only one
// that uses it, or one of the same loops.
std::optional<unsigned> Planner::absorberOf(unsigned index) {
  FusionGroup &group = groups[index];
  llvm::SmallSetVector<unsigned, 4> users;
  bool leaves = false;
  for (Operation *op : group.ops) {
    if (!isa<PointwiseOpInterface>(op))
      return std::nullopt;
    for (Operation *user : op->getUsers()) {
      auto found = groupOf.find(user);
      leaves |= found == groupOf.end();
      if (found != groupOf.end() && found->second != index)
        users.insert(found->second);
    }
  }
  bool alone = users.size() == 1 && !leaves;
  for (unsigned target : users)
    if (!groups[target].contraction && !groups[target].control &&
        (alone ? compatible(group.domain, groups[target].domain)
               : group.domain == groups[target].domain) &&
        groups[target].inputs.size() + group.inputs.size() <= kMaxBuffers &&
        groups[target].ops.size() + group.ops.size() <= kMaxOps &&
        !reachesIndirectly(target, index) &&
        llvm::none_of(groups[target].ops,
                      [&](Operation *op) { return takesBack(op, index); }))
      return target;
  return std::nullopt;
}

void Planner::absorbProducers() {
  for (unsigned index = groups.size(); index-- > 0;) {
    FusionGroup &group = groups[index];
    std::optional<unsigned> target;
    if (!group.contraction)
      target = absorberOf(index);
    if (!target)
      continue;
    SmallVector<Operation *> ops = group.ops;
    llvm::append_range(ops, groups[*target].ops);
    llvm::sort(
        ops, [](Operation *a, Operation *b) { return a->isBeforeInBlock(b); });
    group = FusionGroup();
    for (Operation *op : ops)
      groupOf[op] = *target;
    groups[*target] = FusionGroup();
    for (Operation *op : ops)
      join(op, *target);
    for (unsigned other : llvm::to_vector(usersOf.lookup(index)))
      if (groups[other].producers.erase(index)) {
        groups[other].producers.insert(*target);
        usersOf[*target].insert(other);
      }
    groups[*target].producers.erase(*target);
  }
}

// Values that leave their group. A contraction keeps its sums where a result of
// their type goes.
void Planner::findBoundaries() {
  for (auto [index, group] : llvm::enumerate(groups)) {
    for (Operation *op : group.ops)
      for (Value result : op->getResults()) {
        // Through reshapes outside, a value is used where they are.
        SmallVector<Value> work = {result};
        while (!work.empty()) {
          Value value = work.pop_back_val();
          for (OpOperand &use : value.getUses()) {
            Operation *user = use.getOwner();
            auto found = groupOf.find(user);
            if (shownBy(user) && use.getOperandNumber() > 0)
              continue; // A barrier waits for it and does not read it.
            if (shownBy(user) && found == groupOf.end())
              work.push_back(user->getResult(0));
            else if (found == groupOf.end() || found->second != index ||
                     value != result)
              group.outputs.insert(result);
          }
        }
      }
    if (!group.contraction)
      continue;
    Value sums = group.ops.front()->getResult(0);
    if (llvm::none_of(group.outputs, [&](Value output) {
          return getElementTypeOrSelf(output) == getElementTypeOrSelf(sums);
        }))
      group.outputs.insert(sums);
  }
}

// The entry looks at the numbers of rows that ops take, so they leave the group
// that computes them.
void Planner::exposeIndices() {
  for (FusionGroup &group : groups)
    for (Operation *op : group.ops) {
      auto indexing = dyn_cast<IndexingOpInterface>(op);
      if (!indexing || !needsCheck(indexing))
        continue;
      Value indices = behindReshapes(indexing.getIndexOperand());
      auto maker = groupOf.find(indices.getDefiningOp());
      if (maker != groupOf.end())
        groups[maker->second].outputs.insert(indices);
    }
}

// Kahn's algorithm; of what can run, the group that was opened first.
FusionPlan Planner::inOrder() {
  SmallVector<SmallVector<unsigned>> waiting(groups.size());
  SmallVector<unsigned> missing;
  std::priority_queue<unsigned, std::vector<unsigned>, std::greater<>> ready;
  for (auto [index, group] : llvm::enumerate(groups)) {
    for (unsigned producer : group.producers)
      waiting[producer].push_back(index);
    missing.push_back(group.producers.size());
    if (missing.back() == 0)
      ready.push(index);
  }
  FusionPlan plan;
  while (!ready.empty()) {
    unsigned done = ready.top();
    if (!groups[done].ops.empty())
      plan.groups.push_back(groups[done]);
    ready.pop();
    for (unsigned group : waiting[done])
      if (--missing[group] == 0)
        ready.push(group);
  }
  return plan;
}

FailureOr<FusionPlan> Planner::run() {
  for (Operation &op : block.without_terminator()) {
    bool control = isa<ControlOpInterface>(op) || op.hasTrait<Reports>();
    if (!control && (op.getNumRegions() || op.getNumResults() != 1 ||
                     !isMemoryEffectFree(&op)))
      return op.emitOpError(
          "is not compiled yet; the interpreter runs it (--reference)");
    if (control) {
      addControl(&op);
      continue;
    }
    bool written = llvm::any_of(op.getUses(), isWrittenFor);
    if ((isConstant(&op) && !written) ||
        isa<ReshapeOp, BarrierOp, PackOp, UnpackOp>(op))
      continue;
    bool contraction = isa<ContractionOpInterface>(op);
    std::optional<unsigned> home;
    if (fuse && !contraction)
      for (Value operand : llvm::reverse(op.getOperands())) {
        Operation *maker = operand.getDefiningOp();
        auto found = groupOf.find(maker);
        if (!maker || found == groupOf.end() || home || isConstant(maker))
          continue;
        if (fits(&op, found->second) && !makesCycle(&op, found->second))
          home = found->second;
      }
    if (!home) {
      home = groups.size();
      groups.emplace_back().contraction = contraction;
    }
    join(&op, *home);
  }
  if (fuse)
    absorbProducers();
  findBoundaries();
  exposeIndices();
  return inOrder();
}

FailureOr<FusionPlan> planFusion(Block &block, bool fuse) {
  return Planner(block, fuse).run();
}

} // namespace leat
