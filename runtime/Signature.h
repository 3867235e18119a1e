//===- Signature.h - how a compiled function is called ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime must know of an entry, without the compiler that made it,
// and the memory layout that both agree on (docs/abi.md).
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_SIGNATURE_H
#define LEAT_RUNTIME_SIGNATURE_H

#include "runtime/Tensor.h"

#include <atomic>
#include <optional>

namespace leat::rt {

/// What an entry says of its end. After success only `word` is set.
struct EntryStatus {
  int64_t word = 0; ///< a CheckCode; in its upper half the number of a check
  int64_t position = 0; ///< row-major, of the first element that failed
  int64_t value = 0;    ///< that element: an integer, or the bits of a float;
                        ///< of an assert, how many elements failed
};

/// The lower half of EntryStatus::word.
enum class CheckCode : int32_t {
  Success = 0,
  OutOfRange = 1,
  NotANumber = 2,
  AssertFailed = 3
};

/// Whom an entry that is compiled with CompileOptions::profile tells of its
/// launches.
struct LaunchTracer {
  /// Launch `number` begins (`end` 0) or ends (`end` 1).
  void (*event)(LaunchTracer *tracer, int32_t number, int32_t end);
};

/// Whom an entry that prints tells of the values.
struct EntryPrinter {
  /// Value `value` of print `number` is at `data`, which is not read for a
  /// print of a label alone.
  void (*print)(EntryPrinter *printer, int32_t number, int32_t value,
                const void *data);
};

/// How far a call of an entry that is compiled with CompileOptions::countTrips
/// has come. Another thread may look.
struct TripCounter {
  std::atomic<int64_t> done = 0;  ///< trips of its outermost loops
  std::atomic<int64_t> total = 0; ///< of these in all; 0: not known before
};
static_assert(sizeof(std::atomic<int64_t>) == sizeof(int64_t) &&
                  std::atomic<int64_t>::is_always_lock_free,
              "compiled code counts in it");

/// What an entry is given. The arrays hold one pointer per input and output,
/// in the order of the signature. All buffers are row-major, aligned to
/// kAlignment and distinct.
struct EntryArgs {
  const void *const *inputs;
  void *const *outputs;
  void *state;                 ///< the slab, laid out as a StateLayout
  void *arena;                 ///< EntrySignature::arenaBytes, of any content
  EntryStatus *status;         ///< cleared by the entry
  LaunchTracer *tracer;        ///< null for an entry that does not trace
  EntryPrinter *printer;       ///< not null for an entry that prints
  std::atomic<int64_t> *trips; ///< not null for an entry that counts trips
};

/// An entry: 0, or the code in the status word.
using EntryFunction = int32_t(const EntryArgs *);

/// Name, element type and shape of an input, an output or a state.
struct TensorSignature {
  std::string name;
  DType type = DType::F32;
  Shape shape;

  bool operator==(const TensorSignature &) const = default;
};

/// A launch of an entry; its number is its position in the list.
struct LaunchRecord {
  std::string name;                ///< "fit.07.matmul_bias_relu"
  std::string kernel;              ///< its symbol
  std::vector<std::string> places; ///< "file:line:column" of its ops
  int64_t operations = 0;          ///< on floating-point numbers, in one run
  int64_t floatBytes = 0;          ///< of the widest float there
  int64_t bytes = 0;               ///< read and written, in one run
};

/// A check of an entry; its number is its position in the list.
struct CheckRecord {
  std::string role;             ///< "indices of 'index'", "result of 'log'"
  std::string place;            ///< "file:line:column" of the op, or empty
  std::string input;            ///< whose elements they are, or empty
  Shape shape;                  ///< of what is checked
  std::optional<int64_t> below; ///< elements are 0 ... below - 1, or no NaN
  bool holds = false;           ///< elements are true; `role` says what that is
};

/// A print of an entry; its number is its position in the list.
struct PrintRecord {
  std::optional<std::string> label;
  std::vector<TensorSignature> values;
};

/// An entry of a model.
struct EntrySignature {
  std::string name;                     ///< in the model
  std::string symbol;                   ///< in the object: leat_entry_<name>
  std::vector<TensorSignature> inputs;  ///< in the order of the arguments
  std::vector<TensorSignature> outputs; ///< in the order of the results
  std::vector<std::string> states;      ///< names of all states it touches
  std::vector<std::string> writes;      ///< those of them that it changes
  int64_t arenaBytes = 0;               ///< all that it needs, scratch included
  int64_t scratchBytes = 0; ///< of these, for temporaries of kernels
  std::vector<LaunchRecord> launches;
  std::vector<CheckRecord> checks;
  std::vector<PrintRecord> prints;
  int64_t trips = 0; ///< TripCounter::total, of an entry that counts
};

/// A state and where it lies in the slab, in bytes.
struct StateSlot {
  TensorSignature tensor;
  int64_t offset = 0;
};

/// The slab of a model: its states in order of declaration, each at the next
/// multiple of kAlignment.
struct StateLayout {
  std::vector<StateSlot> slots;
  int64_t bytes = 0;

  /// Lays `states` out. Errors: those of countElements().
  static Result<StateLayout> make(const std::vector<TensorSignature> &states);

  /// The slot of that name, or null.
  const StateSlot *find(std::string_view name) const;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_SIGNATURE_H
