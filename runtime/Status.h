//===- Status.h - success, or an error fit for a person ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The library is built without exceptions: what can fail returns a Status, or
// a Result<T> where it also returns a value. A message starts in lower case,
// has no full stop, names the place and says what was found and expected:
//
//   Result<Tensor> tensor = readNpy(path);
//   if (!tensor.ok())
//     return tensor.status();
//
// or, in a function that itself returns a Status or a Result:
//
//   LEAT_ASSIGN(Tensor tensor, readNpy(path));
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_STATUS_H
#define LEAT_RUNTIME_STATUS_H

#include "runtime/Diagnostic.h"

#include <cassert>
#include <sstream>
#include <string>
#include <utility>
#include <variant>

namespace leat::rt {

/// Whose fault an error is; decides the exit code of the command line.
enum class ErrorKind : unsigned char {
  User,        ///< the user's input (file, model, data): exit code 1
  Usage,       ///< the command line itself: exit code 2
  Unavailable, ///< a target or device this machine does not have: exit code 3
  Internal,    ///< a fault of the program, not of its user: exit code 1
};

/// Success, or an error with a message and a kind. Cheap to move.
class [[nodiscard]] Status {
public:
  /// Success.
  Status() = default;

  /// An error; `message` must not be empty.
  static Status error(ErrorKind kind, std::string message) {
    assert(!message.empty() && "an error needs a message");
    Status status;
    status.kindOfError = kind;
    status.text = std::move(message);
    return status;
  }

  bool ok() const { return text.empty(); }

  /// The message of an error; empty on success.
  const std::string &message() const { return text; }

  /// The kind of an error; meaningless on success.
  ErrorKind kind() const { return kindOfError; }

  /// What the process returns: 0, or 1 to 3 by the kind.
  int exitCode() const {
    if (ok())
      return 0;
    switch (kindOfError) {
    case ErrorKind::Usage:
      return 2;
    case ErrorKind::Unavailable:
      return 3;
    case ErrorKind::User:
    case ErrorKind::Internal:
      break;
    }
    return 1;
  }

  /// The same error with `place` and ": " before its message; success as it is.
  Status at(const std::string &place) && {
    if (!ok())
      text = place + ": " + text;
    return std::move(*this);
  }

  /// The same at a place in a source file. An error that has its place already
  /// was called from this one.
  Status at(const SourcePlace &place) &&;

  /// The same with ", " and `what` behind its message, "at step 7".
  Status during(const std::string &what) &&;

  /// What the message consists of, where it has places; otherwise empty, and
  /// the message is all.
  const std::vector<Diagnostic> &diagnostics() const { return parts; }
  Status with(std::vector<Diagnostic> diagnostics) && {
    parts = std::move(diagnostics);
    return std::move(*this);
  }

private:
  ErrorKind kindOfError = ErrorKind::Internal;
  std::string text;
  std::vector<Diagnostic> parts;
};

inline Status Status::at(const SourcePlace &place) && {
  if (ok() || place.file.empty())
    return std::move(*this);
  std::string where = place.file + ":" + std::to_string(place.line) + ":" +
                      std::to_string(place.column);
  if (parts.empty()) {
    parts.push_back({"error", place, text, {}});
    text = where + ": error: " + text;
  } else {
    parts.front().notes.push_back({"note", place, "called from", {}});
    text += "\n" + where + ": note: called from";
  }
  return std::move(*this);
}

inline Status Status::during(const std::string &what) && {
  if (ok())
    return std::move(*this);
  text += ", " + what;
  if (!parts.empty())
    parts.front().message += ", " + what;
  return std::move(*this);
}

/// A value, or the error that kept it from being made.
template <typename T> class [[nodiscard]] Result {
public:
  Result(T value) : content(std::in_place_index<0>, std::move(value)) {}
  Result(Status error) : content(std::in_place_index<1>, std::move(error)) {
    assert(!std::get<1>(content).ok() && "success without a value");
  }

  bool ok() const { return content.index() == 0; }

  /// The error, or success when there is a value.
  Status status() const & { return ok() ? Status() : std::get<1>(content); }
  Status status() && {
    return ok() ? Status() : std::move(std::get<1>(content));
  }

  /// The value; only when ok().
  T &operator*() & { return *value(); }
  const T &operator*() const & { return *value(); }
  T &&operator*() && { return std::move(*value()); }
  T *operator->() { return value(); }
  const T *operator->() const { return value(); }

private:
  T *value() {
    assert(ok() && "the value of an error");
    return std::get_if<0>(&content);
  }
  const T *value() const {
    assert(ok() && "the value of an error");
    return std::get_if<0>(&content);
  }

  std::variant<T, Status> content;
};

/// An error whose message is its parts, one after the other, as `<<` writes
/// them: `userError("'", path, "' has ", n, " bytes")`.
template <typename... Parts>
Status makeError(ErrorKind kind, const Parts &...parts) {
  std::ostringstream message;
  (message << ... << parts);
  return Status::error(kind, message.str());
}
template <typename... Parts> Status userError(const Parts &...parts) {
  return makeError(ErrorKind::User, parts...);
}
template <typename... Parts> Status usageError(const Parts &...parts) {
  return makeError(ErrorKind::Usage, parts...);
}
template <typename... Parts> Status unavailableError(const Parts &...parts) {
  return makeError(ErrorKind::Unavailable, parts...);
}
template <typename... Parts> Status internalError(const Parts &...parts) {
  return makeError(ErrorKind::Internal, parts...);
}

} // namespace leat::rt

/// Returns the error of a Status expression to the caller, if it is one.
#define LEAT_TRY(expression)                                                   \
  do {                                                                         \
    if (::leat::rt::Status leatStatus = (expression); !leatStatus.ok())        \
      return leatStatus;                                                       \
  } while (false)

#define LEAT_CONCAT_EXPANDED(a, b) a##b
#define LEAT_CONCAT(a, b) LEAT_CONCAT_EXPANDED(a, b)
#define LEAT_ASSIGN_TO(result, target, expression)                             \
  auto result = (expression);                                                  \
  if (!result.ok())                                                            \
    return std::move(result).status();                                         \
  target = *std::move(result)

/// `target = value of the Result expression`, or returns its error. The
/// expression comes last, so it may hold commas; `target` may declare.
#define LEAT_ASSIGN(target, ...)                                               \
  LEAT_ASSIGN_TO(LEAT_CONCAT(leatResult, __COUNTER__), target, (__VA_ARGS__))

#endif // LEAT_RUNTIME_STATUS_H
