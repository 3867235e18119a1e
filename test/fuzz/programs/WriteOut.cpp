//===- WriteOut.cpp - a program without loops, branches and states *- C++ -*-=//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statement by statement; `place` says which value stands for which.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/WriteOut.h"

#include <algorithm>
#include <map>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

namespace {

class Writer {
public:
  explicit Writer(Written &program) : program(program) {}

  /// Rewrites a function. False where it can not be.
  bool write(Function &function);
  bool isChanged = false;

private:
  bool write(const std::vector<Statement> &statements, size_t count);
  bool write(const Statement &statement);
  bool writeFor(const Statement &loop);
  bool writeWhile(const Statement &loop);
  bool writeIf(const Statement &branch);
  bool writeTrip(const Statement &loop, const Region &region, int active);
  bool writeCall(const Statement &statement);
  void finish(const Statement &loop);

  int placeOf(int id) const {
    auto found = place.find(id);
    return found == place.end() ? id : found->second;
  }
  int emit(std::string text, std::vector<int> operands, TensorType type);
  int number(int64_t value) {
    return emit("full " + std::to_string(value) + " : i64", {},
                {DType::I64, {}});
  }
  int choose(int condition, int a, int b) {
    return a == b ? a
                  : emit("where $0, $1, $2", {condition, a, b},
                         program.values[size_t(b)].type);
  }
  int stateOf(const std::string &name);
  void merge(int condition, const std::map<std::string, int> &before);
  void flush();

  Written &program;
  std::vector<Statement> out;
  std::map<int, int> place;
  /// States whose values are known, and those that are to be written.
  std::map<std::string, int> states, dirty;
  bool isSure = true;       ///< what is written runs whatever the numbers are
  std::vector<int> carried; ///< of the loop that is written
  std::vector<std::vector<int>> stacked; ///< its rows
};

} // namespace

int Writer::emit(std::string text, std::vector<int> operands, TensorType type) {
  int id = int(program.values.size());
  program.values.push_back({"o" + std::to_string(id), std::move(type), {}});
  Statement statement;
  statement.text = std::move(text);
  statement.operands = std::move(operands);
  statement.results = {id};
  out.push_back(std::move(statement));
  return id;
}

//===----------------------------------------------------------------------===//
// States
//===----------------------------------------------------------------------===//

static const TensorType *typeOfState(const Written &program,
                                     const std::string &name) {
  for (const auto &[state, type] : program.states)
    if (state == name)
      return &type;
  return nullptr;
}

int Writer::stateOf(const std::string &name) {
  auto found = states.find(name);
  if (found == states.end())
    found = states
                .emplace(name,
                         emit("get @" + name, {}, *typeOfState(program, name)))
                .first;
  return found->second;
}

// Puts back what the states were where `condition` does not hold.
void Writer::merge(int condition, const std::map<std::string, int> &before) {
  for (auto &[name, now] : states) {
    auto found = before.find(name);
    if (found == before.end() && !dirty.count(name))
      continue; // was only read
    int old = found == before.end() ? -1 : found->second;
    if (old < 0) {
      old = emit("get @" + name, {}, *typeOfState(program, name));
    }
    now = choose(condition, now, old);
    if (dirty.count(name))
      dirty[name] = now;
  }
}

void Writer::flush() {
  for (const auto &[name, value] : dirty) {
    Statement set;
    set.text = "set @" + name + " = $0";
    set.operands = {value};
    out.push_back(std::move(set));
  }
  dirty.clear();
  states.clear();
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

static std::string nameIn(const std::string &text) {
  size_t begin = text.find('@') + 1;
  size_t end = text.find(' ', begin);
  return text.substr(begin, end == std::string::npos ? end : end - begin);
}

// Functions read and write states by themselves.
bool Writer::writeCall(const Statement &statement) {
  const Traits &traits = program.functions[size_t(statement.callee)].traits;
  if (!isSure && (traits.draws || traits.writes || !dirty.empty()))
    return false;
  flush();
  return true;
}

bool Writer::write(const Statement &statement) {
  switch (statement.shape.kind) {
  case Shape::For:
    return writeFor(statement);
  case Shape::While:
    return writeWhile(statement);
  case Shape::If:
    return writeIf(statement);
  case Shape::Straight:
    break;
  }
  const std::string &text = statement.text;
  if (!isSure && (text.find("@rng") != std::string::npos ||
                  text.find("batch_norm") != std::string::npos))
    return false;
  if (statement.callee >= 0 && !writeCall(statement))
    return false;
  bool isRead = text.starts_with("get @"), isSet = text.starts_with("set @");
  if ((isRead || isSet) && typeOfState(program, nameIn(text))) {
    isChanged = true;
    std::string name = nameIn(text);
    if (isRead)
      place[statement.results[0]] = stateOf(name);
    else
      dirty[name] = states[name] = placeOf(statement.operands[0]);
    return true;
  }
  Statement copy = statement;
  for (int &operand : copy.operands)
    operand = placeOf(operand);
  for (int &result : copy.results) {
    int fresh = int(program.values.size());
    Value value = program.values[size_t(result)];
    value.name = "o" + std::to_string(fresh);
    program.values.push_back(std::move(value));
    place[result] = fresh;
    result = fresh;
  }
  out.push_back(std::move(copy));
  return true;
}

bool Writer::write(const std::vector<Statement> &statements, size_t count) {
  for (size_t i = 0; i < count; ++i)
    if (!write(statements[i]))
      return false;
  return true;
}

//===----------------------------------------------------------------------===//
// Control flow
//===----------------------------------------------------------------------===//

// One trip; where `active`, a value, does not hold, nothing changes. -1: it
// runs.
bool Writer::writeTrip(const Statement &loop, const Region &region,
                       int active) {
  auto before = states;
  std::vector<int> now = carried;
  auto rows = stacked;
  bool wasSure = std::exchange(isSure, isSure && active < 0);
  if (!write(region.statements, region.statements.size() - 1))
    return false;
  isSure = wasSure;
  if (active >= 0)
    merge(active, before);
  const Statement &end = region.statements.back();
  stacked = std::move(rows);
  carried = now;
  for (size_t i = 0; i < carried.size(); ++i) {
    int next = placeOf(end.operands[i]);
    carried[i] = active < 0 ? next : choose(active, next, now[i]);
  }
  for (size_t i = 0; i < stacked.size(); ++i) {
    int row = placeOf(end.operands[carried.size() + i]);
    TensorType type = program.values[size_t(row)].type;
    if (active >= 0)
      row = emit("let where($0, $1, 0)", {active, row}, type);
    type.shape.insert(type.shape.begin(), 1);
    stacked[i].push_back(emit("unsqueeze $0, axis = 0", {row}, type));
  }
  return !loop.results.empty();
}

// What a loop gives, by its results.
void Writer::finish(const Statement &loop) {
  for (size_t i = 0; i < carried.size(); ++i)
    place[loop.results[i]] = carried[i];
  for (size_t i = 0; i < stacked.size(); ++i) {
    if (loop.shape.isBackward)
      std::ranges::reverse(stacked[i]);
    std::string text = "concat ";
    for (size_t k = 0; k < stacked[i].size(); ++k)
      text += "$" + std::to_string(k) + ", ";
    int result = loop.results[carried.size() + i];
    place[result] = emit(text + "axis = 0", stacked[i],
                         program.values[size_t(result)].type);
  }
}

bool Writer::writeFor(const Statement &loop) {
  const Shape &shape = loop.shape;
  if (shape.bound >= 0 && shape.isBackward)
    return false;
  isChanged = true;
  auto outerCarried = std::exchange(carried, {});
  auto outerStacked = std::exchange(stacked, {});
  for (size_t i = 0; i < shape.carried; ++i)
    carried.push_back(placeOf(loop.operands[i]));
  stacked.resize(loop.results.size() - shape.carried);
  const Region &region = loop.regions[0];
  for (int64_t trip = 0; trip < shape.trips; ++trip) {
    int counter, active = -1;
    if (shape.bound < 0) {
      counter = number(shape.isDown ? shape.first + shape.trips - 1 - trip
                                    : shape.first + trip);
    } else {
      int bound = placeOf(loop.operands[size_t(shape.bound)]);
      counter = shape.isDown ? emit("let $0 - " + std::to_string(trip), {bound},
                                    {DType::I64, {}})
                             : number(shape.first + trip);
      std::string last = std::to_string(shape.first);
      active = shape.isDown
                   ? emit("let $0 >= " + last, {counter}, {DType::I1, {}})
                   : emit("le $0, $1", {counter, bound}, {DType::I1, {}});
      // A trip that is none must not count beyond what it indexes.
      if (shape.isDown)
        counter =
            emit("let maximum($0, " + last + ")", {counter}, {DType::I64, {}});
    }
    place[region.arguments[0]] = counter;
    for (size_t i = 0; i < shape.carried; ++i)
      place[region.arguments[1 + i]] = carried[i];
    for (size_t i = 1 + shape.carried; i < region.arguments.size(); ++i) {
      int64_t row = shape.isBackward ? shape.trips - 1 - trip : trip;
      TensorType type = program.values[size_t(region.arguments[i])].type;
      TensorType one = type;
      one.shape.insert(one.shape.begin(), 1);
      int slice = emit("slice $0, axis = 0, start = " + std::to_string(row) +
                           ", stop = " + std::to_string(row + 1),
                       {placeOf(loop.operands.back())}, one);
      place[region.arguments[i]] = emit("squeeze $0, axis = 0", {slice}, type);
    }
    if (!writeTrip(loop, region, active))
      return false;
  }
  finish(loop);
  carried = std::move(outerCarried);
  stacked = std::move(outerStacked);
  return true;
}

bool Writer::writeWhile(const Statement &loop) {
  isChanged = true;
  auto outerCarried = std::exchange(carried, {});
  auto outerStacked = std::exchange(stacked, {});
  for (size_t i = 0; i < loop.shape.carried; ++i)
    carried.push_back(placeOf(loop.operands[i]));
  stacked.resize(loop.results.size() - loop.shape.carried);
  int active = -1;
  for (int64_t trip = 0; trip < loop.shape.trips; ++trip) {
    for (size_t i = 0; i < loop.shape.carried; ++i)
      place[loop.regions[0].arguments[i]] = carried[i];
    const std::vector<Statement> &decided = loop.regions[0].statements;
    if (!write(decided, decided.size() - 1))
      return false;
    int more = placeOf(decided.back().operands[0]);
    active = active < 0
                 ? more
                 : emit("logical_and $0, $1", {active, more}, {DType::I1, {}});
    if (!writeTrip(loop, loop.regions[1], active))
      return false;
  }
  finish(loop);
  carried = std::move(outerCarried);
  stacked = std::move(outerStacked);
  return true;
}

bool Writer::writeIf(const Statement &branch) {
  isChanged = true;
  int condition = placeOf(branch.operands[0]);
  auto before = states;
  auto dirtyBefore = dirty;
  bool wasSure = std::exchange(isSure, false);
  std::vector<std::vector<int>> sides;
  std::map<std::string, int> after[2];
  for (size_t r = 0; r < branch.regions.size(); ++r) {
    states = before;
    const std::vector<Statement> &inside = branch.regions[r].statements;
    bool isWrite = inside.back().text.starts_with("set ");
    if (!write(inside, inside.size() - (isWrite ? 0 : 1)))
      return false;
    sides.emplace_back();
    for (int id : isWrite ? std::vector<int>() : inside.back().operands)
      sides.back().push_back(placeOf(id));
    after[r] = states;
  }
  isSure = wasSure;
  if (branch.regions.size() == 1) {
    merge(condition, before);
    return true;
  }
  // Only a branch of one region, and what stands in it, writes states here.
  states = before;
  for (const auto &[name, value] : dirty) {
    int sidesValue[2];
    for (int r = 0; r < 2; ++r) {
      auto found = after[r].find(name);
      sidesValue[r] = found == after[r].end() ? stateOf(name) : found->second;
    }
    states[name] = choose(condition, sidesValue[0], sidesValue[1]);
  }
  for (auto &[name, value] : dirty)
    value = states[name];
  for (size_t i = 0; i < branch.results.size(); ++i)
    place[branch.results[i]] = choose(condition, sides[0][i], sides[1][i]);
  return true;
}

bool Writer::write(Function &function) {
  out.clear();
  place.clear();
  states.clear();
  dirty.clear();
  if (!write(function.body.statements, function.body.statements.size()))
    return false;
  flush();
  function.body.statements = std::move(out);
  for (int &result : function.results)
    result = placeOf(result);
  return true;
}

std::optional<Written> fuzz::writeOut(const Written &program) {
  Written copy = program;
  Writer writer(copy);
  for (Function &function : copy.functions)
    if (function.customVjp.empty() && !writer.write(function))
      return std::nullopt;
  if (!writer.isChanged)
    return std::nullopt;
  return copy;
}
