//===- Controls.cpp - loops and branches ------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a loop carries stays in one range, however often it runs.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <algorithm>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

static constexpr int kDeepest = 2;
static const TensorType kCounter = {DType::I64, {}};

static Statement ending(std::string text, std::vector<int> operands) {
  Statement end;
  end.text = std::move(text);
  end.operands = std::move(operands);
  return end;
}

/// "$first, $first+1, ..." for `count` operands.
static std::string marks(size_t first, size_t count) {
  std::string text;
  for (size_t i = first; i < first + count; ++i)
    text += (i > first ? ", $" : "$") + std::to_string(i);
  return text;
}

namespace {

/// Values that go from trip to trip.
struct Carried {
  std::vector<int> starts, arguments;
  std::string text; ///< "carry(&1 = $0)"

  void add(Maker &m, int start, Range range, size_t argument) {
    text += (text.empty() ? "&" : ", &") + std::to_string(argument) + " = $" +
            std::to_string(starts.size());
    starts.push_back(start);
    arguments.push_back(m.fresh(m.typeOf(start), range));
  }
};

} // namespace

static Carried someCarried(Maker &m, int64_t count, size_t first) {
  Carried carried;
  for (int64_t i = 0; i < count; ++i) {
    int start = m.fit(m.floats(0, 3), {-4, 4});
    Range range = m[start].range;
    carried.add(m, start,
                {std::min(range.low, -1.0), std::max(range.high, 1.0)},
                first + size_t(i));
  }
  return carried;
}

/// What the next trip gets for `argument`: something new of its type.
static int nextOf(Maker &m, int argument) {
  TensorType type = m.typeOf(argument);
  int id = m.find([&](const Value &value) { return value.type == type; });
  if (id == argument || m.dice.chance(0.4)) {
    int other = m.scalarOf(m.floats(0, 3));
    id = m.emit("let sin($0 * 0.7 + $1 * 0.4 + 0.1)", {argument, other}, type,
                {-1, 1});
  }
  return m.fit(id, m[argument].range);
}

static void makeTrips(Maker &m, Statement &loop, const Carried &carried,
                      std::vector<int> arguments, bool stacks, int64_t trips,
                      int counter) {
  int stacked = -1;
  std::vector<int> yielded;
  loop.regions.push_back(m.region(std::move(arguments), [&] {
    fill(m, m.dice.between(1, 2));
    for (int argument : carried.arguments)
      yielded.push_back(argument == counter
                            ? m.emit("let $0 + 1", {counter}, kCounter, {0, 9})
                            : nextOf(m, argument));
    if (stacks)
      stacked = m.floats(0, 2);
    std::vector<int> operands = yielded;
    std::string text = "yield " + marks(0, yielded.size());
    if (stacks) {
      text += (yielded.empty() ? "stack($" : " stack($") +
              std::to_string(yielded.size()) + ")";
      operands.push_back(stacked);
    }
    m.add(ending(text, operands));
  }));
  for (int argument : carried.arguments)
    loop.results.push_back(m.fresh(m.typeOf(argument), m[argument].range));
  if (!stacks)
    return;
  TensorType type = m.typeOf(stacked);
  type.shape.insert(type.shape.begin(), trips);
  Range range = m[stacked].range;
  loop.results.push_back(
      m.fresh(type, {std::min(range.low, 0.0), std::max(range.high, 0.0)}));
}

void fuzz::makeFor(Maker &m, const Rule &) {
  if (m.depth >= kDeepest || m.isPure)
    return;
  int64_t trips = m.dice.between(1, 4), first = m.dice.between(0, 2);
  bool isDynamic = m.dice.chance(0.4), isDown = m.dice.chance(0.4);
  bool stacks = m.dice.chance(0.4), takes = m.dice.chance(0.4);
  int64_t count = m.dice.between(stacks ? 0 : 1, 2);
  Carried carried = someCarried(m, count, 1);
  Statement loop;
  loop.operands = carried.starts;
  int64_t last = first + trips - 1;
  std::string low = std::to_string(first), high = std::to_string(last);
  std::string options;
  int bound = -1;
  if (isDynamic) {
    bound = m.integers(0, 0, {double(first - 1), double(last)});
    bound = m.fit(bound, {double(first - 1), double(last)});
    high = "$" + std::to_string(loop.operands.size());
    loop.operands.push_back(bound);
    options = ", max_trips = " + std::to_string(trips + m.dice.between(0, 1));
    trips = std::stoll(options.substr(14));
  }
  std::string text =
      "for &0 = " + (isDown ? high + " downto " + low : low + " to " + high);
  if (m.dice.chance(0.25))
    options += ", save = all";
  if ((stacks || takes) && m.dice.chance(0.3))
    options += ", rows = backward";
  text += options;
  if (count)
    text += " carry(" + carried.text + ")";
  int counter = m.fresh(kCounter, {double(first), double(last)});
  std::vector<int> arguments = {counter};
  arguments.insert(arguments.end(), carried.arguments.begin(),
                   carried.arguments.end());
  if (takes) {
    TensorType row = {DType::F64, m.shape(0, 2)}, rows = row;
    rows.shape.insert(rows.shape.begin(), trips);
    int over = m.valueOf(rows, kAnyFloat);
    text += " over(&" + std::to_string(arguments.size()) + " = $" +
            std::to_string(loop.operands.size()) + ")";
    loop.operands.push_back(over);
    arguments.push_back(m.fresh(row, m[over].range));
  }
  loop.text = text + " {0}";
  loop.shape = {.kind = Shape::For,
                .isDown = isDown,
                .isBackward = text.find("backward") != std::string::npos,
                .first = first,
                .trips = trips,
                .bound = bound < 0 ? -1 : int(carried.starts.size()),
                .carried = carried.starts.size()};
  m.function->traits.hasControl = true;
  makeTrips(m, loop, carried, std::move(arguments), stacks, trips, -1);
  m.add(std::move(loop));
}

void fuzz::makeWhile(Maker &m, const Rule &) {
  if (m.depth >= kDeepest || m.isPure)
    return;
  bool stacks = m.dice.chance(0.3);
  int64_t trips = m.dice.between(1, 4);
  Carried carried = someCarried(m, m.dice.between(1, 2), 0);
  int zero = m.emit("full 0 : i64", {}, kCounter, {0, 0});
  carried.add(m, zero, {0, double(trips)}, carried.starts.size());
  int counter = carried.arguments.back();
  Statement loop;
  loop.operands = carried.starts;
  loop.text = "while carry(" + carried.text +
              "), max_trips = " + std::to_string(trips) +
              (m.dice.chance(0.25) ? ", save = all" : "") + " {0} do {1}";
  m.isPure = true;
  loop.regions.push_back(m.region(carried.arguments, [&] {
    int more = m.emit("let $0 < " + std::to_string(m.dice.between(1, trips)),
                      {counter}, {DType::I1, {}}, {0, 1});
    if (m.dice.chance(0.5)) {
      int level = m.scalarOf(carried.arguments[0]);
      more = m.emit("let logical_and($0, $1 < " +
                        textOf(m.dice.number(0.1, 1.2)) + ")",
                    {more, level}, {DType::I1, {}}, {0, 1});
    }
    m.add(ending("condition $0", {more}));
  }));
  m.isPure = false;
  loop.shape = {
      .kind = Shape::While, .trips = trips, .carried = carried.starts.size()};
  m.function->traits.hasControl = true;
  makeTrips(m, loop, carried, carried.arguments, stacks, trips, counter);
  m.add(std::move(loop));
}

/// A condition of the caller's, or of a value.
static int someCondition(Maker &m) {
  int id = m.find([](const Value &value) {
    return value.type == TensorType{DType::I1, {}};
  });
  if (id >= 0 && m.dice.chance(0.4))
    return id;
  int level = m.scalarOf(m.floats(0, 3));
  return m.emit("let $0 > " + textOf(m.dice.number(0.01, 0.4)), {level},
                {DType::I1, {}}, {0, 1});
}

void fuzz::makeIf(Maker &m, const Rule &) {
  if (m.depth >= kDeepest || m.isPure)
    return;
  Statement branch;
  branch.operands = {someCondition(m)};
  branch.shape.kind = Shape::If;
  m.function->traits.hasControl = true;
  if (!m.program.states.empty() && m.dice.chance(0.25)) {
    branch.text = "if $0 {0}";
    const auto [name, type] = m.dice.pick(m.program.states);
    branch.regions.push_back(m.region({}, [&] {
      fill(m, 1);
      int value = m.valueOf(type, kAnyFloat);
      m.function->traits.writes = true;
      m.add(ending("set @" + name + " = $0", {value}));
    }));
    m.add(std::move(branch));
    readWritten(m, name, type);
    return;
  }
  branch.text = "if $0 {0} else {1}";
  std::vector<TensorType> types;
  for (int64_t i = m.dice.between(1, 2); i > 0; --i)
    types.push_back(m.typeOf(m.floats(0, 3)));
  std::vector<Range> ranges(types.size(), {0, 0});
  for (int side = 0; side < 2; ++side)
    branch.regions.push_back(m.region({}, [&] {
      fill(m, m.dice.between(0, m.depth > 1 ? 1 : 2));
      std::vector<int> yielded;
      for (size_t i = 0; i < types.size(); ++i) {
        int id = m.valueOf(types[i], kAnyFloat);
        yielded.push_back(id);
        ranges[i] = {std::min(ranges[i].low, m[id].range.low),
                     std::max(ranges[i].high, m[id].range.high)};
      }
      m.add(ending("yield " + marks(0, yielded.size()), yielded));
    }));
  for (size_t i = 0; i < types.size(); ++i)
    branch.results.push_back(m.fresh(types[i], ranges[i]));
  m.add(std::move(branch));
}
