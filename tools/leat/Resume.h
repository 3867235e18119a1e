//===- Resume.h - where a training run starts -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fresh, from given weights, or where another run ended: then it has to be
// the same run, or the batches would be others.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_RESUME_H
#define LEAT_TOOLS_LEAT_RESUME_H

#include "tools/leat/Averages.h"
#include "tools/leat/Common.h"

namespace leat::cli {

/// The fact, beside those of describeTraining(), that a checkpoint has of the
/// epoch it lies in: Averages::text().
inline constexpr const char *kAveragesFact = "epoch_averages";

/// Where a run starts.
struct Start {
  std::string file;    ///< the checkpoint it goes on from; empty: a fresh run
  int64_t step = 0;    ///< steps made
  int64_t planned = 0; ///< steps in all that the saving run had in mind
  Averages averages;   ///< of the epoch that the checkpoint lies in
};

/// The facts that the log and the saved state of a run carry: describeRun()
/// and model_hash (of a regular file), trainer, data, data_hash, batch. Errors:
/// the model file cannot be read.
rt::Result<rt::Metadata> describeTraining(const Arguments &arguments,
                                          const ProgramOptions &options,
                                          const FunctionInfo &trainer,
                                          const std::string &dataHash,
                                          int64_t batch);

/// Loads what the run of `facts` starts from. --resume: the file of --save, if
/// there is one, else that of --state, else nothing, and stderr tells; without
/// it the weights of --state, if given. Errors of --resume: a file that another
/// trainer, batch size, seed or data saved, or not `leat train`, or without the
/// trainer's slots. What else differs is a warning.
rt::Result<Start> loadStart(Program &program, const Trainer &trainer,
                            const Arguments &arguments,
                            const rt::Metadata &facts);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_RESUME_H
