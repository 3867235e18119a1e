#!/usr/bin/env python3
"""Prints dialect/SpecialCoefficients.h: the polynomials of the special functions.

    python scripts/fit_special.py > dialect/SpecialCoefficients.h

Needs mpmath. Series have their exact coefficients. The others interpolate the function at the
Chebyshev nodes of its interval, in 50 digits, which is within a small factor of the best
polynomial of that degree; the last line of each comment is the largest error that was found
between the nodes, relative to the function.
"""
import mpmath as mp

mp.mp.dps = 50

HEAD = """//===- SpecialCoefficients.h - polynomials of special functions -*- C++ -*-===//
//
// Written by scripts/fit_special.py. Lowest power first, rounded to f64.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_SPECIALCOEFFICIENTS_H
#define LEAT_DIALECT_SPECIALCOEFFICIENTS_H

namespace leat::coefficients {
"""
TAIL = """
} // namespace leat::coefficients

#endif // LEAT_DIALECT_SPECIALCOEFFICIENTS_H"""


def interpolate(f, degree):
    """Coefficients of powers of s in [-1, 1], and the largest relative error."""
    n = degree + 1
    nodes = [mp.cos(mp.pi * (k + mp.mpf(1) / 2) / n) for k in range(n)]
    values = [f(s) for s in nodes]
    series = [2 * mp.fsum(v * mp.cos(j * mp.pi * (k + mp.mpf(1) / 2) / n) for k, v in enumerate(values)) / n
              for j in range(n)]
    series[0] /= 2
    before, last, powers = [mp.mpf(1)], [mp.mpf(0), mp.mpf(1)], [mp.mpf(0)] * n
    for j, c in enumerate(series):
        for i, t in enumerate(before):
            powers[i] += c * t
        after = [mp.mpf(0)] + [2 * t for t in last]
        for i, t in enumerate(before):
            after[i] -= t
        before, last = last, after
    worst = 0
    for k in range(2 * n + 1):
        s = mp.cos(mp.pi * k / (2 * n))
        wanted = f(s)
        worst = max(worst, abs(mp.polyval(powers[::-1], s) / wanted - 1))
    return powers, worst


def show(name, comment, powers, worst=None):
    for line in comment.split("\n"):
        print(f"/// {line}")
    if worst is not None:
        print(f"/// Relative error {mp.nstr(worst, 2)}.")
    numbers = ", ".join(float(p).hex() for p in powers)
    words, line = f"inline constexpr double {name}[] = {{{numbers}}};".split(" "), ""
    for word in words:
        if len(line) + len(word) + 1 > 78:
            print(line)
            line = "   "
        line = f"{line} {word}" if line else word
    print(line + "\n")


def erfinv_over_x(w):
    """G(w), where erfinv(x) = x G(-log(1 - x**2)); by Newton's method on erfc."""
    w = mp.mpf(w)
    if w == 0:
        return mp.sqrt(mp.pi) / 2
    x = mp.sqrt(-mp.expm1(-w))
    rest = mp.exp(-w) / (1 + x)  # 1 - x
    y = mp.sqrt(w) if w > 3 else x
    for _ in range(200):
        step = (mp.erfc(y) - rest) * mp.sqrt(mp.pi) / 2 * mp.exp(y * y)
        y += step / (1 - y * step) if abs(y * step) < 0.5 else mp.sign(step) * 0.3 / (1 + y)
        if abs(step) < mp.mpf(10) ** -45:
            break
    return y / x


def bessel(order):
    def f(s):
        x = 16 / (s + 1) if s > -1 else mp.mpf(10) ** 30
        if x > 1e5:
            return (1 - (4 * order**2 - 1) / (8 * x)) / mp.sqrt(2 * mp.pi)
        return mp.sqrt(x) * mp.exp(-x) * mp.besseli(order, x)
    return f


def scaled_erfc(s):
    t = mp.mpf(4) * (1 + s) / (1 - s) if s < 1 else mp.inf
    if t > 1e6:
        return 2 / mp.sqrt(mp.pi)
    with mp.workdps(80 + int(t)):
        value = mp.erfc(t) * mp.exp(t * t) if t < 60 else None
    if value is None:
        value = mp.fsum((-1) ** k * mp.fac2(2 * k - 1) / (2 * t * t) ** k for k in range(30)) / (t * mp.sqrt(mp.pi))
    return (1 + 2 * t) * value


def scaled_erfc_single(s):
    t = 4 / (1 + s) - 2 if s > -1 else mp.inf
    return scaled_erfc((t - 4) / (t + 4) if t < mp.inf else mp.mpf(1)) / (1 + 2 * t) * (1 + t / 2) if t < mp.inf else \
        1 / (2 * mp.sqrt(mp.pi))


def main():
    print(HEAD)
    show("kLogGammaTwo", "(log Gamma(2 + z)) / z for |z| <= 1/2, its power series:\n"
         "1 - Euler's constant, then (-1)^k (zeta(k) - 1) / k (Abramowitz and Stegun 6.1.33).",
         [1 - mp.euler] + [(-1) ** k * (mp.zeta(k) - 1) / k for k in range(2, 28)])
    show("kStirling", "log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2 in odd powers of 1 / x\n"
         "(A&S 6.1.40): B_2k / (2k (2k - 1)).", [mp.bernoulli(2 * k) / (2 * k * (2 * k - 1)) for k in range(1, 10)])
    show("kBernoulli", "The Bernoulli numbers B_2, B_4, ...", [mp.bernoulli(2 * k) for k in range(1, 12)])
    show("kBesselI0", "(I_0(x) - 1) / z in powers of z = x^2 / 4: 1 / (k!)^2 (A&S 9.6.12).",
         [1 / mp.factorial(k) ** 2 for k in range(1, 22)])
    show("kBesselI1", "I_1(x) / (x / 2) in powers of z = x^2 / 4: 1 / (k! (k + 1)!) (A&S 9.6.10).",
         [1 / (mp.factorial(k) * mp.factorial(k + 1)) for k in range(22)])
    show("kBesselI0Far", "sqrt(x) e^-x I_0(x) for x >= 8, in powers of s = 16 / x - 1.", *interpolate(bessel(0), 22))
    show("kBesselI1Far", "sqrt(x) e^-x I_1(x) for x >= 8, in powers of s = 16 / x - 1.", *interpolate(bessel(1), 22))
    show("kErfcx", "(1 + 2 t) e^(t^2) erfc(t) for t >= 0, in powers of s = (t - 4) / (t + 4)\n"
         "(the variable of Shepherd and Laframboise 1981).", *interpolate(scaled_erfc, 24))
    show("kErfcxSingle", "(1 + t / 2) e^(t^2) erfc(t) for t >= 0, in powers of s = 2 / (1 + t / 2) - 1,\n"
         "for f32.", *interpolate(scaled_erfc_single, 10))
    show("kErfinvNear", "erfinv(x) / x for w = -log(1 - x^2) <= 6.25, in powers of s = w / 3.125 - 1\n"
         "(the variable w of Giles 2010).", *interpolate(lambda s: erfinv_over_x((s + 1) * 3.125), 24))
    show("kErfinvMiddle", "The same for 2.5 <= r <= 4, r = sqrt(w), in powers of s = (4 r - 13) / 3.",
         *interpolate(lambda s: erfinv_over_x(((13 + 3 * s) / 4) ** 2), 20))
    show("kErfinvFar", "The same divided by r, for 4 <= r <= 10, in powers of s = (40 / r - 7) / 3.",
         *interpolate(lambda s: erfinv_over_x((40 / (7 + 3 * s)) ** 2) * (7 + 3 * s) / 40, 20))
    show("kErfinvTail", "The same divided by r, for 10 <= r <= 28, in powers of s = (280 / r - 19) / 9.",
         *interpolate(lambda s: erfinv_over_x((280 / (19 + 9 * s)) ** 2) * (19 + 9 * s) / 280, 18))
    print(TAIL)


if __name__ == "__main__":
    main()
