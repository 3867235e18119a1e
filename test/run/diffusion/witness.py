"""The samplers of examples/diffusion a second time, in NumPy, from the papers' formulas.

`Model` is what is sampled: the noise eps(x, ab) of exact data, and a time t with its alpha_bar. A
sampler takes a model, its times (t, s), a start and a list of draws, of which it takes the next one
where the sampler of the library draws; it returns x after each step.
"""
import numpy as np


class Linear:
    """Time of the variance-preserving SDE, t in [0, 1] (Song et al. 2021, eq. 33)."""
    t_min, t_max = 1e-3, 1.0

    def __init__(self, low=0.1, high=20.0):
        self.low, self.high = low, high

    def alpha_bar(self, t):
        return np.exp(-self.low * t - (self.high - self.low) * t**2 / 2)

    def beta(self, t):
        return self.low + (self.high - self.low) * t

    def time(self, sigma):
        d = self.high - self.low
        return (np.sqrt(self.low**2 + 2 * d * np.log1p(sigma**2)) - self.low) / d

    def spaced(self, steps):
        return np.linspace(self.t_max, self.t_min, steps)


class Table:
    """Time 0 ... T, with -log alpha_bar linear between whole times."""

    def __init__(self, alpha_bars):
        self.logs = np.concatenate([[0.0], -np.log(alpha_bars)])
        self.t_min, self.t_max = 1.0, len(alpha_bars)

    def alpha_bar(self, t):
        return np.exp(-np.interp(t, np.arange(len(self.logs)), self.logs))

    def beta(self, t):
        k = int(np.clip(np.ceil(t), 1, self.t_max))
        return self.logs[k] - self.logs[k - 1]

    def time(self, sigma):
        return np.interp(np.log1p(sigma**2), self.logs, np.arange(len(self.logs)))

    def spaced(self, steps):
        return np.round(np.arange(self.t_max, 0, -self.t_max / steps))


def sigma_of(ab):
    return np.sqrt((1 - ab) / ab)


def karras(time, steps, low=0.002, high=80.0, rho=7.0):
    low = max(low, sigma_of(time.alpha_bar(time.t_min)))
    high = min(high, sigma_of(time.alpha_bar(time.t_max)))
    i = np.arange(steps) / max(steps - 1, 1)
    return (high**(1 / rho) + i * (low**(1 / rho) - high**(1 / rho)))**rho


def logarithmic(time, steps, low=0.002, high=80.0):
    low = max(low, sigma_of(time.alpha_bar(time.t_min)))
    high = min(high, sigma_of(time.alpha_bar(time.t_max)))
    return np.geomspace(high, low, steps)


def pairs(t):
    return list(zip(t, np.append(t[1:], 0.0)))


class Normal:
    """Data N(mu, Sigma)."""

    def __init__(self, time, mu, covariance):
        self.time, self.mu, self.covariance = time, np.asarray(mu, float), np.asarray(covariance, float)

    def spread(self, ab):
        return ab * self.covariance + (1 - ab) * np.eye(len(self.mu))

    def eps(self, x, ab):
        return np.sqrt(1 - ab) * np.linalg.solve(self.spread(ab), (x - np.sqrt(ab) * self.mu).T).T

    def flow(self, x, ab_t, ab_s):
        """Where the probability flow leads x from one alpha_bar to another one."""
        value, vector = np.linalg.eigh(self.covariance)
        scale = np.sqrt((ab_s * value + 1 - ab_s) / (ab_t * value + 1 - ab_t))
        return np.sqrt(ab_s) * self.mu + (x - np.sqrt(ab_t) * self.mu) @ (vector * scale) @ vector.T

    def log_p(self, x):
        d = x - self.mu
        square = np.einsum("ni,ni->n", d, np.linalg.solve(self.covariance, d.T).T)
        return -0.5 * (square + np.linalg.slogdet(2 * np.pi * self.covariance)[1])


class Mixture:
    """Data sum_k w_k N(m_k, std^2 I); guided to a class by w where it is given."""

    def __init__(self, time, weights, centres, std, guidance=None):
        self.time, self.weights, self.centres, self.std, self.guidance = time, weights, centres, std, guidance

    def joint(self, x, ab):
        v = ab * self.std**2 + 1 - ab
        square = ((x[:, None] - np.sqrt(ab) * self.centres)**2).sum(-1)
        return np.log(self.weights) - square / (2 * v) - x.shape[1] / 2 * np.log(2 * np.pi * v)

    def log_p(self, x, ab=1.0):
        return np.logaddexp.reduce(self.joint(x, ab), axis=1)

    def eps(self, x, ab):
        v = ab * self.std**2 + 1 - ab
        each = np.sqrt(1 - ab) * (x[:, None] - np.sqrt(ab) * self.centres) / v
        joint = self.joint(x, ab)
        share = np.exp(joint - np.logaddexp.reduce(joint, axis=1)[:, None])
        together = (share[..., None] * each).sum(1)
        if self.guidance is None:
            return together
        which, w = self.guidance
        return (1 + w) * each[:, which] - w * together

    def draw(self, random, count):
        k = random.choice(len(self.weights), count, p=self.weights)
        return self.centres[k] + self.std * random.standard_normal((count, self.centres.shape[1]))


def data(model, x, t):
    ab = model.time.alpha_bar(t)
    return (x - np.sqrt(1 - ab) * model.eps(x, ab)) / np.sqrt(ab)


def ddpm(model, times, x, draws, large=False):
    """Algorithm 2 of Ho et al. (2020), in the form with eps."""
    for t, s in times:
        ab, before = model.time.alpha_bar(t), model.time.alpha_bar(s)
        beta = 1 - ab / before
        variance = beta if large else beta * (1 - before) / (1 - ab)
        z = next(draws)
        x = (x - beta / np.sqrt(1 - ab) * model.eps(x, ab)) / np.sqrt(1 - beta)
        x = x + (np.sqrt(variance) * z if s > 0 else 0)
        yield x


def ddim(model, times, x, draws, eta=0.0):
    for t, s in times:
        ab, before = model.time.alpha_bar(t), model.time.alpha_bar(s)
        eps = model.eps(x, ab)
        sd = eta * np.sqrt((1 - before) / (1 - ab)) * np.sqrt(1 - ab / before)
        x0 = (x - np.sqrt(1 - ab) * eps) / np.sqrt(ab)
        x = np.sqrt(before) * x0 + np.sqrt(1 - before - sd**2) * eps + sd * next(draws)
        yield x


def predictor_corrector(model, times, x, draws, corrections=1, snr=0.16, sizes=None):
    """`sizes`, where given, are those of Langevin's steps."""
    for t, s in times:
        ab, before = model.time.alpha_bar(t), model.time.alpha_bar(s)
        for _ in range(corrections):
            z, score = next(draws), -model.eps(x, ab) / np.sqrt(1 - ab)
            lengths = np.linalg.norm(z, axis=1).mean() / np.linalg.norm(score, axis=1).mean()
            size = next(sizes) if sizes else 2 * ab / before * (snr * lengths)**2
            x = x + size * score + np.sqrt(2 * size) * z
        x = next(ddpm(model, [(t, s)], x, draws))
        yield x


def slope(model, x, t, share):
    """dx / dt of the reverse SDE (share 1) or of the probability flow (1/2)."""
    ab, beta = model.time.alpha_bar(t), model.time.beta(t)
    return -beta * x / 2 + share * beta * model.eps(x, ab) / np.sqrt(1 - ab)


def euler_maruyama(model, times, x, draws):
    for t, s in times:
        z, h = next(draws), t - s
        x = x - h * slope(model, x, t, 1) + (np.sqrt(model.time.beta(t) * h) * z if s > 0 else 0)
        yield x


def flow_euler(model, times, x, draws):
    for t, s in times:
        x = x + (s - t) * slope(model, x, t, 0.5)
        yield x


def flow_heun(model, times, x, draws):
    for t, s in times:
        d = slope(model, x, t, 0.5)
        there = x + (s - t) * d
        x = x + (s - t) / 2 * (d + slope(model, there, s, 0.5)) if s > 0 else there
        yield x


NODES, WEIGHTS = np.polynomial.legendre.leggauss(12)


def integral(polynomial, h):
    """Of exp(u - h) polynomial(u) over 0 < u < h, by Gauss."""
    u = (NODES + 1) * h / 2
    return sum(w * h / 2 * np.exp(v - h) * polynomial(v) for w, v in zip(WEIGHTS, u))


def through(points):
    """The polynomial through (u, value)s, after Lagrange."""
    def value(u):
        total = 0.0
        for i, (a, y) in enumerate(points):
            total = total + y * np.prod([(u - b) / (a - b) for j, (b, _) in enumerate(points) if j != i])
        return total
    return value


def curvature(points):
    """The coefficient of u^2 of the polynomial through three points."""
    return sum(y / np.prod([a - b for j, (b, _) in enumerate(points) if j != i]) for i, (a, y) in enumerate(points))


def dpm_solver(model, times, x, draws, order=1, as_published=False):
    """x0 as a polynomial of lambda; the second order has its value in the middle of the step."""
    known = []
    for t, s in times:
        ab, before = model.time.alpha_bar(t), model.time.alpha_bar(s)
        known = [(-np.log(sigma_of(ab)), data(model, x, t)), *known][:order]
        if s == 0:
            x = known[0][1]
        else:
            start, h = known[0][0], -np.log(sigma_of(before)) - known[0][0]
            points = [(at - start, value) for at, value in known]
            x0 = through(points)
            if len(known) == 3:
                half = curvature(points) / 2 if as_published else 0
                part = integral(lambda u: x0(u) - half * u**2, h)
            else:
                part = integral(lambda u: x0(h / 2), h)
            x = np.sqrt((1 - before) / (1 - ab)) * x + np.sqrt(before) * part
        yield x


def sde_dpm_solver_2m(model, times, x, draws):
    known = []
    for t, s in times:
        ab, before = model.time.alpha_bar(t), model.time.alpha_bar(s)
        known = [(-np.log(sigma_of(ab)), data(model, x, t)), *known][:2]
        z = next(draws)
        if s == 0:
            x = known[0][1]
        else:
            start, h = known[0][0], -np.log(sigma_of(before)) - known[0][0]
            x0 = through([(at - start, value) for at, value in known])(h / 2)
            q = sigma_of(before) / sigma_of(ab)
            x = (np.sqrt(before / ab) * q**2 * x + np.sqrt(before) * (1 - q**2) * x0 +
                 np.sqrt((1 - before) * (1 - q**2)) * z)
        yield x


def edm(model, sigmas, x, draws, churn=0.0, s_noise=1.0, low=0.0, high=1e9):
    """Algorithm 2 of Karras et al. (2022), with the noise of x_0 + sigma eps."""
    def slope_at(x, sigma):
        return model.eps(x / np.sqrt(1 + sigma**2), 1 / (1 + sigma**2))
    x = x * np.sqrt(1 + sigmas[0]**2)
    for sigma, to in pairs(sigmas):
        gamma = min(churn / len(sigmas), np.sqrt(2) - 1) if low <= sigma <= high else 0
        hat = sigma * (1 + gamma)
        x = x + s_noise * np.sqrt(hat**2 - sigma**2) * next(draws)
        d = slope_at(x, hat)
        there = x + (to - hat) * d
        x = x + (to - hat) * (d + slope_at(there, to)) / 2 if to > 0 else there
        yield x


def adaptive(model, x, draws, deterministic, rtol=0.01, atol=0.0078, first=0.01, r=0.9):
    time = model.time
    t, h, before, count = time.t_max, first * (time.t_max - time.t_min), x, 0
    share = 0.5 if deterministic else 1.0
    while h > 0:
        z = next(draws) * (0 if deterministic else np.sqrt(h))
        a = x - h * slope(model, x, t, share) + np.sqrt(time.beta(t)) * z
        b = x - h * slope(model, a, t - h, share) + np.sqrt(time.beta(t - h)) * z
        c = (a + b) / 2
        error = np.sqrt(np.mean(((a - c) / np.maximum(atol, rtol * np.maximum(abs(a), abs(before))))**2))
        if error <= 1:
            x, t, before = c, t - h, a
        h, count = min(t - time.t_min, 0.9 * h * error**-r if error > 0 else np.inf), count + 2
    return data(model, x, t), count + 1


def langevin_sizes(model, times, snr=0.16, count=50000):
    """The sizes of Langevin's steps for so many samples that their mean lengths are the expected ones."""
    random, sizes = np.random.RandomState(0), []
    x = random.standard_normal((count, 2))
    for t, s in times:
        ab, z = model.time.alpha_bar(t), random.standard_normal((count, 2))
        lengths = np.linalg.norm(z, axis=1).mean() / np.linalg.norm(model.eps(x, ab) / np.sqrt(1 - ab), axis=1).mean()
        sizes.append(2 * ab / model.time.alpha_bar(s) * (snr * lengths)**2)
        x = next(predictor_corrector(model, [(t, s)], x, iter([z, random.standard_normal((count, 2))])))
    return sizes


def law(sampler, draws, dimensions=2):
    """Mean and covariance of what an affine sampler makes of N(0, I) and draws of it: from what it
    makes of 0, of each unit start and of each unit draw, all as rows of one batch."""
    rows = 1 + dimensions * (1 + draws)
    unit = np.concatenate([np.zeros((1, rows - 1)), np.eye(rows - 1)]).reshape(rows, 1 + draws, dimensions)
    end = list(sampler(unit[:, 0], iter(np.moveaxis(unit[:, 1:], 1, 0))))[-1]
    columns = end[1:] - end[0]
    return end[0], columns.T @ columns


def mean_distance(x, y):
    square = (x**2).sum(1)[:, None] + (y**2).sum(1) - 2 * x @ y.T
    return np.sqrt(np.maximum(square, 0, out=square), out=square).mean()


class Points:
    """Rows to which energy distances are taken: 2 E|X - Y| - E|X - X'| - E|Y - Y'|, each pair counted."""

    def __init__(self, rows):
        self.rows, self.within = rows, mean_distance(rows, rows)

    def energy_distance(self, other):
        return 2 * mean_distance(self.rows, other.rows) - self.within - other.within
