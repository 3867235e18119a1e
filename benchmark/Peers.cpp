//===- Peers.cpp - the same work by other libraries -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "benchmark/Peers.h"

#include <cstdlib>
#include <dlfcn.h>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>

using namespace leat::peers;
using dnnl::memory;
using tag = dnnl::memory::format_tag;
static constexpr auto f32 = dnnl::memory::data_type::f32;

//===----------------------------------------------------------------------===//
// OpenBLAS
//===----------------------------------------------------------------------===//

/// cblas_sgemm; enumerations are passed as the integers of cblas.h.
using Sgemm = void(int order, int transA, int transB, int m, int n, int k,
                   float alpha, const float *a, int lda, const float *b,
                   int ldb, float beta, float *c, int ldc);

// It looks at its environment while it is loaded, so that is seen to before.
static Sgemm *openSgemm() {
  for (const char *name : {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"})
    ::unsetenv(name);
  ::setenv("OPENBLAS_NUM_THREADS", "1", 1);
  void *library = ::dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  return library ? reinterpret_cast<Sgemm *>(::dlsym(library, "cblas_sgemm"))
                 : nullptr;
}

Peer leat::peers::openblas(const Product &work, const float *a,
                           const float *b) {
  static Sgemm *const sgemm = openSgemm();
  if (!sgemm)
    return {};
  constexpr int rowMajor = 101, asIs = 111, transposed = 112;
  auto c = std::make_shared<std::vector<float>>(work.m * work.n);
  auto run = [=] {
    sgemm(rowMajor, asIs, work.transposed ? transposed : asIs, int(work.m),
          int(work.n), int(work.k), 1, a, int(work.k), b,
          int(work.transposed ? work.k : work.n), 0, c->data(), int(work.n));
  };
  return {run, [c] { return *c; }};
}

//===----------------------------------------------------------------------===//
// oneDNN
//===----------------------------------------------------------------------===//

static const dnnl::engine &cpu() {
  static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}
static dnnl::stream &stream() {
  static dnnl::stream stream(cpu());
  return stream;
}

static memory wrap(const memory::desc &desc, const float *data) {
  return memory(desc, cpu(), const_cast<float *>(data));
}

/// `data`, in the layout that a primitive wants.
static memory moved(const memory &data, const memory::desc &wanted) {
  if (data.get_desc() == wanted)
    return data;
  memory result(wanted, cpu());
  memory from = data; // a handle
  dnnl::reorder(from, result).execute(stream(), from, result);
  stream().wait();
  return result;
}

/// A primitive with its arguments; the destination is brought into `plain`.
static Peer ready(dnnl::primitive primitive,
                  std::unordered_map<int, memory> arguments,
                  const memory::desc &plain) {
  memory destination = arguments.at(DNNL_ARG_DST);
  return {[=] {
            primitive.execute(stream(), arguments);
            stream().wait();
          },
          [=] {
            memory back = moved(destination, plain);
            auto *data = static_cast<const float *>(back.get_data_handle());
            return std::vector<float>(data, data + plain.get_size() / 4);
          }};
}

Peer leat::peers::onednn(const Product &work, const float *a, const float *b) {
  memory::desc da({work.m, work.k}, f32, tag::ab),
      dc({work.m, work.n}, f32, tag::ab);
  memory::desc db({work.k, work.n}, f32, work.transposed ? tag::ba : tag::ab);
  dnnl::matmul::primitive_desc facts({da, db, dc}, cpu());
  return ready(dnnl::matmul(facts),
               {{DNNL_ARG_SRC, wrap(da, a)},
                {DNNL_ARG_WEIGHTS, wrap(db, b)},
                {DNNL_ARG_DST, memory(dc, cpu())}},
               dc);
}

Peer leat::peers::onednn(const Convolution &work, const float *x,
                         const float *w) {
  memory::dims in = {work.n, work.in, work.h, work.w},
               kernel = {work.out, work.in, work.size, work.size},
               out = {work.n, work.out, work.h, work.w},
               pad = {work.size / 2, work.size / 2};
  dnnl::convolution_forward::desc desc(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
      {in, f32, tag::any}, {kernel, f32, tag::any}, {out, f32, tag::any},
      {1, 1}, pad, pad);
  dnnl::convolution_forward::primitive_desc facts(desc, cpu());
  memory::desc plain(out, f32, tag::nchw);
  return ready(
      dnnl::convolution_forward(facts),
      {{DNNL_ARG_SRC, moved(wrap({in, f32, tag::nchw}, x), facts.src_desc())},
       {DNNL_ARG_WEIGHTS,
        moved(wrap({kernel, f32, tag::oihw}, w), facts.weights_desc())},
       {DNNL_ARG_DST, memory(facts.dst_desc(), cpu())}},
      plain);
}

static Peer layerNorm(const Rows &work, const memory::desc &plain,
                      const float *x, const float *scale, const float *shift) {
  using flags = dnnl::normalization_flags;
  dnnl::layer_normalization_forward::desc desc(
      dnnl::prop_kind::forward_inference, plain, 1e-5f,
      flags::use_scale | flags::use_shift);
  dnnl::layer_normalization_forward::primitive_desc facts(desc, cpu());
  memory::desc line({work.columns}, f32, tag::a);
  return ready(dnnl::layer_normalization_forward(facts),
               {{DNNL_ARG_SRC, wrap(plain, x)},
                {DNNL_ARG_SCALE, wrap(line, scale)},
                {DNNL_ARG_SHIFT, wrap(line, shift)},
                {DNNL_ARG_DST, memory(plain, cpu())}},
               plain);
}

Peer leat::peers::onednn(const Rows &work, const float *x, const float *scale,
                         const float *shift) {
  memory::desc plain({work.rows, work.columns}, f32, tag::ab);
  if (work.work == RowWork::LayerNorm)
    return layerNorm(work, plain, x, scale, shift);
  std::unordered_map<int, memory> arguments = {
      {DNNL_ARG_SRC, wrap(plain, x)}, {DNNL_ARG_DST, memory(plain, cpu())}};
  constexpr auto inference = dnnl::prop_kind::forward_inference;
  if (work.work == RowWork::Softmax) {
    dnnl::softmax_forward::primitive_desc facts({inference, plain, 1}, cpu());
    return ready(dnnl::softmax_forward(facts), arguments, plain);
  }
  auto algorithm = work.work == RowWork::Relu
                       ? dnnl::algorithm::eltwise_relu
                       : dnnl::algorithm::eltwise_gelu_erf;
  dnnl::eltwise_forward::primitive_desc facts({inference, algorithm, plain, 0},
                                              cpu());
  return ready(dnnl::eltwise_forward(facts), arguments, plain);
}
