//===- Table.cpp - every op and how statements of it are made ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions of one element at a time are in PointwiseTable.cpp.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

using namespace leat;
using namespace leat::fuzz;

static constexpr Range kAny = {-kLargestFloat, kLargestFloat};
static constexpr Range kPlus = {0.2, 30}, kSmall = {-3, 3}, kNine = {-9, 9},
                       kUnit = {-1, 1}, kNearOne = {0.5, 1.3};

static constexpr unsigned kIntegers = 1;

static Rule other(const char *op, Make *make, double weight = 1,
                  Range domain = kAny, Range second = kAny,
                  unsigned flags = 0) {
  Rule rule;
  rule.op = op;
  rule.make = make;
  rule.weight = weight;
  rule.domain = domain;
  rule.second = second;
  rule.takesIntegers = flags & kIntegers;
  return rule;
}

static const std::vector<Rule> kRules = {
    other("stop_gradient", makeStop),
    other("eq", makeCompare),
    other("ne", makeCompare),
    other("lt", makeCompare),
    other("le", makeCompare),
    other("gt", makeCompare),
    other("ge", makeCompare),
    other("floor_div", makeDivision, 0.5, kAny, kPlus),
    other("mod", makeDivision, 0.5, kAny, kPlus),
    other("bit_and", makeBits, 0.3),
    other("bit_or", makeBits, 0.3),
    other("bit_xor", makeBits, 0.3),
    other("bit_not", makeBits, 0.3),
    other("shift_left", makeBits, 0.3),
    other("shift_right", makeBits, 0.3),
    other("isnan", makeClassify, 0.2),
    other("isinf", makeClassify, 0.2),
    other("isfinite", makeClassify, 0.2),
    other("logical_not", makeLogical),
    other("logical_and", makeLogical),
    other("logical_or", makeLogical),
    other("where", makeWhere),
    other("convert", makeConvert, 2, kNine),
    other("reshape", makeReshape),
    other("transpose", makeTranspose),
    other("broadcast_to", makeBroadcast),
    other("squeeze", makeSqueeze),
    other("unsqueeze", makeUnsqueeze),
    other("slice", makeSlice),
    other("pad", makePad),
    other("concat", makeConcat),
    other("flip", makeFlip),
    other("index", makeIndex),
    other("scatter_add", makeScatter),
    other("one_hot", makeOneHot),
    other("split", makeSplit, 0.7),
    other("stack", makeStack, 0.5),
    other("tile", makeTile, 0.5),
    other("roll", makeRoll, 0.5),
    other("pad_circular", makeEdgePad, 0.4),
    other("pad_reflect", makeEdgePad, 0.4),
    other("pad_replicate", makeEdgePad, 0.4),
    other("diag", makeDiag, 0.5),
    other("diag_part", makeDiagPart, 0.5),
    other("trace", makeTrace, 0.5),
    other("tril", makeTriangle, 0.4),
    other("triu", makeTriangle, 0.4),
    other("outer", makeOuter, 0.5, {-5, 5}, {-5, 5}),
    other("einsum", makeEinsum, 1, {-2, 2}),
    other("upsample_nearest", makeUpsample, 0.5),
    other("upsample_linear", makeUpsample, 0.5),
    other("barrier", makeBarrier, 0.7),
    other("take_along_axis", makeTakeAlong, 0.7),
    other("add_along_axis", makeAddAlong, 0.7),
    other("argsort", makeArgsort, 0.5),
    other("sort", makeSort, 0.7),
    other("top_k", makeTopK, 0.7),
    other("searchsorted", makeSearchsorted, 0.5),
    other("segment_sum", makeSegmentSum, 0.5),
    other("bincount", makeBincount, 0.5),
    other("histogram", makeHistogram, 0.5),
    other("full", makeLeaf, 0.3),
    other("number", makeLeaf, 0.3),
    other("iota", makeLeaf, 0.3),
    other("linspace", makeLeaf, 0.3),
    other("eye", makeLeaf, 0.3),
    other("sum", makeReduction, 1, kAny, kAny, kIntegers),
    other("prod", makeReduction, 1, kNearOne, kAny, kIntegers),
    other("max", makeReduction, 1, kAny, kAny, kIntegers),
    other("min", makeReduction, 1, kAny, kAny, kIntegers),
    other("mean", makeReduction),
    other("var", makeReduction, 1, kSmall),
    other("logsumexp", makeReduction, 1, kNine),
    other("std", makeDeviation, 0.7, kSmall),
    other("vector_norm", makeVectorNorm, 0.7, kSmall),
    other("any", makeCount, 0.4),
    other("all", makeCount, 0.4),
    other("count_nonzero", makeCount, 0.4),
    other("cov", makeCov, 0.5, {-2, 2}),
    other("argmax", makeArgReduction),
    other("argmin", makeArgReduction),
    other("cumsum", makeScan, 1, kAny, kAny, kIntegers),
    other("cumprod", makeScan, 1, kNearOne),
    other("cummax", makeScan, 0.6, kAny, kAny, kIntegers),
    other("cummin", makeScan, 0.6, kAny, kAny, kIntegers),
    other("logcumsumexp", makeScan, 0.6, kNine),
    other("max_pool", makePool),
    other("max_pool_index", makePool),
    other("max_unpool", makeMaxUnpool),
    other("max_pool_read", makePoolRead),
    other("avg_pool", makePool),
    other("avg_unpool", makeAvgUnpool),
    other("matmul", makeMatmul, 2, kSmall, kSmall),
    other("linear", makeLinear, 2, kSmall, kAnyFloat),
    other("conv", makeConv, 1.5, kSmall, kAnyFloat),
    other("conv_input_grad", makeConvGrad, 1, kSmall, kAnyFloat),
    other("conv_filter_grad", makeConvGrad, 1, kSmall, kAnyFloat),
    other("conv_transpose", makeConvTranspose, 0.7, kSmall, kAnyFloat),
    other("softmax", makeSoftmax, 1, kNine),
    other("log_softmax", makeSoftmax, 1, kNine),
    other("cross_entropy", makeCrossEntropy, 1, kNine),
    other("normalize", makeNormalize, 1, kSmall),
    other("standardize", makeStandardize, 0.7, kSmall),
    other("layer_norm", makeNorm, 0.5, kSmall),
    other("rms_norm", makeNorm, 0.5, kSmall),
    other("group_norm", makeNorm, 0.5, kSmall),
    other("instance_norm", makeNorm, 0.5, kSmall),
    other("l2_normalize", makeL2Normalize, 0.5, kSmall),
    other("attention", makeAttention, 1, {-2, 2}, kAny),
    other("mse_loss", makePairLoss, 0.4, kSmall, kSmall),
    other("l1_loss", makePairLoss, 0.4, kSmall, kSmall),
    other("smooth_l1_loss", makePairLoss, 0.4, kSmall, kSmall),
    other("huber_loss", makePairLoss, 0.4, kSmall, kSmall),
    other("hinge_loss", makePairLoss, 0.4, kSmall, kSmall),
    other("gaussian_nll_loss", makeGaussianNll, 0.4, kSmall, {0.3, 2}),
    other("kl_normal", makeKlNormal, 0.5, kAnyFloat, kUnit),
    other("bce_with_logits", makeBce, 0.5, kNine, kUnit),
    other("nll_loss", makeLabelLoss, 0.5, kNine),
    other("soft_cross_entropy", makeSoftLoss, 0.5, kNine, kUnit),
    other("triplet_margin_loss", makeTriplet, 0.5, kSmall),
    other("cosine_similarity", makeCosine, 0.5, kSmall),
    other("cholesky", makeCholesky, 0.4),
    other("triangular_solve", makeTriangularSolve, 0.4),
    other("solve", makeSolve, 0.4),
    other("inverse", makeSquare, 0.3),
    other("log_abs_det", makeSquare, 0.3),
    other("det_sign", makeSquare, 0.3),
    other("matrix_power", makeSquare, 0.3),
    other("lstsq", makeLeastSquares, 0.4),
    other("pinv", makeLeastSquares, 0.3),
    other("eigh_values", makeEigen, 0.3),
    other("eigh_vectors", makeEigen, 0.3),
    other("betainc", makeBeta, 0.4, {0.6, 5}, {0.05, 0.95}),
    other("betaincinv", makeBeta, 0.4, {0.6, 5}, {0.05, 0.95}),
    other("batch_norm", makeBatchNorm, 2.5, kSmall),
    other("dropout", makeDropout, 2.5),
    other("timestep_embedding", makeEmbedding),
    other("uniform", makeDraw),
    other("normal", makeDraw),
    other("randint", makeDraw),
    other("bernoulli", makeDraw),
    other("rademacher", makeDraw),
    other("permutation", makePermutation, 0.5),
    other("categorical", makeCategorical, 0.7),
    other("advance", makeAdvance),
    other("random_bits", makeRandomBits),
    other("get", makeGet, 2),
    other("set", makeSet, 4),
    other("bundle", makeBundle, 3),
    other("call", makeCall, 12),
    other("grad", makeTransform, 4),
    other("vjp", makeTransform, 4),
    other("jvp", makeTransform, 4),
    other("vmap", makeTransform, 4),
    other("jacobian", makeTransform, 3),
    other("hessian", makeTransform, 3),
    other("for", makeFor, 30),
    other("while", makeWhile, 18),
    other("if", makeIf, 30),
    other("assert", makeAssert),
};

const std::vector<Rule> &fuzz::table() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> all = pointwiseRules();
    all.insert(all.end(), kRules.begin(), kRules.end());
    return all;
  }();
  return rules;
}

/// What no statement is, and why.
static constexpr struct {
  const char *op, *reason;
} kReasons[] = {
    {"model", "holds each program"},
    {"func", "holds each function"},
    {"return", "ends each function"},
    {"yield", "ends regions"},
    {"condition", "ends the condition of a while"},
    {"let", "expressions in which ops stand"},
    {"param", "declared where one is read"},
    {"state", "declared where one is read"},
    {"const", "declared where one is read"},
    {"at", "made with bundles"},
    {"norm", "made with bundles"},
    {"config", "a number in a text: nothing is left of it behind the parser"},
    {"trainer", "needs data and steps: test/run/training"},
    {"alternate", "needs data and steps: test/run/training"},
    {"optimizer", "needs data and steps: test/run/training"},
    {"block", "gone once a model is read: test/tools/blocks.test"},
    {"apply", "gone once a model is read: test/tools/blocks.test"},
    {"repeat", "gone once a model is read: test/tools/blocks.test"},
    {"include", "gone once a model is read: test/tools/blocks.test"},
    {"print", "writes, and gives nothing to compare: test/tools/print.test"},
    {"kernel", "made by passes"},
    {"launch", "made by passes"},
    {"hide", "made by passes"},
    {"check", "made by passes"},
    {"pack", "made by passes"},
    {"unpack", "made by passes"},
};

const char *fuzz::reasonFor(std::string_view op) {
  for (const auto &[name, reason] : kReasons)
    if (op == name)
      return reason;
  return nullptr;
}

void fuzz::fill(Maker &m, int64_t count) {
  static const double all = [] {
    double sum = 0;
    for (const Rule &rule : table())
      sum += rule.weight;
    return sum;
  }();
  for (; count > 0; --count) {
    double at = double(m.dice.below(1 << 20)) / (1 << 20) * all;
    for (const Rule &rule : table()) {
      at -= rule.weight;
      if (at < 0) {
        rule.make(m, rule);
        break;
      }
    }
  }
}
