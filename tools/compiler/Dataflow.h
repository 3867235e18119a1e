//===- Dataflow.h - a function as a graph of kernels ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `leat show` draws, without how it is drawn.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_COMPILER_DATAFLOW_H
#define LEAT_TOOLS_COMPILER_DATAFLOW_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "runtime/program/Interface.h"

namespace leat::cli {

/// A line of a node: an op of a kernel, or states that it reads or writes.
struct DataflowLine {
  enum class Kind { Op, Read, Write };
  Kind kind = Kind::Op;
  std::string name;    ///< "conv", "fc1.weight"
  std::string details; ///< of an op, its attributes: "padding = 3, stride = 1"
  std::string type;    ///< "f32[32, 1, 7, 7]"
};

/// A node: something that comes in or goes out, or a kernel that runs.
struct DataflowNode {
  enum class Kind {
    Argument,
    Result,
    Contraction, ///< a kernel with a contraction or convolution
    Pointwise,   ///< a kernel of pointwise ops only
    Other        ///< reductions, windows, movements
  };
  Kind kind = Kind::Other;
  std::string name; ///< "image"; of a kernel its ops: "conv_relu"
  std::string type; ///< of an argument or result
  int number = -1;  ///< of a launch, in the order in which they run; else -1
  std::vector<DataflowLine> lines;
  int64_t multiplyAdds = 0, bytesRead = 0, bytesWritten = 0;
  std::string text; ///< the kernel's IR

  bool isKernel() const {
    return kind != Kind::Argument && kind != Kind::Result;
  }
};

/// A tensor that one node makes and another one takes.
struct DataflowEdge {
  size_t from, to;  ///< numbers of nodes
  std::string name; ///< of the tensor, where the model gives it one
  std::string type;
};

/// A function, its kernels in the order in which they run.
struct Dataflow {
  std::string function, signature;
  std::vector<DataflowNode> nodes;
  std::vector<DataflowEdge> edges;
  int64_t kernels = 0, multiplyAdds = 0;
  int64_t bytesMoved = 0; ///< what kernels read and write
  int64_t parameters = 0; ///< elements of the params that it reads
};

/// Reads a function of the kernel stage: launches, and what connects them.
/// `model` says what states are params.
Dataflow readDataflow(mlir::func::FuncOp function, const ModelInterface &model);

} // namespace leat::cli

#endif // LEAT_TOOLS_COMPILER_DATAFLOW_H
