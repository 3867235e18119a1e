"""Reinforcement learning."""
import itertools

import numpy as np

from . import twin


def discounted(r, gamma):
    """sum over k >= t of gamma^(k - t) r_k, along the last axis."""
    n = r.shape[-1]
    return sum(np.pad(r[..., k:], [(0, 0)] * (r.ndim - 1) + [(0, k)]) * gamma ** k for k in range(n))


@twin("UDL-19.1")
@twin("NET-RETURNS")
def returns(inputs, params):
    return {"G": discounted(inputs["r"], params["gamma"])}


def process(inputs, params):
    """P with sums of one, R, gamma."""
    return inputs["P"] / inputs["P"].sum(axis=2, keepdims=True), inputs["R"], params["gamma"]


def evaluate(P, R, gamma, pi):
    s = np.arange(len(R))
    return np.linalg.inv(np.eye(len(R)) - gamma * P[s, pi]) @ R[s, pi]


def optimum(P, R, gamma):
    """The policy that no other one beats, and its values."""
    S, A = R.shape
    policies = [np.array(pi) for pi in itertools.product(range(A), repeat=S)]
    return max(((pi, evaluate(P, R, gamma, pi)) for pi in policies), key=lambda best: best[1].sum())


@twin("UDL-19.2")
def improvement(inputs, params):
    P, R, gamma = process(inputs, params)
    v = evaluate(P, R, gamma, inputs["pi"])
    q = R + gamma * np.einsum("san,n->sa", P, v)
    greedy, one = np.argmax(q, axis=1), inputs["pi"].copy()
    one[params["changed_state"]] = greedy[params["changed_state"]]
    return {"v": v, "q": q, "v_one_state": evaluate(P, R, gamma, one),
            "greedy": greedy, "v_greedy": evaluate(P, R, gamma, greedy)}


@twin("UDL-19.3")
def penguin(inputs, params):
    H, W, fish, gamma = params["H"], params["W"], params["fish"], params["gamma"]

    def moves(s):
        """Where the directions that are on the ice lead."""
        row, column = divmod(s, W)
        there = [(row - 1, column), (row, column + 1), (row + 1, column), (row, column - 1)]
        return {d: i * W + j for d, (i, j) in enumerate(there) if 0 <= i < H and 0 <= j < W}

    def q(v, s, a):
        to = moves(s)
        rest = [v[n] for d, n in to.items() if d != a]
        return (-2 if s in params["holes"] else 0) + gamma * (0.5 * v[to[a]] + 0.5 * sum(rest) / len(rest))

    tiles = range(H * W)
    v = np.where(np.arange(H * W) == fish, 3.0, 0.0)
    pi = [next(d for d in (1, 2, 3, 0) if d in moves(s)) for s in tiles]
    result = {"initial_policy": pi, "values": [], "policy": []}
    for _ in range(params["rounds"]):
        v = np.array([3 if s == fish else q(v, s, pi[s]) for s in tiles])
        # Rounding makes no choice between actions: max takes the first of equal ones.
        pi = [0 if s == fish else max(moves(s), key=lambda a: round(q(v, s, a), 12)) for s in tiles]
        result["values"].append(v)
        result["policy"].append(pi)
    return result


@twin("UDL-19.4")
def boltzmann(inputs, params):
    z = np.exp(np.subtract.outer(inputs["q"], inputs["q"])[None] / np.reshape(params["taus"], (-1, 1, 1)))
    pi = 1 / z.sum(axis=1)  # 1 / sum_b exp((q_b - q_a) / tau)
    return {"pi": pi, "entropy": -(pi * np.log(pi)).sum(axis=1)}


@twin("UDL-19.5")
def contraction(inputs, params):
    P, R, gamma = process(inputs, params)

    def f(q):
        return R + gamma * P @ q.max(axis=1)

    q1, q2 = inputs["q1"], inputs["q2"]
    return {"fq1": f(q1), "ratio": np.abs(f(q1) - f(q2)).max() / np.abs(q1 - q2).max(),
            "q_star": R + gamma * P @ optimum(P, R, gamma)[1]}


@twin("UDL-19.6")
def baseline(inputs, params):
    P, R, _ = process(inputs, {"gamma": 1})
    pi = np.exp(inputs["theta"]) / np.exp(inputs["theta"]).sum(axis=1, keepdims=True)
    S, A = R.shape
    zero, gradient, J = np.zeros((S, A)), np.zeros((S, A)), 0
    for a, s, a1 in itertools.product(range(A), range(S), range(A)):
        probability, reward = pi[0, a] * P[0, a, s] * pi[s, a1], R[0, a] + R[s, a1]
        d = np.zeros((S, A))
        d[0] += np.eye(A)[a] - pi[0]
        d[s] += np.eye(A)[a1] - pi[s]
        zero += probability * d
        gradient += probability * d * (reward - params["b"])
        J += probability * reward
    return {"E_grad_log": zero, "policy_gradient": gradient, "J": J}


@twin("UDL-19.7")
def control_variate(inputs, params):
    (var_a, cov), (_, var_b) = np.cov(inputs["a"], inputs["b"], aweights=inputs["prob"], ddof=0)
    rho = cov / np.sqrt(var_a * var_b)
    return {"c_star": cov / var_b, "var_a": var_a, "var_a_prime": (1 - rho ** 2) * var_a, "rho": rho}


@twin("UDL-19.8")
def best_baseline(inputs, params):
    pi = np.exp(inputs["theta"]) / np.exp(inputs["theta"]).sum()
    r, g = inputs["r"], np.eye(len(pi))[params["k"]] - pi[params["k"]]

    def E(x):
        return (pi * x).sum()

    b_star = E(g * g * r) / E(g * g)
    return {"b_star": b_star, "gradient": E(g * r),
            "variances_bstar_0_Er": [E((g * (r - b)) ** 2) - E(g * r) ** 2 for b in (b_star, 0, E(r))]}


@twin("NET-VI")
def value_iteration(inputs, params):
    P, R, gamma = process(inputs, params)
    v = [np.zeros(len(R))]
    while len(v) < 2 or np.abs(v[-1] - v[-2]).max() >= 1e-6:
        v.append((R + gamma * P @ v[-1]).max(axis=1))
    policy, v_star = optimum(P, R, gamma)
    return {"v1_v2": v[1:3], "sweeps": len(v) - 1, "v_star": v_star, "policy": policy}


@twin("NET-PI")
def policy_iteration(inputs, params):
    P, R, gamma = process(inputs, params)
    policies, values = [np.zeros(len(R), int)], []
    while True:
        values.append(evaluate(P, R, gamma, policies[-1]))
        pi = np.argmax(R + gamma * P @ values[-1], axis=1)
        if (pi == policies[-1]).all():
            return {"policies": policies, "values": values}
        policies.append(pi)


@twin("NET-QLEARN")
def q_learning(inputs, params):
    tables = np.zeros((2, params["S"], params["A"]))
    for s, a, s1, a1, r in zip(*(inputs[key] for key in ("s", "a", "s_next", "a_next", "r"))):
        for q, to_come in zip(tables, (tables[0, s1].max(), tables[1, s1, a1])):
            q[s, a] = (1 - params["alpha"]) * q[s, a] + params["alpha"] * (r + params["gamma"] * to_come)
    return {"q_learning": tables[0], "sarsa": tables[1]}


@twin("NET-DQN")
def dqn(inputs, params):
    W1, b1, W2, b2, a = (inputs[key] for key in ("W1", "b1", "W2", "b2", "a"))
    N = len(a)

    def hidden(s):
        return np.tanh(s @ W1.T + b1)

    h = hidden(inputs["s"])
    best = (hidden(inputs["s_next"]) @ W2.T + b2).max(axis=1)
    error = (h @ W2.T + b2)[np.arange(N), a] - (inputs["r"] + params["gamma"] * best)
    dq = np.eye(len(b2))[a] * (2 * error / N)[:, None]
    dz = dq @ W2 * (1 - h * h)
    return {"L": np.mean(error ** 2), "dW1": dz.T @ inputs["s"], "db1": dz.sum(axis=0),
            "dW2": dq.T @ h, "db2": dq.sum(axis=0)}


@twin("NET-REINFORCE")
def reinforce(inputs, params):
    s, a, theta = inputs["s"], inputs["a"], inputs["theta"]
    G = discounted(inputs["r"], params["gamma"])
    pi = np.exp(s @ theta.T)
    pi /= pi.sum(axis=2, keepdims=True)

    def gradient(weight):
        return np.einsum("et,eta,etd->ad", weight, np.eye(len(theta))[a] - pi, s) / len(s)

    with_baseline = gradient(G - G.mean(axis=0))
    return {"G": G, "grad_nobaseline": gradient(G), "grad_baseline": with_baseline,
            "theta_after": theta + params["lr"] * with_baseline}


@twin("NET-PG-EXACT")
def exact_policy_gradient(inputs, params):
    P, R, gamma = process(inputs, params)
    pi = np.exp(inputs["theta"]) / np.exp(inputs["theta"]).sum(axis=1, keepdims=True)
    system = np.eye(len(R)) - gamma * np.einsum("sa,san->sn", pi, P)
    v = np.linalg.solve(system, (pi * R).sum(axis=1))
    visits = np.linalg.solve(system.T, np.full(len(R), 1 / len(R)))
    q = R + gamma * P @ v
    return {"v": v, "J": v.mean(), "dtheta": visits[:, None] * pi * (q - v[:, None])}
