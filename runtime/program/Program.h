//===- Program.h - load a model, call it, train it --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a C++ program includes to use a model file:
//
//   LEAT_ASSIGN(Program program, Program::load("mlp.mlir", {}));
//   LEAT_ASSIGN(Trainer fit, program.trainer("fit"));
//   LEAT_ASSIGN(NamedTensors results, fit.step({{"image", x}, {"label", y}}));
//   LEAT_ASSIGN(Function logits, program.function("logits"));
//   LEAT_ASSIGN(results, logits.run({{"image", x}}));
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_PROGRAM_PROGRAM_H
#define LEAT_RUNTIME_PROGRAM_PROGRAM_H

#include "runtime/Profile.h"
#include "runtime/State.h"
#include "runtime/program/Compiler.h"
#include "runtime/program/InitialState.h"

#include <functional>
#include <optional>

namespace leat {

/// How a model is read and run.
struct ProgramOptions {
  /// New values of configs, as numbers are written: {"H", "512"}.
  std::map<std::string, std::string> configs;
  /// Reads every float type of the file as this one.
  std::optional<rt::DType> floatType;
  /// The most bytes that an entry may take; see ModelSource.
  std::optional<int64_t> memoryBudget;
  /// The folder that a text given to Program::parse() includes files from.
  std::string includeFolder;
  /// Threads, and what is told of a compilation.
  CompilerSettings settings;
  /// Of initial values and of random numbers.
  uint64_t seed = 0;
  /// Whether compiled code is looked for, and kept, on disk.
  bool useCache = true;
  /// Hears of every launch of compiled code; null for no profile.
  std::shared_ptr<rt::Profile> profile;
  /// Shows how far the call of a compiled function has come, for another thread
  /// to look at; null for no counting.
  std::shared_ptr<rt::TripCounter> trips;
  /// Runs functions op by op by the reference interpreter, not compiled.
  bool interpret = false;
  /// Whether `report` is told what is compiled and what the cache held, too.
  bool verbose = false;
  /// Told what is worth knowing and no error; may be empty.
  std::function<void(const std::string &)> report;
};

/// A function of a program. A copy is the same function; it keeps the program
/// alive. One call at a time.
class Function {
public:
  const FunctionInfo &info() const { return *facts; }

  /// Runs it and returns its results by name. Extents are bound by the inputs;
  /// each new set of extents is compiled once. States are read and written in
  /// the program. Errors: those of bindCall(), of the engine, of the run.
  rt::Result<rt::NamedTensors> run(const rt::NamedTensors &inputs) const;

  /// What is known of the code for such inputs, which is compiled if it is not
  /// there; valid as long as the program. Errors: as run(), of all but the run.
  rt::Result<const rt::EntrySignature *>
  signature(const rt::NamedTensors &inputs) const;

private:
  friend class Program;
  friend class Trainer;
  Function() = default;
  Function(std::shared_ptr<struct ProgramImpl> program,
           const FunctionInfo *facts);
  rt::Status prepare(const rt::NamedTensors &inputs) const;

  std::shared_ptr<struct ProgramImpl> program;
  const FunctionInfo *facts = nullptr;
  /// Of the last call: one like it needs no look at extents again.
  std::shared_ptr<struct PreparedCall> last;
};

/// A training step with a counter, or several in turns. As Function.
class Trainer {
public:
  /// Its name, arguments and results; of trainers in turns those of
  /// AlternationInfo.
  const FunctionInfo &info() const { return *facts; }
  bool alternates() const { return isAlternation; }

  /// One step on a batch; returns the results of the loss function. Of trainers
  /// in turns, one step of the trainer whose turn it is, which takes what it
  /// needs of the batch; names of results are those of info(). Errors: as
  /// Function::run().
  rt::Result<rt::NamedTensors> step(const rt::NamedTensors &batch) const;

  /// The number of steps that were made, those of a loaded state included.
  int64_t steps() const;

  /// Plans a number of steps in all, for schedules.
  void plan(int64_t total);

private:
  friend class Program;
  /// One trainer; its counters are borrowed from the slab.
  struct Turn {
    Function function;
    int64_t steps = 1;
    rt::Tensor stepCount, totalCount;
  };
  const Turn &current() const;

  const FunctionInfo *facts = nullptr;
  bool isAlternation = false;
  std::vector<Turn> turns;
  rt::Tensor stepCount, totalCount; ///< of all turns together
};

/// A model with its states. Copies are the same program.
class Program {
public:
  /// Reads a model file. Errors: it can not be read; those of
  /// CompilerLibrary::read, of initial values.
  static rt::Result<Program> load(const std::string &path,
                                  const ProgramOptions &options);
  /// The same of a text; `name` stands for it in messages.
  static rt::Result<Program> parse(const std::string &text,
                                   const std::string &name,
                                   const ProgramOptions &options);

  const ModelInterface &interface() const;

  /// The profile of ProgramOptions, or null.
  rt::Profile *profile() const;

  /// Sizes of extents that no argument binds, from now on.
  void setExtents(const ExtentSizes &extents);
  const ExtentSizes &extents() const;

  /// Errors: no such function, with a list of those there are.
  rt::Result<Function> function(const std::string &name) const;
  /// The trainer, or trainers in turns, of that name; the only one where `name`
  /// is empty. Errors: no such trainer, or several and no name.
  rt::Result<Trainer> trainer(const std::string &name) const;

  /// The elements of a state, borrowed: writing to them changes the program.
  /// Errors: no such state.
  rt::Result<rt::Tensor> state(const std::string &name) const;

  /// Copies tensors into the states. Errors: those of loadStates().
  rt::Status loadState(const rt::State &state, const LoadOptions &options = {});
  /// The same of a safetensors file. Errors: also those of State::load().
  rt::Status loadState(const std::string &path,
                       const LoadOptions &options = {});
  /// A copy of all states but constants. Errors: a failed step made them
  /// worthless; out of memory.
  rt::Result<rt::State> copyState() const;
  /// Writes that to a safetensors file with `facts` about it. Errors: also
  /// those of State::save().
  rt::Status saveState(const std::string &path,
                       const rt::Metadata &facts = {}) const;
  /// Puts the moving averages of all params in the params' places. Errors: the
  /// model has none.
  rt::Status useMovingAverages();
  bool keepsMovingAverages() const;
  /// Puts all generators back to their first draw.
  rt::Status resetGenerators();

private:
  static rt::Result<Program> make(ModelSource source,
                                  const ProgramOptions &options);
  rt::Result<Trainer::Turn> turn(const std::string &name, int64_t steps) const;
  std::shared_ptr<struct ProgramImpl> impl;
};

} // namespace leat

#endif // LEAT_RUNTIME_PROGRAM_PROGRAM_H
