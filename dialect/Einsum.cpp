//===- Einsum.cpp - sums of products by letters ---------------------------===//
//
//   einsum %q, %k, equation = "bqd,bkd->bqk"
//     ==>
//   matmul %q, %k, transpose_rhs = true
//
// A term is a tensor and a letter for each of its axes. Two terms become one:
// letters that nothing needs later are summed, first those of one term alone,
// then those of both, as the contracted axis of a matmul. Where one of the
// terms has no axis of its own, a product and a sum read each element once and
// a matmul would gain nothing.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "dialect/Formula.h"
#include "dialect/Inference.h"
#include "dialect/Places.h"
#include "dialect/Required.h"
#include "llvm/ADT/StringExtras.h"
#include <map>

using namespace mlir;

namespace leat {

//===----------------------------------------------------------------------===//
// The equation
//===----------------------------------------------------------------------===//

namespace {
/// The letters of the operands and of the result.
struct Equation {
  SmallVector<std::string> inputs;
  std::string output;
};
} // namespace

static bool has(StringRef letters, char letter) {
  return letters.contains(letter);
}

static FailureOr<Equation> readEquation(OptionalLoc loc, StringRef text) {
  loc = placeOf(loc, "equation");
  std::string letters;
  llvm::copy_if(text, std::back_inserter(letters),
                [](char c) { return c != ' '; });
  bool named = StringRef(letters).contains("->");
  auto [left, right] = StringRef(letters).split("->");
  auto isWrong = [](char c) { return !llvm::isAlpha(c); };
  SmallVector<StringRef> parts;
  left.split(parts, ',');
  for (StringRef part :
       llvm::concat<const StringRef>(parts, ArrayRef(&right, 1)))
    if (auto wrong = llvm::find_if(part, isWrong); wrong != part.end()) // C2
      return emitOptionalError(loc, "einsum: equation holds '",
                               StringRef(wrong, 1),
                               "', expected letters, ',' and one '->'");
  Equation equation;
  for (StringRef part : parts)
    equation.inputs.push_back(part.str());
  equation.output = right.str();
  if (!named) {
    std::map<char, int> counts;
    for (char letter : left)
      counts[letter] += letter != ',';
    for (auto [letter, count] : counts)
      if (count == 1)
        equation.output += letter;
  }
  return equation;
}

// The result's letters are known ones.
static LogicalResult checkOutput(OptionalLoc loc, const Equation &equation) {
  loc = placeOf(loc, "equation");
  for (char letter : equation.output) {
    StringRef text(&letter, 1);
    if (llvm::none_of(equation.inputs, [&](const std::string &input) {
          return has(input, letter);
        })) // C4
      return emitOptionalError(loc, "einsum: the letter '", text,
                               "' of the result stands at no operand");
    if (llvm::count(equation.output, letter) > 1) // C4
      return emitOptionalError(loc, "einsum: the letter '", text,
                               "' stands twice in the result");
  }
  return success();
}

LogicalResult EinsumOp::inferReturnTypes(MLIRContext *,
                                         std::optional<Location> loc,
                                         Adaptor op,
                                         SmallVectorImpl<Type> &types) {
  if (failed(required("einsum", loc, "equation", op.getProperties().equation)))
    return failure();
  if (op.getInputs().empty()) // C1
    return emitOptionalError(loc, "einsum: expected at least one operand");
  if (failed(sameElementType("einsum", loc, op.getInputs()))) // C1
    return failure();
  FailureOr<Equation> equation = readEquation(loc, op.getEquation());
  if (failed(equation))
    return failure();
  if (equation->inputs.size() != op.getInputs().size()) // C2
    return emitOptionalError(placeOf(loc, "equation"),
                             "einsum: equation is of ", equation->inputs.size(),
                             " operands, got ", op.getInputs().size());
  std::map<char, Extent> extents;
  for (auto [i, input] : llvm::enumerate(op.getInputs())) {
    Extents own = extentsOf(input.getType());
    const std::string &letters = equation->inputs[i];
    if (own.size() != letters.size()) // C3
      return emitOptionalError(placeOf(loc, Twine(i)), "einsum: '", letters,
                               "' has not one letter for each axis of ",
                               shortType(input.getType()));
    for (auto [letter, extent] : llvm::zip(letters, own)) {
      auto [known, isNew] = extents.try_emplace(letter, extent);
      if (clash(known->second, extent)) // C5
        return emitOptionalError(placeOf(loc, Twine(i)), "einsum: the letter '",
                                 StringRef(&letter, 1), "' has the extents ",
                                 known->second.size, " and ", extent.size);
      known->second = meet(known->second, extent);
    }
  }
  if (failed(checkOutput(loc, *equation)))
    return failure();
  Extents result;
  for (char letter : equation->output)
    result.push_back(extents[letter]);
  types.push_back(tensorOf(elementOf(op.getInputs().front()), result));
  return success();
}

//===----------------------------------------------------------------------===//
// Terms
//===----------------------------------------------------------------------===//

namespace {
/// A tensor and the letters of its axes.
struct Term {
  Expr x;
  std::string letters;

  int64_t size(char letter) const {
    return sizesOf(x.value)[letters.find(letter)];
  }
  int64_t size(StringRef some) const {
    int64_t product = 1;
    for (char letter : some)
      product *= size(letter);
    return product;
  }
};
} // namespace

// The axes in the order of `letters`, which are all of the term's.
static Term inOrder(const Formula &f, const Term &term, StringRef letters) {
  SmallVector<int64_t> axes;
  for (char letter : letters)
    axes.push_back(term.letters.find(letter));
  return {f.transpose(term.x, axes), letters.str()};
}

// A letter that stands twice stands once, for the diagonal.
static Term takeDiagonals(const Formula &f, Term term) {
  for (size_t i = 0; i < term.letters.size(); ++i) {
    char letter = term.letters[i];
    size_t second = term.letters.find(letter, i + 1);
    if (second == std::string::npos)
      continue;
    SmallVector<int64_t> axes;
    std::string rest;
    for (size_t axis = 0; axis < term.letters.size(); ++axis)
      if (axis != i && axis != second) {
        axes.push_back(axis);
        rest += term.letters[axis];
      }
    axes.append({int64_t(i), int64_t(second)});
    Expr matrices = f.transpose(term.x, axes);
    term = {f.make<DiagPartOp>(matrices.value, /*offset=*/0), rest + letter};
    i = -1; // a third one may stand anywhere
  }
  return term;
}

// The sum over the letters that `needed` does not have.
static Term sumUnneeded(const Formula &f, const Term &term, StringRef needed) {
  SmallVector<int64_t> axes;
  std::string rest;
  for (auto [axis, letter] : llvm::enumerate(term.letters)) {
    if (has(needed, letter))
      rest += letter;
    else
      axes.push_back(axis);
  }
  return axes.empty() ? term : Term{f.sum(term.x, axes), rest};
}

namespace {
/// The letters of two terms: of both and kept, of one, of both and summed.
struct Roles {
  std::string batch, left, right, summed;

  Roles(const Term &a, const Term &b, StringRef needed) {
    for (char letter : a.letters) {
      if (!has(b.letters, letter))
        left += letter;
      else if (has(needed, letter))
        batch += letter;
      else
        summed += letter;
    }
    for (char letter : b.letters)
      if (!has(a.letters, letter))
        right += letter;
  }
};
} // namespace

static SmallVector<int64_t> sizesFor(const Term &term, StringRef letters) {
  return llvm::map_to_vector(letters,
                             [&](char letter) { return term.size(letter); });
}

// As matrices: transposes are left to matmul where the axes lie in that order.
static Term multiplyMatrices(const Formula &f, const Term &a, const Term &b,
                             const Roles &roles) {
  bool flipLeft = a.letters == roles.batch + roles.summed + roles.left;
  bool flipRight = b.letters == roles.batch + roles.right + roles.summed;
  Term lhs =
      flipLeft ? a : inOrder(f, a, roles.batch + roles.left + roles.summed);
  Term rhs =
      flipRight ? b : inOrder(f, b, roles.batch + roles.summed + roles.right);
  int64_t m = a.size(roles.left), k = a.size(roles.summed);
  int64_t n = b.size(roles.right);
  SmallVector<int64_t> batch;
  if (!roles.batch.empty())
    batch.push_back(a.size(roles.batch));
  auto matrices = [&](Expr x, int64_t rows, int64_t columns) {
    SmallVector<int64_t> sizes(batch);
    sizes.append({rows, columns});
    return f.reshape(x, sizes);
  };
  Expr product =
      f.matmul(flipLeft ? matrices(lhs.x, k, m) : matrices(lhs.x, m, k),
               flipRight ? matrices(rhs.x, n, k) : matrices(rhs.x, k, n),
               flipLeft, flipRight);
  SmallVector<int64_t> sizes = sizesFor(a, roles.batch + roles.left);
  llvm::append_range(sizes, sizesFor(b, roles.right));
  return {f.reshape(product, sizes), roles.batch + roles.left + roles.right};
}

// Element by element, broadcast over the axes that one term does not have.
static Term multiplyElements(const Formula &f, const Term &a, const Term &b,
                             const Roles &roles) {
  std::string letters = roles.batch + roles.left + roles.right + roles.summed;
  auto spread = [&](const Term &term) {
    std::string own;
    SmallVector<int64_t> sizes;
    for (char letter : letters) {
      bool stands = has(term.letters, letter);
      sizes.push_back(stands ? term.size(letter) : 1);
      if (stands)
        own += letter;
    }
    return f.reshape(inOrder(f, term, own).x, sizes);
  };
  Term product{spread(a) * spread(b), letters};
  return sumUnneeded(f, product, roles.batch + roles.left + roles.right);
}

static Term multiply(const Formula &f, Term a, Term b, StringRef needed) {
  a = sumUnneeded(f, a, needed.str() + b.letters);
  b = sumUnneeded(f, b, needed.str() + a.letters);
  Roles roles(a, b, needed);
  bool matrices =
      !roles.left.empty() && !roles.right.empty() && !roles.summed.empty();
  return matrices ? multiplyMatrices(f, a, b, roles)
                  : multiplyElements(f, a, b, roles);
}

SmallVector<Value> EinsumOp::decompose(OpBuilder &builder) {
  Formula f{builder, getLoc()};
  Equation equation = *readEquation({}, getEquation());
  auto term = [&](size_t i) {
    return takeDiagonals(f, {f(getInputs()[i]), equation.inputs[i]});
  };
  Term result = term(0);
  for (size_t i = 1; i < equation.inputs.size(); ++i) {
    std::string needed = equation.output;
    for (size_t later = i + 1; later < equation.inputs.size(); ++later)
      needed += equation.inputs[later];
    result = multiply(f, result, term(i), needed);
  }
  result = sumUnneeded(f, result, equation.output);
  return {inOrder(f, result, equation.output).x.value};
}

} // namespace leat
