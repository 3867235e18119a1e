//===- Table.h - every op and how statements of it are made -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A new op is a line in Table.cpp, with the maker of its family. An op that no
// program has needs a line with a reason.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_TABLE_H
#define LEAT_TEST_FUZZ_PROGRAMS_TABLE_H

#include "test/fuzz/programs/Maker.h"

#include <string_view>

namespace leat::fuzz {

struct Rule;
using Make = void(Maker &, const Rule &);
using UnaryFunction = double(double);
using BinaryFunction = double(double, double);

/// An op.
struct Rule {
  const char *op = nullptr;         ///< without the dialect
  Make *make = nullptr;             ///< adds a statement, and what it needs
  Range domain;                     ///< of its first operand
  Range second;                     ///< of the second one
  UnaryFunction *unary = nullptr;   ///< the range of the result follows
  BinaryFunction *binary = nullptr; ///< the same
  const char *attributes = "";      ///< always written
  bool hasKink = false;             ///< operands are moved away from zero
  bool takesIntegers = false;
  double weight = 1; ///< how often it is chosen
};

/// Ops of one element at a time that have functions of their own.
std::vector<Rule> pointwiseRules();

/// Ops with makers.
const std::vector<Rule> &table();

/// Adds about `count` statements of random ops.
void fill(Maker &m, int64_t count);

/// Why a registered op has no maker; null for one that should have.
const char *reasonFor(std::string_view op);

// Pointwise
Make makeUnary, makeBinary, makeBeta, makeCompare, makeLogical, makeWhere,
    makeConvert, makeStop, makeDivision, makeBits, makeClassify;
// Elements that move
Make makeReshape, makeTranspose, makeBroadcast, makeSqueeze, makeUnsqueeze,
    makeSlice, makePad, makeConcat, makeFlip, makeIndex, makeScatter,
    makeOneHot, makeLeaf;
Make makeSplit, makeStack, makeTile, makeRoll, makeEdgePad, makeDiag,
    makeDiagPart, makeTrace, makeTriangle, makeOuter, makeEinsum, makeUpsample,
    makeBarrier;
// Elements by their order and their positions
Make makeTakeAlong, makeAddAlong, makeArgsort, makeSort, makeTopK,
    makeSearchsorted, makeSegmentSum, makeBincount, makeHistogram;
// Sums
Make makeDeviation, makeVectorNorm, makeCount, makeCov;
Make makeReduction, makeArgReduction, makeScan, makePool, makeMaxUnpool,
    makePoolRead, makeAvgUnpool;
// Networks
Make makeMatmul, makeLinear, makeConv, makeConvGrad, makeSoftmax,
    makeCrossEntropy, makeNormalize, makeBatchNorm, makeDropout, makeEmbedding,
    makeConvTranspose;
Make makeStandardize, makeNorm, makeL2Normalize, makeAttention;
Make makePairLoss, makeGaussianNll, makeKlNormal, makeBce, makeLabelLoss,
    makeSoftLoss, makeTriplet, makeCosine;
// Matrices
Make makeCholesky, makeTriangularSolve, makeSolve, makeSquare, makeLeastSquares,
    makeEigen;
// Draws
Make makeDraw, makeAdvance, makeRandomBits, makePermutation, makeCategorical;
// States and functions
Make makeGet, makeSet, makeAssert, makeBundle, makeCall, makeTransform;

/// Mostly reads a state that was written, so that it matters what was.
void readWritten(Maker &m, const std::string &name, const TensorType &type);
// Control
Make makeFor, makeWhile, makeIf;

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_TABLE_H
