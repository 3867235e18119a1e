//===- Check.h - answers against a plain loop ------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TEST_CONTRACTION_CHECK_H
#define LEAT_TEST_CONTRACTION_CHECK_H

#include "Compile.h"

/// The chosen schedule and `extra` random valid ones for `test`, each against
/// the plain loop, bit for bit. Returns the number of wrong answers, which are
/// reported on stderr. `ran` counts kernels.
int checkCase(mlir::MLIRContext &context, const Case &test, int extra,
              int &ran);

/// `schedule` alone, as above. Returns 1 for a wrong answer.
int checkSchedule(mlir::MLIRContext &context, const Case &test,
                  const leat::Schedule &schedule, TestEpilogue epilogue);

/// Diagnostics: ill-formed contractions, schedules and operands are refused
/// with the words that say why. Returns the number of failures.
int checkDiagnostics(mlir::MLIRContext &context);

#endif // LEAT_TEST_CONTRACTION_CHECK_H
