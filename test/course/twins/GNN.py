"""Graph networks."""
import numpy as np

from . import jitter, twin


def graph(rng, n):
    """The adjacency matrix of a random graph: a tree, so that every node has a neighbour, and more edges."""
    A = np.triu(rng.random((n, n)) < 0.3, 1)
    for i in range(1, n):
        A[rng.integers(i), i] = True
    return (A | A.T).astype(np.int64)


def other_graphs(inputs, rng):
    """Other graphs of the same sizes, another permutation, and floats as `jitter` makes them."""
    inputs = jitter(inputs, rng)
    for key, value in inputs.items():
        if value.dtype.kind == "i" and value.ndim == 2:
            inputs[key] = graph(rng, len(value))
        elif value.dtype.kind == "i":
            inputs[key] = rng.permutation(len(value))
    return inputs


def larger_graphs(inputs, rng):
    return {key: graph(rng, rng.integers(3, 10)) for key in inputs}


def edges_of(A):
    return np.array([(i, j) for i in range(len(A)) for j in range(i + 1, len(A)) if A[i, j]])


def incidence(A):
    edges = edges_of(A)
    B = np.zeros((len(A), len(edges)), np.int64)
    for e, (i, j) in enumerate(edges):
        B[i, e] = B[j, e] = 1
    return B


def neighbours(A, n, itself=True):
    return [m for m in range(len(A)) if A[m, n] or itself and m == n]


@twin("UDL-13.1", fresh=lambda inputs, rng: {"edges": rng.permutation(edges_of(graph(rng, 7)))[:, ::-1]})
def adjacency(inputs, params):
    A = np.zeros((params["n"], params["n"]), np.int64)
    for i, j in inputs["edges"]:
        A[i, j] = A[j, i] = 1
    return {"A": A}


def printed_wrong(inputs, rng):
    inputs = larger_graphs(inputs, rng)
    inputs["A1_completed"] = graph(rng, len(inputs["A1_as_printed"]))
    return inputs


@twin("UDL-13.2", fresh=printed_wrong)
def graphs(inputs, params):
    A1, A2, printed = inputs["A1_completed"], inputs["A2"], inputs["A1_as_printed"]
    return {"A1_as_printed_symmetric": int((printed == printed.T).all()),
            "A1_edges": edges_of(A1), "A1_degrees": A1.sum(0), "A2_edges": edges_of(A2), "A2_degrees": A2.sum(0)}


def walk_graphs(inputs, rng):
    inputs = larger_graphs(inputs, rng)
    inputs["first_b"] = graph(rng, len(inputs["first_a"]))
    return inputs


@twin("UDL-13.3", fresh=walk_graphs)
def walks(inputs, params):
    return {"walks_" + key: [int(np.linalg.matrix_power(A, k)[0, 1]) for k in params["steps"]]
            for key, A in inputs.items()}


@twin("UDL-13.4", fresh=larger_graphs)
def squared(inputs, params):
    A = inputs["A"]
    return {"A2": [[len(set(neighbours(A, i, False)) & set(neighbours(A, j, False))) for j in range(len(A))]
                   for i in range(len(A))], "diag": A.sum(0)}


@twin("UDL-13.5", fresh=other_graphs)
def relabelled(inputs, params):
    A, perm, X = inputs["A"], inputs["perm"], inputs["X"]
    P = np.zeros_like(A)
    P[perm, np.arange(len(A))] = 1
    return {"P": P, "A_perm": A[np.ix_(perm, perm)], "X_perm": X[:, perm]}


@twin("UDL-13.6", fresh=other_graphs)
def readout(inputs, params):
    return {"y": 1 / (1 + np.exp(-inputs["beta"] - sum(inputs["omega"] @ h for h in inputs["H"].T)))}


@twin("UDL-13.7", fresh=other_graphs)
def equivariance(inputs, params):
    A, H, Omega, beta = (inputs[key] for key in ("A", "H", "Omega", "beta"))
    next = np.stack([np.maximum(beta + Omega @ np.append(H[:, n], H @ A[:, n]), 0) for n in range(len(A))], 1)
    return {"H_next": next, "H_next_perm": next[:, inputs["perm"]]}


@twin("UDL-13.8", fresh=larger_graphs)
def degrees(inputs, params):
    return {"deg_A1": inputs["A1"].sum(0), "deg_A2": inputs["A2"].sum(0)}


@twin("UDL-13.9", fresh=other_graphs)
def mean_aggregation(inputs, params):
    A, H, U = inputs["A"], inputs["H"], inputs["cotangent"]
    agg, dH = np.zeros_like(H), np.zeros_like(H)
    for n in range(len(A)):
        around = neighbours(A, n)
        agg[:, n] = H[:, around].mean(1)
        dH[:, around] += U[:, [n]] / len(around)
    return {"agg": agg, "dH": dH}


def column_softmax(A, scores):
    weights = np.zeros(A.shape)
    for n in range(len(A)):
        around = neighbours(A, n)
        e = np.exp(scores[around, n] - scores[around, n].max())
        weights[around, n] = e / e.sum()
    return weights


@twin("UDL-13.10", fresh=other_graphs)
def graph_attention(inputs, params):
    Q, K, V = (inputs["b" + key][:, None] + inputs["O" + key] @ inputs["H"] for key in "qkv")
    weights = column_softmax(inputs["A"], K.T @ Q)
    return {"weights": weights, "H_next": np.maximum(V @ weights, 0)}


@twin("UDL-13.11", fresh=larger_graphs)
def edge_graph(inputs, params):
    edges = edges_of(inputs["A"])
    return {"edges_in_order": edges,
            "A_edge": np.array([[int(len(set(e) & set(f)) == 1) for f in edges] for e in edges])}


def clique_graphs(inputs, rng):
    A = graph(rng, rng.integers(3, 10))
    B = incidence(A)
    return {"A_node": A, "A_edge": B.T @ B - 2 * np.eye(B.shape[1], dtype=np.int64), "cliques_incidence": B}


@twin("UDL-13.12", fresh=clique_graphs)
def node_graph(inputs, params):
    A = np.zeros_like(inputs["A_node"])
    for i, j in (np.flatnonzero(column) for column in inputs["cliques_incidence"].T):
        A[i, j] = A[j, i] = 1
    return {"A_node_reconstructed": A}


@twin("UDL-13.13", fresh=larger_graphs)
def both_adjacencies(inputs, params):
    A = inputs["A"]
    return {"B": incidence(A), "BBt_minus_D": A, "eig_BBt": np.linalg.eigvalsh(A + np.diag(A.sum(0)))}


def edge_embedded_graph(inputs, rng):
    inputs = other_graphs(inputs, rng)
    inputs["E"] = rng.normal(size=(len(inputs["E"]), len(edges_of(inputs["A"]))))
    return inputs


@twin("UDL-13.14", fresh=edge_embedded_graph)
def edge_embeddings(inputs, params):
    A, H, E, Omega, Phi, beta = (inputs[key] for key in ("A", "H", "E", "Omega", "Phi", "beta"))
    N = incidence(A).T
    z = np.stack([beta + Omega @ H[:, neighbours(A, n)].sum(1) + Phi @ E[:, N[:, n] == 1].sum(1)
                  for n in range(len(A))], 1)
    on = (z > 0) * 1.0
    return {"H_next": z * on, "dPhi": on @ (E @ N).T, "dE": Phi.T @ on @ N.T}


@twin("NET-GCN", fresh=other_graphs)
def gcn(inputs, params):
    A, H, Omega, beta, U = (inputs[key] for key in ("A", "H", "Omega", "beta", "U"))
    d = [len(neighbours(A, n)) for n in range(len(A))]
    S = np.array([[(A[m, n] + (m == n)) / np.sqrt(d[m] * d[n]) for n in range(len(A))] for m in range(len(A))])
    z = beta[:, None] + Omega @ H @ S
    dz = U * (z > 0)
    return {"H_next": z * (z > 0), "dOmega": dz @ (H @ S).T, "dH": Omega.T @ dz @ S.T}


@twin("NET-GAT", fresh=other_graphs)
def gat(inputs, params):
    A, H, Omega, beta = (inputs[key] for key in ("A", "H", "Omega", "beta"))
    G = Omega @ H + beta[:, None]
    n = len(A)

    def layer(phi):
        s = np.array([[phi @ np.append(G[:, i], G[:, j]) for j in range(n)] for i in range(n)])
        s = np.where(s.real > 0, s, 0.2 * s)
        e = np.where(A + np.eye(n) > 0, np.exp(s), 0)
        weights = e / e.sum(0)
        z = G @ weights
        return weights, z * (z.real > 0)

    weights, next = layer(inputs["phi"])
    steps = inputs["phi"] + 1e-30j * np.eye(len(inputs["phi"])) # the complex step
    return {"weights": weights, "H_next": next, "dphi": [(layer(phi)[1] ** 2).sum().imag * 1e30 for phi in steps]}


@twin("NET-SAGE", fresh=other_graphs)
def sage(inputs, params):
    A, H, Omega, beta = (inputs[key] for key in ("A", "H", "Omega", "beta"))
    agg = np.stack([H[:, neighbours(A, n, False)].mean(1) for n in range(len(A))], 1)
    next = np.maximum(Omega @ np.concatenate([H, agg]) + beta[:, None], 0)
    length = np.sqrt((next ** 2).sum(0))
    return {"H_next": next, "H_normalised": next / np.where(length > 0, length, 1)}


@twin("NET-GNNCLS", fresh=other_graphs)
def graph_classifier(inputs, params):
    A, X, w = (inputs[key] for key in ("A", "X", "w"))
    G1 = np.concatenate([X, X @ A])
    z1 = inputs["O1"] @ G1 + inputs["b1"][:, None]
    H1 = np.maximum(z1, 0)
    G2 = np.concatenate([H1, H1 @ A])
    z2 = inputs["O2"] @ G2 + inputs["b2"][:, None]
    H2 = np.maximum(z2, 0)
    logit = inputs["bk"] + w @ H2.mean(1)
    dlogit = -1 / (1 + np.exp(logit))
    dz2 = dlogit * w[:, None] / len(A) * (z2 > 0)
    above, below = np.split(inputs["O2"].T @ dz2, 2)
    dz1 = (above + below @ A.T) * (z1 > 0)
    return {"logit": logit, "loss": np.log1p(np.exp(-logit)), "dO1": dz1 @ G1.T, "db1": dz1.sum(1),
            "dO2": dz2 @ G2.T, "db2": dz2.sum(1), "dw": dlogit * H2.mean(1), "dbk": dlogit}
