"""Diffusion models and samplers."""
import numpy as np

from . import twin

LOG_2PI = np.log(2 * np.pi)


def draws(**shapes):
    """Makes fresh inputs of these shapes, whatever those of the row are: `betas` in (0, 1), `w` and `pw`
    probabilities, variances positive, all else normal. Inputs that are not named are jittered."""
    def draw(name, shape, rng):
        if name == "betas":
            return rng.uniform(0.02, 0.4, shape)
        if name in ("w", "pw"):
            return rng.dirichlet(np.full(shape, 3.0))
        if name in ("v", "s_var"):
            return rng.uniform(0.2, 1, shape)
        if name[:2] == "S_" or name in ("A", "B", "S0"):
            half = rng.normal(size=shape)
            return half @ half.T + 0.5 * np.eye(len(half))
        return rng.normal(size=shape)

    def fresh(inputs, rng):
        other = {name: value * (1 + 0.25 * rng.uniform(-1, 1, value.shape)) if value.dtype.kind == "f" else value
                 for name, value in inputs.items() if name not in shapes}
        return other | {name: draw(name, shape, rng) for name, shape in shapes.items()}
    return fresh


def schedule(betas):
    """a_t, ab_t and ab_{t-1} for t = 1 ... T."""
    a = 1 - betas
    ab = np.cumprod(a)
    return a, ab, np.concatenate([[1], ab[:-1]])


def linear_schedule(params):
    return np.concatenate([[1], np.cumprod(1 - np.linspace(params["b0"], params["b1"], params["Tn"]))])


def conditioned(a, ab, before, x0, xt):
    """Mean and variance of x_{t-1} given x_t: the joint normal law of both given x_0, conditioned."""
    var, cov, var_t = 1 - before, np.sqrt(a) * (1 - before), 1 - ab
    return np.sqrt(before) * x0 + cov / var_t * (xt - np.sqrt(ab) * x0), var - cov ** 2 / var_t


def complex_step(f, x):
    """The gradient of a scalar function of an array."""
    g = np.empty(x.shape)
    for i in np.ndindex(*x.shape):
        z = x.astype(complex)
        z[i] += 1e-30j
        g[i] = f(z).imag / 1e-30
    return g


def mixture_score(x, ab, w, m, v):
    """The slope of log sum_k w_k N(x; sqrt(ab) m_k, ab v_k + 1 - ab), for each x."""
    var, d = ab * v + 1 - ab, x[:, None] - np.sqrt(ab) * m
    p = w * np.exp(-d ** 2 / (2 * var)) / np.sqrt(var)
    return -(p / p.sum(axis=1, keepdims=True) * d / var).sum(axis=1)


def mlp(x, t, p):
    """The noise that the network of the NET-DDPM rows predicts."""
    angle = np.asarray(t)[:, None] * np.array([1, 0.01])
    h = np.concatenate([x, np.sin(angle), np.cos(angle)], axis=1)
    for layer in "12":
        h = h @ p["W" + layer].T + p["b" + layer]
        h = h / (1 + np.exp(-h))
    return h @ p["W3"].T + p["b3"]


@twin("COS-1a", fresh=draws(betas=8, x0=3, eps=(8, 3)))
def forward(inputs, params):
    betas, x, var, path, variances = inputs["betas"], inputs["x0"], 0, [], []
    for beta, eps in zip(betas, inputs["eps"]):
        x = np.sqrt(1 - beta) * x + np.sqrt(beta) * eps
        path.append(x)
        variances.append(1 - np.prod(1 - betas[:len(path)]))
    ab = 1 - np.array(variances)
    return {"alpha_bar": ab, "mean_T": np.sqrt(ab[-1]) * inputs["x0"], "var": variances, "path": np.array(path)}


@twin("COS-1b.i", fresh=draws(betas=7, x0=3, xt=3, x_prev=(5, 3)))
def bayes(inputs, params):
    t, d = params["t"], inputs["xt"].size
    a, ab, before = (v[t - 1] for v in schedule(inputs["betas"]))
    x = inputs["x_prev"]
    exponent = [-((inputs["xt"] - np.sqrt(a) * row) ** 2).sum() / (2 * (1 - a))
                - ((row - np.sqrt(before) * inputs["x0"]) ** 2).sum() / (2 * (1 - before)) for row in x]
    mean, var = conditioned(a, ab, before, inputs["x0"], inputs["xt"])
    logp = -((x - mean) ** 2).sum(axis=1) / (2 * var) - d / 2 * (LOG_2PI + np.log(var))
    return {"exponent": exponent, "log_posterior": logp, "constant": logp[0] - exponent[0]}


@twin("COS-1b.ii", fresh=draws(betas=9, x0=3, xt=3))
def posterior(inputs, params):
    a, ab, before = schedule(inputs["betas"])
    coef_x0, var = conditioned(a, ab, before, 1, 0)
    coef_xt = conditioned(a, ab, before, 0, 1)[0]
    return {"coef_x0": coef_x0, "coef_xt": coef_xt, "var": var,
            "mean_t": coef_x0[:, None] * inputs["x0"] + coef_xt[:, None] * inputs["xt"]}


@twin("COS-1b.iii", fresh=draws(betas=9, xt=3, eps=3))
def by_noise(inputs, params):
    a, ab, before = (v[:, None] for v in schedule(inputs["betas"]))
    x0 = (inputs["xt"] - np.sqrt(1 - ab) * inputs["eps"]) / np.sqrt(ab)
    return {"mean": conditioned(a, ab, before, x0, inputs["xt"])[0], "x0": x0}


@twin("UDL-18.1", fresh=draws(betas=4, S0=(3, 3)))
def unit_covariance(inputs, params):
    ab, i = np.prod(1 - inputs["betas"]), np.eye(len(inputs["S0"]))
    return {"cov_from_I": i, "cov_from_S0": ab * inputs["S0"] + (1 - ab) * i}


@twin("UDL-18.2", fresh=draws(e1=9, e2=9))
def sum_of_normals(inputs, params):
    ab = np.array([params["a"], params["b"]])
    return {"z": ab @ np.stack([inputs["e1"], inputs["e2"]]), "var": ab @ ab}


@twin("UDL-18.3", fresh=draws(betas=5))
def kernel(inputs, params):
    betas = inputs["betas"]
    weights = [np.sqrt(beta * np.prod(1 - betas[i + 1:])) for i, beta in enumerate(betas)]
    ab = np.prod(1 - betas)
    return {"coef_x": np.sqrt(ab), "coef_eps": weights, "var": 1 - ab}


def log_normal(x, mean, cov):
    d = x - mean
    return -0.5 * (d @ np.linalg.inv(cov) @ d + np.linalg.slogdet(2 * np.pi * cov)[1])


def normal_in_w(inputs, rng):
    other = draws(A=(4, 4), B=(4, 4), v=4)(inputs, rng)
    return other | {"A": rng.normal(size=(4, 3)), "v": rng.normal(size=4)}


@twin("UDL-18.4", fresh=normal_in_w)
def change_of_variable(inputs, params):
    a, b, v = inputs["A"], inputs["B"], inputs["v"]
    cov = np.linalg.inv(a.T @ np.linalg.inv(b) @ a)
    mean = cov @ a.T @ np.linalg.inv(b) @ v
    return {"mean": mean, "cov": cov, "log_constant": log_normal(v, a @ mean, b) - log_normal(mean, mean, cov)}


@twin("UDL-18.5", fresh=draws(a=3, b=3, A=(3, 3), B=(3, 3)))
def product(inputs, params):
    a, b, big_a, big_b = (inputs[name] for name in ("a", "b", "A", "B"))
    cov = big_a @ np.linalg.inv(big_a + big_b) @ big_b
    mean = cov @ (np.linalg.inv(big_a) @ a + np.linalg.inv(big_b) @ b)
    constant = log_normal(mean, a, big_a) + log_normal(mean, b, big_b) - log_normal(mean, mean, cov)
    return {"mean": mean, "cov": cov, "log_constant": constant}


@twin("UDL-18.6", fresh=draws(betas=8, x=3, z_t=3))
def reverse(inputs, params):
    a, ab, before = (v[1:, None] for v in schedule(inputs["betas"]))
    mean, var = conditioned(a, ab, before, inputs["x"], inputs["z_t"])
    return {"mean": mean, "var": var[:, 0]}


@twin("UDL-18.7", fresh=draws(betas=5, x=(), c=5, s_var=5))
def elbo(inputs, params):
    betas, x, c, s = (inputs[name] for name in ("betas", "x", "c", "s_var"))
    nodes, weights = np.polynomial.hermite_e.hermegauss(20)     # exact for parabolas
    weights = weights / weights.sum()
    a, ab, before = schedule(betas)
    z = np.sqrt(ab)[:, None] * x + np.sqrt(1 - ab)[:, None] * nodes
    reconstruction = (-0.5 * (LOG_2PI + np.log(s[0]) + (x - c[0] * z[0]) ** 2 / s[0])) @ weights
    kl = []
    for t in range(1, len(betas)):
        mean, var = conditioned(a[t], ab[t], before[t], x, z[t])
        kl.append((0.5 * ((var + (mean - c[t] * z[t]) ** 2) / s[t] - 1 + np.log(s[t] / var))) @ weights)
    return {"reconstruction": reconstruction, "kl_terms": np.array(kl), "elbo_without_prior": reconstruction - sum(kl)}


@twin("UDL-18.8", fresh=draws(betas=7, x=4, z_t=4, f=4))
def step_divergence(inputs, params):
    a, ab, before = (v[params["t"] - 1] for v in schedule(inputs["betas"]))
    mean, var = conditioned(a, ab, before, inputs["x"], inputs["z_t"])
    s2, d = params["s2"], inputs["f"] - mean
    constant = d.size * (var / s2 - 1 - np.log(var / s2)) / 2
    return {"KL": d @ d / (2 * s2) + constant, "quadratic": d @ d / (2 * s2), "C": constant, "dKL_df": d / s2}


@twin("UDL-18.9", fresh=draws(betas=8))
def one_step(inputs, params):
    return {"ratio": np.sqrt(1 - inputs["betas"][1:])}


@twin("UDL-18.10", fresh=draws(betas=8))
def factor(inputs, params):
    return {"value": 1 / np.sqrt(1 - inputs["betas"][1:])}


@twin("UDL-18.11", fresh=draws(x=4, eps=4, g=4))
def first_step(inputs, params):
    x, eps, g, b = inputs["x"], inputs["eps"], inputs["g"], params["b1"]
    f1 = x + np.sqrt(b / (1 - b)) * (eps - g)
    return {"f1": f1, "loss": b / (1 - b) * ((g - eps) ** 2).sum() / (2 * params["s2"])}


@twin("PET-6.18", fresh=draws(betas=8))
def merged_noise(inputs, params):
    a = 1 - inputs["betas"]
    return {"merged_var": 1 - a[1:] * a[:-1]}


@twin("PET-6.19", fresh=draws(betas=8, x0=3, xt=3))
def vdm_posterior(inputs, params):
    mean, var = conditioned(*(v[params["t"] - 1] for v in schedule(inputs["betas"])), inputs["x0"], inputs["xt"])
    return {"mu_q": mean, "var_q": var}


@twin("PET-6.20", fresh=draws(mu_q=4, mu_p=4, S_q=(4, 4), S_p=(4, 4)))
def kl_of_normals(inputs, params):
    q, p = inputs["S_q"], inputs["S_p"]
    d, inverse = inputs["mu_q"] - inputs["mu_p"], np.linalg.inv(p)
    ratios = np.linalg.eigvals(inverse @ q).real
    return {"KL": 0.5 * ((ratios - 1 - np.log(ratios)).sum() + d @ inverse @ d), "dKL_dmu_q": inverse @ d,
            "dKL_dS_q": (inverse - np.linalg.inv(q)) / 2}


@twin("PET-6.21", fresh=draws(betas=7, w=3, m=3, v=3, xs=6))
def tweedie(inputs, params):
    w, m, v, x = (inputs[name] for name in ("w", "m", "v", "xs"))
    a, ab, _ = (s[params["t"] - 1] for s in schedule(inputs["betas"]))
    var, d = ab * v + 1 - ab, x[:, None] - np.sqrt(ab) * m
    joint = w * np.exp(-d ** 2 / (2 * var)) / np.sqrt(2 * np.pi * var)
    mean = (joint * (m + np.sqrt(ab) * v / var * d)).sum(axis=1) / joint.sum(axis=1)    # by Bayes' rule
    score = (np.sqrt(ab) * mean - x) / (1 - ab)
    return {"log_p": np.log(joint.sum(axis=1)), "score": score, "E_x0": mean,
            "mu_q": (x + (1 - a) * score) / np.sqrt(a)}


@twin("NET-SCHEDULE", fresh=lambda inputs, rng: {"t": rng.integers(1, 1001, 7)})
def noise_schedule(inputs, params):
    steps, t, s = params["Tn"], np.asarray(inputs.get("t", params["t"])), params["s"]
    ab = linear_schedule(params)[1:]
    f = np.cos((np.arange(steps + 1) / steps + s) / (1 + s) * np.pi / 2) ** 2
    cosine = np.cumprod(1 - np.minimum(1 - f[1:] / f[:-1], 0.999))
    return {"linear_alpha_bar": ab[t - 1], "linear_log_snr": np.log(ab / (1 - ab))[t - 1],
            "cosine_alpha_bar_clipped": cosine[t - 1]}


@twin("NET-TIMEEMB", fresh=lambda inputs, rng: {"t": rng.integers(0, 1000, 7)})
def time_embedding(inputs, params):
    half = params["d"] // 2
    turns = np.exp(1j * inputs["t"][:, None] * 10000 ** (-np.arange(half) / half))
    return {"emb": np.concatenate([turns.imag, turns.real], axis=1)}


@twin("NET-DDPM-LOSS")
def ddpm_loss(inputs, params):
    ab = np.cumprod(1 - inputs["betas"])[inputs["t"] - 1][:, None]
    xt = np.sqrt(ab) * inputs["x0"] + np.sqrt(1 - ab) * inputs["eps"]

    def loss(**changed):
        return ((inputs["eps"] - mlp(xt, inputs["t"], inputs | changed)) ** 2).sum(axis=1).mean()
    slopes = {"d" + name: complex_step(lambda value: loss(**{name: value}), inputs[name])
              for name in ("W1", "b1", "W2", "b2", "W3", "b3")}
    return {"xt": xt, "pred": mlp(xt, inputs["t"], inputs), "L": loss()} | slopes


@twin("NET-DDPM-SAMPLE", fresh=draws(betas=5, x_T=(3, 2), z=(5, 3, 2)))
def ddpm_sample(inputs, params):
    betas, (_, ab, before) = inputs["betas"], schedule(inputs["betas"])

    def path(variances):
        x, rows = inputs["x_T"], []
        for t in range(len(betas), 0, -1):
            eps = mlp(x, np.full(len(x), t), inputs)
            x = (x - betas[t - 1] / np.sqrt(1 - ab[t - 1]) * eps) / np.sqrt(1 - betas[t - 1])
            if t > 1:
                x = x + np.sqrt(variances[t - 1]) * inputs["z"][t - 1]
            rows.append(x)
        return np.array(rows)
    return {"traj_beta": path(betas), "traj_beta_tilde": path(betas * (1 - before) / (1 - ab))}


@twin("NET-DDPM-GAUSS")
def ddpm_gauss(inputs, params):
    m, s2, betas = params["m"], params["s2"], np.linspace(params["b0"], params["b1"], params["Tn"])
    a, ab, before = schedule(betas)
    slope = (1 - betas / (ab * s2 + 1 - ab)) / np.sqrt(a)
    shift = betas / (ab * s2 + 1 - ab) * np.sqrt(ab / a) * m
    result = {}
    for name, sigma2 in ("beta", betas), ("beta_tilde", betas * (1 - before) / (1 - ab)):
        mean, var = 0.0, 1.0
        for t in range(len(betas) - 1, -1, -1):
            mean, var = slope[t] * mean + shift[t], slope[t] ** 2 * var + (sigma2[t] if t else 0)
        result |= {"mean_" + name: mean, "var_" + name: var}
    return result


def ddim_step(x, eps, ab, before, s=0.0, z=0.0):
    clean = (x - np.sqrt(1 - ab) * eps) / np.sqrt(ab)
    return np.sqrt(before) * clean + np.sqrt(1 - before - s ** 2) * eps + s * z


@twin("NET-DDIM", fresh=lambda inputs, rng: draws(w=3, m=3, v=3, xT=4, z=(20, 4))(inputs, rng) | {
    "sub": np.array([20, 18, 11, 4, 3, 1, 0])})
def ddim(inputs, params):
    ab = linear_schedule(params)

    def path(times, random):
        x, rows = inputs["xT"], []
        for i, (t, u) in enumerate(zip(times, times[1:])):
            eps = -np.sqrt(1 - ab[t]) * mixture_score(x, ab[t], inputs["w"], inputs["m"], inputs["v"])
            s = random * np.sqrt((1 - ab[u]) / (1 - ab[t]) * (1 - ab[t] / ab[u]))
            x = ddim_step(x, eps, ab[t], ab[u], s, inputs["z"][i])
            rows.append(x)
        return np.array(rows)
    every = range(params["Tn"], -1, -1)
    return {"eta0_sub": path(inputs.get("sub", params["sub"]), 0), "eta0_full_final": path(every, 0)[-1],
            "eta1_full_final": path(every, 1)[-1]}


@twin("NET-DDIM-GAUSS", fresh=draws(xT=5))
def ddim_gauss(inputs, params):
    m, s, result = params["m"], params["s"], {}
    for n in params["steps"]:
        ab = np.cos(0.49 * np.pi * np.linspace(1, 0, n + 1)) ** 2
        x = inputs["xT"]
        for now, before in zip(ab, ab[1:]):
            eps = np.sqrt(1 - now) * (x - np.sqrt(now) * m) / (now * s ** 2 + 1 - now)
            x = ddim_step(x, eps, now, before)
        result[f"ddim_{n}"] = x
    scale = s / np.sqrt(ab[0] * s ** 2 + 1 - ab[0])
    return result | {"limit": m + scale * (inputs["xT"] - np.sqrt(ab[0]) * m)}


@twin("NET-SCORE", fresh=draws(x0=9, eps=9))
def score_matching(inputs, params):
    ab, (a, b), eps = params["ab"], inputs["ab_lin"], inputs["eps"]
    xt = np.sqrt(ab) * inputs["x0"] + np.sqrt(1 - ab) * eps
    error = np.sqrt(1 - ab) * (a * xt + b) + eps
    var = ab * params["s2"] + 1 - ab
    return {"L": (error ** 2).mean(), "grad": 2 * np.sqrt(1 - ab) * np.array([(error * xt).mean(), error.mean()]),
            "population_minimiser": np.array([-1, np.sqrt(ab) * params["m"]]) / var}


@twin("NET-VDM", fresh=draws(betas=8, x0=4, eps=4, eps_hat=4))
def vdm(inputs, params):
    _, ab, _ = schedule(inputs["betas"])
    snr, noise = ab / (1 - ab), ((inputs["eps_hat"] - inputs["eps"]) ** 2).sum()
    return {"KL": 0.5 * (snr[:-1] / snr[1:] - 1) * noise, "SNR": snr}


@twin("NET-VDM-ELBO", fresh=draws(betas=4, xs=5))
def exact_elbo(inputs, params):
    (a, ab, before), x = schedule(inputs["betas"]), inputs["xs"]
    square = (1 - a[0]) ** 2 * x ** 2 + a[0] * (1 - a[0])
    prior = 0.5 * (ab[-1] * x ** 2 - ab[-1] - np.log(1 - ab[-1]))
    logp = -0.5 * (LOG_2PI + x ** 2)
    reconstruction = -0.5 * (LOG_2PI + np.log(1 - a[0]) + square / (1 - a[0]))
    return {"reconstruction": reconstruction, "prior_kl": prior, "denoising_kl": reconstruction - prior - logp,
            "elbo": logp}


@twin("NET-CFG", fresh=lambda inputs, rng: draws(pw=3, m=3, v=3, xT=4)(inputs, rng) | {"ws": rng.uniform(0, 2, 2)})
def guidance(inputs, params):
    ab, c, (p, m, v) = linear_schedule(params), params["cls"], (inputs[name] for name in ("pw", "m", "v"))

    def guided(x, w, t):
        alone = mixture_score(x, ab[t], p[c:c + 1], m[c:c + 1], v[c:c + 1])
        return -np.sqrt(1 - ab[t]) * ((1 + w) * alone - w * mixture_score(x, ab[t], p, m, v))
    eps, samples = [], []
    for w in inputs.get("ws", params["ws"]):
        x = inputs["xT"]
        eps.append(guided(x, w, params["Tn"] // 2))
        for t in range(params["Tn"], 0, -1):
            x = ddim_step(x, guided(x, w, t), ab[t], ab[t - 1])
        samples.append(x)
    return {"guided_eps_t10": np.array(eps), "x0": np.array(samples)}


@twin("NET-CLSGUID", fresh=draws(mu=3, z=3, W=(4, 3), b=4, eps=3))
def classifier_guidance(inputs, params):
    logits = inputs["W"] @ inputs["z"] + inputs["b"]
    p = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
    slope = inputs["W"][params["cls"]] - p @ inputs["W"]
    return {"grad_log_pc": slope,
            "z_prev": inputs["mu"] + params["s2"] * slope + np.sqrt(params["s2"]) * inputs["eps"]}


@twin("NET-TOPK", fresh=lambda inputs, rng: {"logits": rng.normal(size=9), "us": rng.uniform(size=5)})
def truncation(inputs, params):
    p = np.exp(inputs["logits"] / params["temp"])
    p /= p.sum()
    order = np.argsort(-p)

    def kept(indices):
        q = np.zeros_like(p)
        q[indices] = p[indices]
        return q / q.sum()
    many = next(n for n in range(1, p.size + 1) if p[order[:n]].sum() >= params["Pn"])
    topk = kept(order[:params["k"]])
    sample = [next(i for i in range(p.size) if topk[:i + 1].sum() > u) for u in inputs["us"]]
    return {"tempered": p, "topk": topk, "nucleus": kept(order[:many]), "sample_topk": np.array(sample)}


def conv3(x, w, stride=1):
    """3 x 3 cross-correlation with padding 1."""
    height, width = x.shape[2:]
    x = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return sum(np.einsum("ncij,oc->noij", x[:, :, i:i + height:stride, j:j + width:stride], w[:, :, i, j])
               for i in range(3) for j in range(3))


@twin("NET-DDPM-UNET")
def ddpm_unet(inputs, params):
    def silu(x):
        return x / (1 + np.exp(-x))

    def network(p):
        h = conv3(inputs["x_t"], p["W1"])
        groups = h.reshape(len(h), 2, -1)
        groups = groups - groups.mean(axis=2, keepdims=True)
        groups = groups / np.sqrt((groups ** 2).mean(axis=2, keepdims=True) + 1e-5)
        angle = inputs["t"][:, None] * 10000 ** (-np.arange(4) / 4)
        time = silu(np.concatenate([np.sin(angle), np.cos(angle)], axis=1)) @ p["Wt"].T
        h = silu(groups.reshape(h.shape)) + time[:, :, None, None]
        low = silu(conv3(h, p["W2"], stride=2))
        return conv3(np.concatenate([h, low.repeat(2, axis=2).repeat(2, axis=3)], axis=1), p["W3"])

    def loss(**changed):
        return ((network(inputs | changed) - inputs["eps"]) ** 2).mean()
    pred = network(inputs)
    slopes = [complex_step(lambda value: loss(**{name: value}), inputs[name]) for name in ("W1", "Wt", "W2", "W3")]
    return {"pred_norm": np.sqrt((pred ** 2).sum()), "pred_row": pred[0, 0, 0], "L": loss(),
            "grad_norms": [np.sqrt((slope ** 2).sum()) for slope in slopes]}


@twin("NET-DIFF-TRAIN")
def diffusion_training(inputs, params):
    ab, lr = linear_schedule(params), params["lr"]
    p = {name: inputs[name].copy() for name in ("W1", "b1", "W2", "b2", "W3", "b3")}
    m, v, losses = {name: 0 for name in p}, {name: 0 for name in p}, []
    for k, (modes, spread, t, eps) in enumerate(zip(*(inputs[n] for n in ("modes", "spread", "t", "eps"))), 1):
        angle = t[:, None] * np.array([1, 0.01])
        xt = np.sqrt(ab[t]) * modes * spread + np.sqrt(1 - ab[t]) * eps
        h0 = np.concatenate([xt[:, None], np.sin(angle), np.cos(angle)], axis=1)
        z1 = h0 @ p["W1"].T + p["b1"]
        s1 = 1 / (1 + np.exp(-z1))
        z2 = z1 * s1 @ p["W2"].T + p["b2"]
        s2 = 1 / (1 + np.exp(-z2))
        error = z2 * s2 @ p["W3"].T + p["b3"] - eps[:, None]
        losses.append((error ** 2).mean())
        d3 = 2 * error / len(eps)
        d2 = d3 @ p["W3"] * s2 * (1 + z2 * (1 - s2))
        d1 = d2 @ p["W2"] * s1 * (1 + z1 * (1 - s1))
        g = {"W1": d1.T @ h0, "b1": d1.sum(axis=0), "W2": d2.T @ (z1 * s1), "b2": d2.sum(axis=0),
             "W3": d3.T @ (z2 * s2), "b3": d3.sum(axis=0)}
        for name in p:
            m[name], v[name] = 0.9 * m[name] + 0.1 * g[name], 0.999 * v[name] + 0.001 * g[name] ** 2
            p[name] -= lr * m[name] / (1 - 0.9 ** k) / (np.sqrt(v[name] / (1 - 0.999 ** k)) + 1e-8)
    losses = np.array(losses)
    return {"loss": losses[np.array(params["reported_steps"]) - 1], "mean_last20": losses[-20:].mean()}
