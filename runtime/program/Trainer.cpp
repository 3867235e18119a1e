//===- Trainer.cpp - training steps, alone and in turns ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whose turn it is follows from the number of steps, which is a state of the
// model: a run that goes on from a file goes on in the same turn.
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Program.h"

#include <algorithm>

using namespace leat;

static int64_t &numberIn(const rt::Tensor &counter) {
  rt::Tensor same = counter;
  return same.values<int64_t>()[0];
}

// Of `steps` steps of a whole cycle of turns, so many fall into the turn that
// begins behind `before` others and has `own`.
static int64_t shareOf(int64_t steps, int64_t cycle, int64_t before,
                       int64_t own) {
  return steps / cycle * own +
         std::clamp<int64_t>(steps % cycle - before, 0, own);
}

const Trainer::Turn &Trainer::current() const {
  int64_t cycle = 0;
  for (const Turn &turn : turns)
    cycle += turn.steps;
  int64_t place = steps() % cycle;
  const Turn *turn = &turns.front();
  while (place >= turn->steps)
    place -= turn++->steps;
  return *turn;
}

rt::Result<rt::NamedTensors>
Trainer::step(const rt::NamedTensors &batch) const {
  if (!alternates())
    return turns.front().function.run(batch);
  const Function &function = current().function;
  rt::NamedTensors inputs;
  for (const auto &input : batch)
    if (function.info().findArgument(input.first))
      inputs.push_back(input);
  LEAT_ASSIGN(rt::NamedTensors results, function.run(inputs));
  for (size_t i = 0; i < results.size(); ++i)
    results[i].first =
        function.info().name + "." + (i == 0 ? "loss" : results[i].first);
  ++numberIn(stepCount);
  return results;
}

int64_t Trainer::steps() const { return numberIn(stepCount); }

void Trainer::plan(int64_t total) {
  numberIn(totalCount) = total;
  if (!alternates())
    return;
  int64_t cycle = 0, before = 0;
  for (const Turn &turn : turns) {
    cycle += turn.steps;
    numberIn(turn.totalCount) = 0;
  }
  // A trainer may have several turns.
  for (const Turn &turn : turns) {
    numberIn(turn.totalCount) += shareOf(total, cycle, before, turn.steps);
    before += turn.steps;
  }
}

rt::Result<Trainer::Turn> Program::turn(const std::string &name,
                                        int64_t steps) const {
  Trainer::Turn turn;
  LEAT_ASSIGN(turn.function, function(name));
  turn.steps = steps;
  LEAT_ASSIGN(turn.stepCount, state(name + ".step"));
  LEAT_ASSIGN(turn.totalCount, state(name + ".total"));
  return turn;
}

rt::Result<Trainer> Program::trainer(const std::string &name) const {
  std::vector<const FunctionInfo *> known;
  std::vector<AlternationInfo::Turn> turns;
  for (const FunctionInfo &function : interface().functions)
    if (function.kind == FunctionInfo::Kind::Trainer)
      known.push_back(&function);
  for (const AlternationInfo &alternation : interface().alternations) {
    known.push_back(&alternation.function);
    if (alternation.function.name == name || name.empty())
      turns = alternation.turns;
  }
  if (name.empty() && known.size() > 1)
    return rt::userError("the model has several trainers, @", known[0]->name,
                         " and @", known[1]->name, ": choose one by name");
  const FunctionInfo *found = nullptr;
  std::string list;
  for (const FunctionInfo *candidate : known) {
    list += (list.empty() ? "@" : ", @") + candidate->name;
    if (name.empty() || candidate->name == name)
      found = candidate;
  }
  if (!found)
    return rt::userError("the model has no trainer",
                         name.empty() ? "" : " @" + name, "; it has ",
                         list.empty() ? "none" : list);
  Trainer trainer;
  trainer.facts = found;
  trainer.isAlternation = !turns.empty();
  if (turns.empty())
    turns = {{found->name, 1}};
  for (const auto &[turnName, steps] : turns) {
    LEAT_ASSIGN(Trainer::Turn turn, this->turn(turnName, steps));
    trainer.turns.push_back(std::move(turn));
  }
  LEAT_ASSIGN(trainer.stepCount, state(found->name + ".step"));
  LEAT_ASSIGN(trainer.totalCount, state(found->name + ".total"));
  return trainer;
}
