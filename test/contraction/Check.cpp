//===- Check.cpp - answers against a plain loop ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every buffer ends where an unreadable page begins and elements that no
// index reaches hold a marker, so that a read or a store out of place shows.
//
//===----------------------------------------------------------------------===//

#include "Check.h"
#include "mlir/IR/Diagnostics.h"
#include "llvm/Support/DJB.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>
#include <cstring>
#include <optional>
#include <random>
#include <sys/mman.h>

using namespace mlir;
using namespace leat;

namespace {
/// `bytes` bytes right before a page that may not be touched.
class GuardedBuffer {
public:
  explicit GuardedBuffer(int64_t bytes) {
    constexpr int64_t kPage = 4096;
    int64_t usable = llvm::alignTo(std::max<int64_t>(bytes, 1), kPage);
    mapped = usable + kPage;
    start = static_cast<char *>(mmap(nullptr, mapped, PROT_READ | PROT_WRITE,
                                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    mprotect(start + usable, kPage, PROT_NONE);
    begin = start + usable - bytes;
  }
  GuardedBuffer(const GuardedBuffer &) = delete;
  ~GuardedBuffer() { munmap(start, mapped); }
  template <typename T> T *as() { return reinterpret_cast<T *>(begin); }

private:
  char *start, *begin;
  int64_t mapped;
};

/// Walks every index of `dims`, outermost first, with its offsets.
template <typename Body>
void walk(ArrayRef<ContractionDim> dims, int64_t lhs, int64_t rhs, int64_t out,
          const Body &body) {
  if (dims.empty())
    return body(lhs, rhs, out);
  const ContractionDim &dim = dims.front();
  for (int64_t i = 0; i < dim.extent; ++i)
    walk(dims.drop_front(), lhs + i * dim.lhs, rhs + i * dim.rhs,
         out + i * dim.out, body);
}

template <typename T> struct Data {
  explicit Data(const Case &test)
      : lhs(test.lhs * sizeof(T)), rhs(test.rhs * sizeof(T)),
        expected(test.out), exact(test.out) {
    std::mt19937 random(7);
    std::uniform_real_distribution<T> uniform(-1, 1);
    for (int64_t i = 0; i < test.lhs; ++i)
      lhs.as<T>()[i] = uniform(random);
    for (int64_t i = 0; i < test.rhs; ++i)
      rhs.as<T>()[i] = uniform(random);
  }

  GuardedBuffer lhs, rhs;
  std::vector<T> expected;   // the order that Contraction.h promises
  std::vector<double> exact; // the same sums in f64
};
} // namespace

static constexpr double kMarker = -12345.0;

template <typename T>
static void computeExpected(const Case &test, TestEpilogue epilogue,
                            Data<T> &data) {
  const Contraction &c = test.c;
  llvm::fill(data.expected, T(kMarker));
  llvm::fill(data.exact, kMarker);
  SmallVector<ContractionDim> outer(c.batch);
  outer.append(c.m);
  outer.append(c.n);
  const T *lhs = data.lhs.template as<T>(), *rhs = data.rhs.template as<T>();
  int64_t number = 0;
  int64_t chains = sumsAlongDepth(c) ? chainsAlongDepth(c.element) : 1;
  walk(outer, c.lhsOffset, c.rhsOffset, c.outOffset,
       [&](int64_t l, int64_t r, int64_t o) {
         std::vector<T> sums(chains, T(0));
         double exact = 0;
         int64_t step = 0;
         walk(c.k, l, r, 0, [&](int64_t lk, int64_t rk, int64_t) {
           T &sum = sums[step++ % chains];
           sum = std::fma(lhs[lk], rhs[rk], sum);
           exact += double(lhs[lk]) * double(rhs[rk]);
         });
         for (int64_t half = chains / 2; half > 0; half /= 2)
           for (int64_t i = 0; i < half; ++i)
             sums[i] += sums[i + half];
         T sum = sums[0];
         if (epilogue == TestEpilogue::Halve) {
           sum *= T(0.5);
           exact *= 0.5;
         } else if (epilogue == TestEpilogue::Index) {
           sum += T(number);
           exact += number;
         } else if (epilogue == TestEpilogue::BiasRelu) {
           double bias = testBias(number % c.n.back().extent);
           sum = std::max(sum + T(bias), T(0));
           exact = std::max(exact + bias, 0.0);
         }
         data.expected[o] = sum;
         data.exact[o] = exact;
         ++number;
       });
}

/// Random numbers for every field, drawn until they fit.
static Schedule randomSchedule(const Contraction &c, std::mt19937 &random,
                               const CpuTarget &target) {
  auto draw = [&](int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random);
  };
  for (;;) {
    Schedule s;
    s.lanes = target.vectorBytes * 8 / c.element.getIntOrFloatBitWidth();
    // Half vectors too: what a narrower processor gets.
    s.lanes /= target.vectorBytes > 32 ? draw(1, 2) : 1;
    s.swapRoles = draw(0, 1);
    s.alongDepth = sumsAlongDepth(c);
    if (s.alongDepth) {
      s.lanes = chainsAlongDepth(c.element);
      s.outputs = s.lanes / draw(1, 4);
    }
    s.flattenLanes = !s.alongDepth && draw(0, 3) == 0;
    RowsAndLanes r = assignRoles(c, s);
    s.tileDim = draw(0, r.rows.size() - 1);
    s.tileStep = draw(1, std::min<int64_t>(r.rows[s.tileDim].extent, 5));
    if (tileRows(r, s) > 12)
      continue;
    s.vectors = draw(1, 2);
    s.blockDim = draw(0, s.tileDim);
    s.blockStep = draw(1, 4) * s.tileStep;
    s.packLanes = !s.alongDepth && draw(0, 1);
    s.panels = draw(1, 3);
    s.depthBlock = draw(1, 2) == 1 ? r.depth : draw(1, r.depth);
    s.fetchRows = draw(0, 1);
    s.fetchSums = draw(0, 1);
    s.partition = static_cast<Partition>(draw(0, 3));
    s.threads = s.partition == Partition::None ? 1 : draw(2, 3);
    if (isValidSchedule(c, s))
      return s;
  }
}

/// A schedule with more threads than panels, whose sums are stored and loaded
/// again: work done twice would show.
static std::optional<Schedule> idleThreads(const Contraction &c,
                                           const CpuTarget &target) {
  Schedule s = chooseSchedule(c, target);
  RowsAndLanes r = assignRoles(c, s);
  int64_t width = s.vectors * s.lanes;
  s.partition = Partition::Lanes;
  s.threads = (r.lanes.extent + width - 1) / width + 2;
  s.depthBlock = 2;
  if (r.lanes.extent % width == 0 || s.threads > 4 || !isValidSchedule(c, s))
    return std::nullopt;
  return s;
}

/// Reports the first element that is not what `data` says.
template <typename T>
static bool isExpected(const Case &test, const Schedule &schedule,
                       const Data<T> &data, const T *out) {
  double bound = std::is_same_v<T, float> ? 1e-4 : 1e-12;
  for (int64_t i = 0; i < test.out; ++i) {
    bool close = std::abs(out[i] - data.exact[i]) <=
                 bound * (1 + std::abs(data.exact[i]));
    if (std::memcmp(&out[i], &data.expected[i], sizeof(T)) == 0 && close)
      continue;
    llvm::errs() << test.name << " [" << schedule << "]: element " << i
                 << " is " << out[i] << ", expected " << data.expected[i]
                 << ", in f64 " << data.exact[i] << "\n";
    return false;
  }
  return true;
}

template <typename T>
static int runOne(MLIRContext &context, const Case &test,
                  const Schedule &schedule, TestEpilogue epilogue,
                  Data<T> &data, bool quick) {
  Compiled code = compile(context, test, schedule, epilogue, quick);
  GuardedBuffer out(test.out * sizeof(T)), scratch(code.scratchBytes);
  // Threads in each other's way meet only now and then.
  int calls = schedule.threads > 1 ? 30 : 1;
  for (int call = 0; call < calls; ++call) {
    std::fill_n(out.as<T>(), test.out, T(kMarker));
    // What the scratch memory held before must not matter.
    std::memset(scratch.as<char>(), 0xff, code.scratchBytes);
    code.kernel(data.lhs.template as<char>(), data.rhs.template as<char>(),
                out.as<char>(), scratch.as<char>());
    if (!isExpected(test, schedule, data, out.as<T>()))
      return 1;
  }
  return 0;
}

template <typename T>
static int checkTyped(MLIRContext &context, const Case &original, int extra,
                      int &ran) {
  Case test = original;
  Data<T> data(test);
  int wrong = 0;
  std::mt19937 random(llvm::djbHash(test.name));
  auto run = [&](const Schedule &schedule, TestEpilogue epilogue, bool quick) {
    test.c.lanesWithinInnermost = needsInnermost(epilogue);
    if (!isValidSchedule(test.c, schedule))
      return;
    computeExpected(test, epilogue, data);
    wrong += runOne(context, test, schedule, epilogue, data, quick);
    ++ran;
  };
  CpuTarget target = hostTarget(1);
  run(chooseSchedule(test.c, target), TestEpilogue::None, /*quick=*/false);
  // What narrower processors get.
  for (int64_t bytes : {16, 32})
    if (bytes < target.vectorBytes) {
      CpuTarget narrow = target;
      narrow.vectorBytes = bytes;
      narrow.vectorRegisters = 16;
      run(chooseSchedule(test.c, narrow), TestEpilogue::None, /*quick=*/true);
    }
  if (std::optional<Schedule> idle = idleThreads(test.c, target))
    run(*idle, TestEpilogue::None, /*quick=*/true);
  for (int i = 0; i < extra; ++i) {
    TestEpilogue epilogue = static_cast<TestEpilogue>(i % 3);
    test.c.lanesWithinInnermost = needsInnermost(epilogue);
    run(randomSchedule(test.c, random, target), epilogue, /*quick=*/true);
  }
  return wrong;
}

int checkCase(MLIRContext &context, const Case &test, int extra, int &ran) {
  return test.c.element.isF32() ? checkTyped<float>(context, test, extra, ran)
                                : checkTyped<double>(context, test, extra, ran);
}

int checkSchedule(MLIRContext &context, const Case &test,
                  const Schedule &schedule, TestEpilogue epilogue) {
  auto check = [&]<typename T>(T) {
    Data<T> data(test);
    computeExpected(test, epilogue, data);
    return runOne(context, test, schedule, epilogue, data, /*quick=*/true);
  };
  return test.c.element.isF32() ? check(0.0f) : check(0.0);
}

static int expectRefusal(MLIRContext &context, const Contraction &c,
                         StringRef words) {
  std::string text;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    text = diagnostic.str();
    return success();
  });
  bool refused = failed(verifyContraction(
      c, [&] { return emitError(UnknownLoc::get(&context)); }));
  if (refused && StringRef(text).contains(words))
    return 0;
  llvm::errs() << "expected a refusal with '" << words << "', found '" << text
               << "'\n";
  return 1;
}

int checkDiagnostics(MLIRContext &context) {
  Contraction good =
      matmul(Float32Type::get(&context), 1, 4, 5, 6, false, false).c;
  int wrong = 0;
  Contraction c = good;
  c.k[0].extent = 0;
  wrong += expectRefusal(context, c, "k[0] has extent 0, expected at least 1");
  c = good;
  c.m[0].rhs = 1;
  wrong += expectRefusal(context, c, "m[0] moves rhs, expected stride 0");
  c = good;
  c.k[0].out = 1;
  wrong += expectRefusal(context, c, "k[0] moves out, expected stride 0");
  c = good;
  c.element = BFloat16Type::get(&context);
  wrong += expectRefusal(context, c, "of bf16, expected f32 or f64");
  return wrong;
}
