//===- Peers.h - the same work by other libraries ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// OpenBLAS and oneDNN as a person would call them for speed: everything that
// may be prepared is prepared, oneDNN chooses its own layouts, and only the
// work itself is timed. All on one thread, f32.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_BENCHMARK_PEERS_H
#define LEAT_BENCHMARK_PEERS_H

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace leat::peers {

/// Work that is ready to be run any number of times, and the result of the last
/// run, in the layout that Leat has.
struct Peer {
  std::function<void()> run;
  std::function<std::vector<float>()> result;
  explicit operator bool() const { return bool(run); }
};

/// c[m, n] = a[m, k] b[k, n], or b[n, k] transposed.
struct Product {
  int64_t m, n, k;
  bool transposed = false;
};
/// y[n, out, h, w] = x[n, in, h, w] * w[out, in, size, size], stride 1, padded
/// to keep h and w.
struct Convolution {
  int64_t n, in, out, h, w, size;
};
/// A matrix of rows, and what happens to it.
enum class RowWork { Relu, Gelu, Softmax, LayerNorm };
struct Rows {
  int64_t rows, columns;
  RowWork work;
};

/// Inputs are borrowed for as long as the peer lives. Empty where the library
/// can not be opened. OpenBLAS is opened at the first call, with the kernels
/// that it chooses itself (OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE unset).
Peer openblas(const Product &work, const float *a, const float *b);
Peer onednn(const Product &work, const float *a, const float *b);
Peer onednn(const Convolution &work, const float *x, const float *w);
/// `scale` and `shift` are those of LayerNorm.
Peer onednn(const Rows &work, const float *x, const float *scale,
            const float *shift);

} // namespace leat::peers

#endif // LEAT_BENCHMARK_PEERS_H
