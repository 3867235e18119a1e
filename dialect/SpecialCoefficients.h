//===- SpecialCoefficients.h - polynomials of special functions -*- C++ -*-===//
//
// Written by scripts/fit_special.py. Lowest power first, rounded to f64.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_SPECIALCOEFFICIENTS_H
#define LEAT_DIALECT_SPECIALCOEFFICIENTS_H

namespace leat::coefficients {

/// (log Gamma(2 + z)) / z for |z| <= 1/2, its power series:
/// 1 - Euler's constant, then (-1)^k (zeta(k) - 1) / k (Abramowitz and
/// Stegun 6.1.33).
inline constexpr double kLogGammaTwo[] = {
    0x1.b0ee6072093cep-2,   0x1.4a34cc4a60fa6p-2,   -0x1.13e001a557607p-4,
    0x1.51322ac7d8483p-6,   -0x1.e404fc218f5f2p-8,  0x1.7add6eadb6c30p-9,
    -0x1.38ac5c2bf8e08p-10, 0x1.0b36af86396e9p-11,  -0x1.d3fd4c76d2fc8p-13,
    0x1.a127b0f17d65ap-14,  -0x1.78de5bd7c81efp-15, 0x1.580dcee66eb02p-16,
    -0x1.3cbc963ce2243p-17, 0x1.2597a39f34aacp-18,  -0x1.11b2eb7679541p-19,
    0x1.0064cdeb22f0fp-20,  -0x1.e2600d93cfd2fp-22, 0x1.c76bbb3f07a4dp-23,
    -0x1.af5a6cbbf8a97p-24, 0x1.99b93c2070b0fp-25,  -0x1.862c734df3eacp-26,
    0x1.7469daccfadcdp-27,  -0x1.6434a8447aeadp-28, 0x1.555a877ffd2c3p-29,
    -0x1.47b1679258d0ep-30, 0x1.3b15d2b2fc10cp-31,  -0x1.2f69a9fabe3e0p-32};

/// log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2 in odd powers of 1 / x
/// (A&S 6.1.40): B_2k / (2k (2k - 1)).
inline constexpr double kStirling[] = {
    0x1.5555555555555p-4,   -0x1.6c16c16c16c17p-9, 0x1.a01a01a01a01ap-11,
    -0x1.3813813813814p-11, 0x1.b951e2b18ff23p-11, -0x1.f6ab0d9993c7dp-10,
    0x1.a41a41a41a41ap-8,   -0x1.e4286cb0f5398p-6, 0x1.6fe96381e0680p-3};

/// The Bernoulli numbers B_2, B_4, ...
inline constexpr double kBernoulli[] = {
    0x1.5555555555555p-3,  -0x1.1111111111111p-5, 0x1.8618618618618p-6,
    -0x1.1111111111111p-5, 0x1.364d9364d9365p-4,  -0x1.0330330330330p-2,
    0x1.2aaaaaaaaaaabp+0,  -0x1.c5e5e5e5e5e5ep+2, 0x1.b7c4f8f13e3c5p+5,
    -0x1.088fe72cfe72dp+9, 0x1.8301f89467e25p+12};

/// (I_0(x) - 1) / z in powers of z = x^2 / 4: 1 / (k!)^2 (A&S 9.6.12).
inline constexpr double kBesselI0[] = {
    0x1.0000000000000p+0,   0x1.0000000000000p-2,   0x1.c71c71c71c71cp-6,
    0x1.c71c71c71c71cp-10,  0x1.23456789abcdfp-14,  0x1.02e85c0898b71p-19,
    0x1.522a43f65486ap-25,  0x1.522a43f65486ap-31,  0x1.0b313289be0b9p-37,
    0x1.5601885e63e5dp-44,  0x1.69ca9cf3b7f54p-51,  0x1.4197a7f5154bcp-58,
    0x1.e725594ee52e9p-66,  0x1.3e22d70ef3b5fp-73,  0x1.69f7da8510bcdp-81,
    0x1.69f7da8510bcdp-89,  0x1.40a2dc2460523p-97,  0x1.faaf2fa1c79e5p-106,
    0x1.674f8e46c208cp-114, 0x1.cbeaf38dc529fp-123, 0x1.0afb53e9cec0bp-131};

/// I_1(x) / (x / 2) in powers of z = x^2 / 4: 1 / (k! (k + 1)!) (A&S 9.6.10).
inline constexpr double kBesselI1[] = {
    0x1.0000000000000p+0,   0x1.0000000000000p-1,   0x1.5555555555555p-4,
    0x1.c71c71c71c71cp-8,   0x1.6c16c16c16c17p-12,  0x1.845c8a0ce5129p-17,
    0x1.27e4fb7789f5cp-22,  0x1.522a43f65486ap-28,  0x1.2c9758daf5cd0p-34,
    0x1.ab81ea75fcdf4p-41,  0x1.f17697cf1cf13p-48,  0x1.e2637bef9ff1ap-55,
    0x1.8bce58901a35ep-62,  0x1.165e7c2d153f3p-69,  0x1.53585cdcbfb10p-77,
    0x1.69f7da8510bcdp-85,  0x1.54ad09e6a6575p-93,  0x1.1d028acb00491p-101,
    0x1.aaae78f4066a6p-110, 0x1.1f72d8389b3a3p-118, 0x1.5e69de22df5cep-127,
    0x1.84564b82a1184p-136};

/// sqrt(x) e^-x I_0(x) for x >= 8, in powers of s = 16 / x - 1.
/// Relative error 4.0e-17.
inline constexpr double kBesselI0Far[] = {
    0x1.9bd428ad249a5p-2,   0x1.b87969bb93a48p-9,   0x1.1daa72b5e2366p-13,
    0x1.75e5ee7822f78p-17,  0x1.8e513accc76a3p-20,  0x1.3f49933733f90p-22,
    0x1.7d0e5f25bc841p-24,  0x1.51d5f84cd03f6p-25,  0x1.7257db9ed6674p-26,
    0x1.02cf9254e7670p-27,  -0x1.d3b411548af05p-28, -0x1.c9aa2ffce2ca1p-27,
    -0x1.62c3f99ada19fp-28, 0x1.f7410b7f70fd0p-28,  0x1.d29741886cb2dp-28,
    -0x1.ac9afa081a33ep-29, -0x1.4d2b550bd6e76p-28, 0x1.2c4a86bc0bfefp-30,
    0x1.499ae7b4d59c2p-29,  -0x1.2e287745e1a2ep-32, -0x1.9ae1031554e04p-31,
    0x1.36172c123f453p-35,  0x1.de985e80c26e1p-34};

/// sqrt(x) e^-x I_1(x) for x >= 8, in powers of s = 16 / x - 1.
/// Relative error 4.2e-17.
inline constexpr double kBesselI1Far[] = {
    0x1.8ebe783a84030p-2,   -0x1.3f796198ee5e3p-7,  -0x1.cbc54df1e8a30p-13,
    -0x1.f89c230c1c6c7p-17, -0x1.ec8e10cda9622p-20, -0x1.76136c8d9dbb3p-22,
    -0x1.ad8c9576be72ap-24, -0x1.7280f7124367dp-25, -0x1.91b62a0449ae7p-26,
    -0x1.20dfa102cdc55p-27, 0x1.d2f43270388f8p-28,  0x1.df68969b0012bp-27,
    0x1.89426861550d7p-28,  -0x1.fec28b5e30e16p-28, -0x1.f053fd33757dcp-28,
    0x1.a62d3a5241febp-29,  0x1.5e0ee1eae723fp-28,  -0x1.1ff732137576bp-30,
    -0x1.5873a50ddf275p-29, 0x1.1be99bbf474cep-32,  0x1.ac4bf6a87bc29p-31,
    -0x1.1f6f8a3689d3bp-35, -0x1.f23ff1f27dca9p-34};

/// (1 + 2 t) e^(t^2) erfc(t) for t >= 0, in powers of s = (t - 4) / (t + 4)
/// (the variable of Shepherd and Laframboise 1981).
/// Relative error 1.0e-17.
inline constexpr double kErfcx[] = {
    0x1.3ba5916e9fd7fp+0,   -0x1.1df1ad154a286p-3,  0x1.f7f5df66fd797p-7,
    0x1.16ecefcfa4d10p-4,   -0x1.9ddb23c3e8f13p-4,  0x1.7fee004e1eefep-4,
    -0x1.0fb06dfe4c6c0p-4,  0x1.3079edf5181dfp-5,   -0x1.09623884747dbp-6,
    0x1.49c672e199469p-8,   -0x1.8d4a9a6465372p-11, -0x1.a1df5e81f57b4p-13,
    0x1.3be0432bfa860p-13,  -0x1.99537515467bep-16, -0x1.7884d2487d5efp-17,
    0x1.7ef644c7815aap-18,  0x1.393f4d359a7fdp-22,  -0x1.b8ce493292da5p-21,
    0x1.4dcd6b6d85452p-24,  0x1.c8a212189b424p-24,  -0x1.64110b1736fb3p-26,
    -0x1.a7f4a11380e73p-27, 0x1.bc41def3d5cc5p-29,  0x1.ff247156a53a2p-31,
    -0x1.2feb115e10ff8p-32};

/// (1 + t / 2) e^(t^2) erfc(t) for t >= 0, in powers of s = 2 / (1 + t / 2) -
/// 1, for f32. Relative error 2.8e-8.
inline constexpr double kErfcxSingle[] = {
    0x1.058671b52c776p-1,   0x1.5fd38477cbb5cp-2,  0x1.1e2de12a2cb74p-3,
    0x1.2a8b8e21798e9p-6,   -0x1.605d4f4855b93p-7, -0x1.a9299ee2e405fp-9,
    0x1.9216bb91eaaafp-10,  0x1.c3fa6cbd51f52p-12, -0x1.3f85682b730d6p-12,
    -0x1.3466dd8d98da2p-15, 0x1.7384a57419907p-15};

/// erfinv(x) / x for w = -log(1 - x^2) <= 6.25, in powers of s = w / 3.125 - 1
/// (the variable w of Giles 2010).
/// Relative error 7.8e-18.
inline constexpr double kErfinvNear[] = {
    0x1.a755e7c99ae86p+0,   0x1.8040caa12786bp-1,  -0x1.e2b19456a07dep-5,
    -0x1.7259eca3a141fp-6,  0x1.23c5aee6b6ed2p-6,  -0x1.0f249df1bb639p-8,
    -0x1.4d5dd2d0660b0p-10, 0x1.4316b4d75322bp-10, -0x1.153ca28c1a44cp-12,
    -0x1.ea446faa53915p-14, 0x1.879c793a90afcp-14, -0x1.f83f0cb11fcd4p-17,
    -0x1.79bba2ad89922p-17, 0x1.de7d7378497fbp-18, -0x1.6f1195e98efe1p-21,
    -0x1.1c5c0331bf7ecp-20, 0x1.219afa7cafd04p-21, -0x1.5df5816a743d4p-27,
    -0x1.a7d0a7435fc08p-24, 0x1.50562a1255795p-25, 0x1.495443ba8969ap-28,
    -0x1.263713f720005p-27, 0x1.a75c19e5e82b6p-30, 0x1.a6b974c51a6f0p-31,
    -0x1.293907e988d13p-32};

/// The same for 2.5 <= r <= 4, r = sqrt(w), in powers of s = (4 r - 13) / 3.
/// Relative error 1.1e-18.
inline constexpr double kErfinvMiddle[] = {
    0x1.8abcc380d5a48p+1,   0x1.8204fa4162bffp-1,   0x1.8bfc9e26da6e0p-9,
    -0x1.9eda88e4f2509p-10, 0x1.9d4ce3863b087p-11,  -0x1.a418d38d78871p-12,
    0x1.63d0370fa4c6bp-13,  -0x1.8d8d2c990c866p-15, 0x1.42e8e2a16deb9p-19,
    0x1.5816a1b416477p-18,  -0x1.65a99e8f8b629p-19, 0x1.1aa4689f7720ap-21,
    0x1.8ef95c14a2ac8p-24,  -0x1.96b02bed2c552p-24, 0x1.c5882c111f3a6p-26,
    -0x1.95c96666ea5fcp-32, -0x1.522c2c004e34cp-29, 0x1.0fe3d18357c1fp-30,
    -0x1.034978cde5ad0p-33, -0x1.1c9f3aa5fca5cp-34, 0x1.ac779dcd8e589p-36};

/// The same divided by r, for 4 <= r <= 10, in powers of s = (40 / r - 7) / 3.
/// Relative error 7.5e-17.
inline constexpr double kErfinvFar[] = {
    0x1.f332efce42c09p-1,   -0x1.e99e5e3c05a5fp-7,  -0x1.d2c0790277566p-12,
    0x1.8b838282c85b9p-12,  -0x1.914295cc5543bp-15, 0x1.cc06ea7d589bcp-18,
    -0x1.94d6036c781c6p-20, 0x1.a2c002878e130p-22,  -0x1.a7a6151a6f951p-24,
    0x1.574b5b94da61bp-25,  0x1.61915fe46a031p-28,  0x1.2db5b8ac31514p-26,
    0x1.2f03203127e47p-27,  0x1.054e0a0dea540p-30,  -0x1.539b9c2a0b0f9p-28,
    -0x1.933c55f0c0966p-29, 0x1.779a61c7ba022p-31,  0x1.35e105b107e17p-30,
    0x1.8fb202efe443ap-34,  -0x1.6928a1b69103fp-33, -0x1.4346ff3d33b71p-35};

/// The same divided by r, for 10 <= r <= 28, in powers of s = (280 / r - 19)
/// / 9. Relative error 8.1e-18.
inline constexpr double kErfinvTail[] = {
    0x1.fcf76240a0311p-1,   -0x1.28b6959f46776p-8,  -0x1.251030d9333fep-11,
    0x1.523d4fe474579p-14,  -0x1.434ced78546e7p-17, 0x1.e82b32ee41112p-20,
    -0x1.d242ce0f006f8p-22, 0x1.f9150bc3db3a8p-24,  -0x1.2ae7669f0908cp-25,
    0x1.79891aaa978dfp-27,  -0x1.f4a11889aca96p-29, 0x1.568d64ea88789p-30,
    -0x1.e6401df447e0cp-32, 0x1.7eae823badf86p-33,  -0x1.1ea554ed83227p-34,
    0x1.c65ad21013cd5p-37,  -0x1.4e240e9270657p-38, 0x1.103ec41caaa6cp-37,
    -0x1.b4c7e297a34a4p-39};

} // namespace leat::coefficients

#endif // LEAT_DIALECT_SPECIALCOEFFICIENTS_H
