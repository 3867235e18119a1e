//===- Compiler.h - the compiler, as a program sees it ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The compiler is a library that is opened when something must be compiled
// (libleat-compiler.so): a program whose code is in the cache starts without
// it. This is all that crosses its border.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_PROGRAM_COMPILER_H
#define LEAT_RUNTIME_PROGRAM_COMPILER_H

#include "runtime/program/Interface.h"

#include <functional>
#include <memory>
#include <optional>

namespace leat {

class Cache;
class Engine;

/// A model file and what its caller changes in it.
struct ModelSource {
  std::string name; ///< stands for it in messages; the path of a file
  std::string text;
  /// What `include` looks in, and below; empty for a text that has no folder.
  std::string folder;
  /// New values of configs, as numbers are written: {"H", "512"}.
  std::map<std::string, std::string> configs;
  /// Reads every float type of the file as this one.
  std::optional<rt::DType> floatType;
  /// The most bytes that an entry may take: gradients compute again what does
  /// not fit. At least 0.
  std::optional<int64_t> memoryBudget;

  /// The text of a file. Errors: it can not be read.
  static rt::Result<ModelSource> read(const std::string &path);

  /// The text, those of included files, and all that is changed: equal for
  /// equal models.
  std::string identity() const;
};

/// How a model is compiled, whatever is compiled of it.
struct CompilerSettings {
  /// Threads of compiled code and of the compiler; results do not depend on
  /// it.
  int threads = 1;
  /// Whether each op is a kernel of its own and every float is checked for NaN.
  /// The bits of results are the same.
  bool checkNan = false;
  /// Whether code tells EntryArgs::tracer of its launches.
  bool profile = false;
  /// Whether code counts the trips of its outermost loops in EntryArgs::trips.
  bool countTrips = false;
  /// Where the IR of each stage of a compilation is written; empty: nowhere.
  std::string dumpDirectory;
  /// Told of each stage of a compilation and the seconds it took; may be empty.
  std::function<void(const std::string &stage, double seconds)> onStage;
  /// Where compiled kernels are looked for and kept; may be null.
  std::shared_ptr<Cache> cache;
};

/// A compiled entry. Places of its launches and checks in the model's own file
/// are without the file's name, ":12:9": the same code serves a model that is
/// moved.
struct CompiledCode {
  rt::EntrySignature entry;
  std::vector<rt::TensorSignature> states; ///< of the model, in slab order
  std::string code;                        ///< a shared object for this machine
  std::string remarks; ///< what the compiler said that was no error
};

/// A model that the compiler has read.
class Compiler {
public:
  virtual ~Compiler() = default;

  virtual const ModelInterface &interface() const = 0;

  /// What was said of the model that was no error.
  virtual std::string takeRemarks() = 0;

  /// Compiles @name for these sizes of all its extents, for this processor.
  /// Errors: what the passes report.
  virtual rt::Result<CompiledCode> compile(const std::string &name,
                                           const ExtentSizes &extents) = 0;
};

/// What the library offers.
struct CompilerLibrary {
  /// Reads a model. Errors, all with their places in it: its syntax; types;
  /// not exactly one `leat.model`; a config that it does not have, or that is
  /// no number.
  rt::Result<std::unique_ptr<Compiler>> (*read)(const ModelSource &,
                                                const CompilerSettings &);
  /// The same, to run op by op by the reference interpreter.
  rt::Result<std::unique_ptr<Engine>> (*interpret)(const ModelSource &,
                                                   const CompilerSettings &);
  /// Runs a command of `leat` that looks into models; its exit code.
  int (*runCommand)(const std::vector<std::string> &words);
};

/// The function that the library exports under the name kCompilerSymbol.
using GetCompilerLibrary = const CompilerLibrary *();
inline constexpr char kCompilerSymbol[] = "leatCompilerLibrary";

/// The library, opened at the first call: beside the file that this code is
/// in, in ../lib seen from there, or where the system's loader looks. Errors
/// (target not available): it is not there, or of another version.
rt::Result<const CompilerLibrary *> compilerLibrary();

/// What tells this build of the compiler from others, for caches. Does not
/// open it.
std::string compilerId();

} // namespace leat

#endif // LEAT_RUNTIME_PROGRAM_COMPILER_H
