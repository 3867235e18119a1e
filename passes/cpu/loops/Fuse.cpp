//===- Fuse.cpp - which statements share a loop nest -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// See Fuse.h for the idea. A draft of a group maps each column to one loop of
// each member; joining a statement keeps the columns that it can share.
//
//===----------------------------------------------------------------------===//

#include "passes/cpu/loops/Fuse.h"
#include "llvm/ADT/STLExtras.h"
#include <numeric>

using namespace mlir;

namespace leat::loops {

namespace {

/// A statement's use of a buffer, and the loop of it that is asked about.
struct Use {
  Statement *statement;
  const Access *access;
  int loop;
};

struct Draft {
  SmallVector<Statement *, 4> members;
  SmallVector<SmallVector<int, 4>, 6> columns; ///< [column][member] = loop
};

} // namespace

/// True if equal addresses imply equal indices of the loops in `uses`.
static bool ownsSlice(ArrayRef<Use> uses) {
  int64_t stride = uses[0].access->strides[uses[0].loop];
  int64_t extent = uses[0].statement->loops[uses[0].loop].extent;
  int64_t lowest = uses[0].access->offset, period = 0;
  for (const Use &use : uses)
    lowest = std::min(lowest, use.access->offset);
  if (stride <= 0)
    return false;
  for (const Use &use : uses) {
    if (use.access->strides[use.loop] != stride)
      return false;
    for (auto [d, other] : llvm::enumerate(use.access->strides)) {
      if (int(d) == use.loop || other == 0)
        continue;
      if (other < 0 || other == stride)
        return false;
      if (other > stride)
        period = std::gcd(period, other);
    }
  }
  if (period != 0 && period < stride * extent)
    return false;
  for (const Use &use : uses) {
    int64_t low = use.access->offset - lowest;
    if (period != 0)
      low %= period;
    for (auto [d, other] : llvm::enumerate(use.access->strides))
      if (other < stride)
        low += other * (use.statement->loops[d].extent - 1);
    if (low >= stride)
      return false;
  }
  return true;
}

/// Calls `visit(mine, theirs)` for each pair of accesses of one memory of which
/// one is a write; false as soon as visit says so or addresses are unknown.
static bool
forConflicts(Statement &a, Statement &b,
             function_ref<bool(const Access &, const Access &)> visit) {
  auto loadsWhatIsWritten = [](Statement &reader, Statement &writer) {
    for (Value base : reader.loadedBases)
      for (Output &output : writer.outputs)
        if (mayAlias(base, writer.accesses[output.argument].base))
          return true;
    return false;
  };
  if (loadsWhatIsWritten(a, b) || loadsWhatIsWritten(b, a))
    return false;
  for (auto [i, mine] : llvm::enumerate(a.accesses))
    for (auto [j, theirs] : llvm::enumerate(b.accesses)) {
      if (mine.isScalar() || theirs.isScalar() ||
          !(a.isOutput(i) || b.isOutput(j)) ||
          !mayAlias(mine.base, theirs.base))
        continue;
      bool comparable = mine.base == theirs.base && mine.linear &&
                        theirs.linear &&
                        ((!mine.dynamicOffset && !theirs.dynamicOffset) ||
                         mine.memref == theirs.memref);
      if (!comparable || !visit(mine, theirs))
        return false;
    }
  return true;
}

/// May loop `theirs` of `b` run as one with loop `mine` of `a`?
static bool canShare(Statement &a, int mine, Statement &b, int theirs) {
  if (a.loops[mine].extent != b.loops[theirs].extent)
    return false;
  return forConflicts(a, b, [&](const Access &left, const Access &right) {
    return ownsSlice({Use{&a, &left, mine}, Use{&b, &right, theirs}});
  });
}

/// How many buffers both loops walk with the same stride.
static int affinity(Statement &a, int mine, Statement &b, int theirs) {
  int score = 0;
  for (Access &left : a.accesses)
    for (Access &right : b.accesses)
      if (!left.isScalar() && left.base == right.base && left.linear &&
          right.linear && left.strides[mine] == right.strides[theirs])
        ++score;
  return score;
}

static bool sameExtents(Statement &a, Statement &b) {
  return a.loops.size() == b.loops.size() &&
         llvm::all_of(llvm::zip(a.loops, b.loops), [](auto pair) {
           return std::get<0>(pair).extent == std::get<1>(pair).extent;
         });
}

static bool sharesBuffer(Statement &a, Statement &b) {
  for (Access &left : a.accesses)
    for (Access &right : b.accesses)
      if (!left.isScalar() && left.base == right.base)
        return true;
  return false;
}

//===----------------------------------------------------------------------===//
// Lanes
//===----------------------------------------------------------------------===//

/// The parallel loop of `statement`, outside `excluded`, along which most
/// accesses are contiguous; outputs count most. -1 if there is none.
static int preferredLane(Statement &statement, ArrayRef<int> excluded) {
  constexpr int kContiguousOutput = 16, kContiguousInput = 4, kUniform = 2;
  if (statement.order == Order::Tree && !statement.window)
    return statement.lane;
  int best = -1, bestScore = 0;
  for (int d = statement.loops.size(); d-- > 0;) {
    if (statement.loops[d].reduction || !statement.vectorizable ||
        llvm::is_contained(excluded, d))
      continue;
    int score = 0;
    for (auto [number, access] : llvm::enumerate(statement.accesses)) {
      if (!access.linear || access.isScalar())
        continue;
      if (access.strides[d] == 1)
        score +=
            statement.isOutput(number) ? kContiguousOutput : kContiguousInput;
      else if (access.strides[d] == 0)
        score += kUniform;
    }
    if (best < 0 || score > bestScore) {
      best = d;
      bestScore = score;
    }
  }
  return best;
}

static SmallVector<int, 6> columnLoops(const Draft &draft, unsigned member) {
  SmallVector<int, 6> loops;
  for (const auto &column : draft.columns)
    loops.push_back(column[member]);
  return loops;
}

/// The column along which all members run their lanes, or -1 if lanes run
/// along loops inside the columns.
static int chooseLaneColumn(const Draft &draft) {
  SmallVector<int> votes(draft.columns.size(), 0);
  for (auto [number, member] : llvm::enumerate(draft.members)) {
    if (member->order == Order::Tree && !member->window)
      return -1;
    SmallVector<int, 6> columns = columnLoops(draft, number);
    auto found = llvm::find(columns, preferredLane(*member, {}));
    if (found == columns.end())
      return -1;
    ++votes[found - columns.begin()];
  }
  if (votes.empty())
    return -1;
  return llvm::max_element(votes) - votes.begin();
}

/// Refuses drafts in which a member would lose the lanes it has alone.
static bool keepsLanes(const Draft &draft) {
  constexpr int64_t kScalarShare = 16; // lane points that hide a scalar one
  if (chooseLaneColumn(draft) >= 0)
    return true;
  int64_t lanePoints = 0;
  bool scalars = false;
  for (auto [number, member] : llvm::enumerate(draft.members)) {
    SmallVector<int, 6> columns = columnLoops(draft, number);
    bool lane = preferredLane(*member, columns) >= 0;
    int64_t points = member->points();
    for (int loop : columns)
      points /= member->loops[loop].extent;
    if (!lane && member->hasReduction())
      return false;
    scalars |= !lane;
    lanePoints += lane ? points : 0;
  }
  return !scalars || lanePoints >= kScalarShare;
}

//===----------------------------------------------------------------------===//
// Joining
//===----------------------------------------------------------------------===//

static Draft startDraft(Statement *statement) {
  Draft draft;
  draft.members.push_back(statement);
  for (auto [d, loop] : llvm::enumerate(statement->loops))
    if (!loop.reduction)
      draft.columns.push_back({int(d)});
  return draft;
}

/// The loop of `statement` that can be `column`; -1 if there is none.
static int matchColumn(const Draft &draft, ArrayRef<int> column,
                       Statement &statement, ArrayRef<int> taken) {
  int best = -1, bestScore = -1;
  for (int d = 0, e = statement.loops.size(); d != e; ++d) {
    if (statement.loops[d].reduction || llvm::is_contained(taken, d))
      continue;
    int score = 0;
    bool legal = true;
    for (auto [member, loop] : llvm::zip(draft.members, column)) {
      legal = legal && canShare(*member, loop, statement, d);
      score += affinity(*member, loop, statement, d);
    }
    if (legal && score > bestScore) {
      best = d;
      bestScore = score;
    }
  }
  return best;
}

/// Adds `statement` to `draft` if they can share a column with profit.
static bool tryJoin(Draft &draft, Statement *statement) {
  bool related = false;
  for (Statement *member : draft.members) {
    if (!member->vectorizable)
      return false;
    related |= sharesBuffer(*member, *statement);
  }
  if (!statement->vectorizable ||
      (!related && !sameExtents(*draft.members[0], *statement)))
    return false;
  Draft joined;
  joined.members = draft.members;
  joined.members.push_back(statement);
  SmallVector<int> taken;
  for (const auto &column : draft.columns) {
    int loop = matchColumn(draft, column, *statement, taken);
    if (loop < 0)
      continue;
    taken.push_back(loop);
    joined.columns.push_back(column);
    joined.columns.back().push_back(loop);
  }
  if (joined.columns.empty() || !keepsLanes(joined))
    return false;
  draft = std::move(joined);
  return true;
}

//===----------------------------------------------------------------------===//
// From draft to group: order of loops, merging, inner nests
//===----------------------------------------------------------------------===//

/// Orders the loops of member `number`: columns, parallel, lane, reductions;
/// the lane of a tree comes last.
static void orderLoops(const Draft &draft, unsigned number, int laneColumn) {
  Statement &statement = *draft.members[number];
  SmallVector<int, 6> columns = columnLoops(draft, number);
  bool tree = statement.order == Order::Tree && !statement.window;
  if (laneColumn >= 0) {
    statement.lane = columns[laneColumn];
    columns.erase(columns.begin() + laneColumn);
    columns.push_back(statement.lane);
  } else if (!tree) {
    statement.lane = preferredLane(statement, columns);
  }
  SmallVector<int> order(columns.begin(), columns.end());
  auto append = [&](auto &&wanted) {
    for (int d = 0, e = statement.loops.size(); d != e; ++d)
      if (!llvm::is_contained(order, d) && wanted(d))
        order.push_back(d);
  };
  append([&](int d) {
    return !statement.loops[d].reduction && d != statement.lane;
  });
  if (!tree && statement.lane >= 0)
    append([&](int d) { return d == statement.lane; });
  append([&](int d) { return d != statement.lane; });
  append([](int) { return true; });
  statement.permute(order);
}

/// Merges neighbouring loops inside the columns where one statement can.
static void mergeInner(Statement &statement, unsigned columns) {
  if (statement.order == Order::Tree)
    return; // its reduction loops carry meaning; parallel ones are few
  for (unsigned d = columns; d + 1 < statement.loops.size();)
    if (statement.canMerge(d, d + 1))
      statement.merge(d, d + 1);
    else
      ++d;
}

static void mergeColumns(Group &group) {
  for (unsigned c = 0; c + 1 < group.columns;) {
    if (!llvm::all_of(group.members, [&](Statement *member) {
          return member->canMerge(c, c + 1);
        })) {
      ++c;
      continue;
    }
    for (Statement *member : group.members)
      member->merge(c, c + 1);
    --group.columns;
  }
}

/// May member `b` run inside the inner nest that `a` belongs to?
static bool canShareInner(Statement &a, Statement &b, unsigned columns) {
  if (a.loops.size() != b.loops.size() || a.lane != b.lane || a.window ||
      b.window)
    return false;
  bool treeA = a.order == Order::Tree, treeB = b.order == Order::Tree;
  // Loops of a pointwise member run in the order of the tree; nothing else
  // fits.
  if (treeA != treeB && (treeA ? b : a).order != Order::Pointwise)
    return false;
  // Accumulators live over the same loops: sum(x, axis = [0, 1]) and
  // sum(x, axis = 1) do not fit.
  bool bothReduce = a.hasReduction() && b.hasReduction();
  for (unsigned d = columns; d < a.loops.size(); ++d)
    if (!canShare(a, d, b, d) ||
        (bothReduce && a.loops[d].reduction != b.loops[d].reduction))
      return false;
  return true;
}

static void formInners(Group &group) {
  for (unsigned number = 0; number < group.members.size(); ++number) {
    Statement &statement = *group.members[number];
    bool joins = !group.inners.empty();
    if (joins)
      for (unsigned other : group.inners.back().members)
        joins = joins &&
                canShareInner(*group.members[other], statement, group.columns);
    if (!joins)
      group.inners.emplace_back();
    group.inners.back().members.push_back(number);
    group.inners.back().tree |=
        statement.order == Order::Tree && !statement.window;
  }
}

/// Bits of the widest number that varies over lanes, at least 32.
static unsigned widestLane(Statement &statement) {
  unsigned width = 32;
  auto note = [&](Type type) {
    if (type.isIntOrFloat())
      width = std::max(width, type.getIntOrFloatBitWidth());
  };
  DenseSet<Value> uniform;
  for (auto [argument, access] :
       llvm::zip(statement.body()->getArguments(), statement.accesses))
    if (access.isScalar() ||
        (access.linear &&
         (statement.lane < 0 || access.strides[statement.lane] == 0) &&
         !statement.isOutput(argument.getArgNumber())))
      uniform.insert(argument);
    else
      note(argument.getType());
  for (Operation &op : statement.body()->without_terminator()) {
    bool varies = isa<linalg::IndexOp>(op) ||
                  llvm::any_of(op.getOperands(), [&](Value operand) {
                    return operand.getParentBlock() == statement.body() &&
                           !uniform.contains(operand);
                  });
    for (Value result : op.getResults()) {
      if (varies)
        note(result.getType());
      else
        uniform.insert(result);
    }
  }
  return width;
}

/// A read that jumps along the lanes but is contiguous in column `across`.
bool isTransposed(Statement &statement, unsigned argument, int across) {
  const Access &access = statement.accesses[argument];
  return !access.isScalar() && access.linear && across >= 0 &&
         statement.lane >= 0 && !statement.isOutput(argument) &&
         statement.usesArgument(argument) &&
         access.strides[statement.lane] > 1 && access.strides[across] == 1;
}

/// Finds the column of blocks in which transposed inputs turn in registers;
/// only pointwise groups without inner loops have one.
static void chooseAcross(Group &group) {
  int lane = int(group.columns) - 1;
  if (!group.laneColumn ||
      group.members[0]->loops[lane].extent < int64_t(group.lanes) ||
      llvm::any_of(
          group.members,
          [&](Statement *member) {
            return member->loops.size() != group.columns;
          }))
    return;
  for (int column = 0; column < lane; ++column)
    for (Statement *member : group.members)
      for (unsigned i = 0; i < member->accesses.size(); ++i)
        if (member->loops[column].extent >= int64_t(group.lanes) &&
            isTransposed(*member, i, column) &&
            !group.writes(member->accesses[i].base))
          group.across = column;
}

static Group finish(const Draft &draft, unsigned vectorBytes) {
  Group group;
  group.members = draft.members;
  group.columns = draft.columns.size();
  int laneColumn = chooseLaneColumn(draft);
  group.laneColumn = laneColumn >= 0;
  unsigned width = 32;
  bool lanes = false;
  for (unsigned number = 0; number < group.members.size(); ++number) {
    Statement &member = *group.members[number];
    orderLoops(draft, number, laneColumn);
    mergeInner(member, group.columns);
    width = std::max(width, widestLane(member));
    lanes |= member.lane >= 0;
  }
  mergeColumns(group);
  if (lanes)
    group.lanes = vectorBytes * 8 / width;
  formInners(group);
  chooseAcross(group);
  planTemporaries(group);
  return group;
}

bool Group::writes(Value base) const {
  return llvm::any_of(members, [&](Statement *member) {
    return llvm::any_of(member->outputs, [&](const Output &output) {
      return mayAlias(member->accesses[output.argument].base, base);
    });
  });
}

SmallVector<Group, 0> formGroups(ArrayRef<Statement *> statements,
                                 unsigned vectorBytes) {
  SmallVector<Group, 0> groups;
  for (unsigned i = 0; i < statements.size();) {
    Draft draft = startDraft(statements[i++]);
    while (i < statements.size() && tryJoin(draft, statements[i]))
      ++i;
    groups.push_back(finish(draft, vectorBytes));
  }
  return groups;
}

} // namespace leat::loops
