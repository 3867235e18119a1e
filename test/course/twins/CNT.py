"""Numbers of parameters, receptive fields, costs, regions."""
import math

import numpy as np

from . import counts, twin


def mlp_params(*dims):
    """Weights and biases of a network with these numbers of units in its layers."""
    return sum((a + 1) * b for a, b in zip(dims, dims[1:]))


def with_weights(function, kind="weights"):
    """That number of each layer that has weights."""
    return [layer[kind] for layer in function["layers"] if layer["weights"]]


counts("UDL-3.11", n_params=lambda functions: functions["net"]["parameters"])
counts("UDL-3.12", n_params=lambda functions: functions["net"]["parameters"])


@twin("UDL-3.11")
@twin("UDL-3.12")
def shallow_params(inputs, params):
    return {"n_params": mlp_params(*params["dims"])}


@twin("UDL-3.13")
def patterns(inputs, params):
    grid = np.linspace(-40, 40, 1601)
    z = np.stack(np.meshgrid(grid, grid), -1) @ inputs["W"].T + inputs["b"]
    seen = {tuple(bits) for bits in np.unique((z > 0).reshape(-1, len(inputs["b"])), axis=0).astype(int)}
    missing = [bits for bits in ((p & 1, p >> 1 & 1, p >> 2) for p in range(8)) if bits not in seen]
    return {"n_patterns": len(seen), "missing_pattern": np.array(missing[0])}


def regions(inputs, hidden):
    return sum(math.comb(hidden, j) for j in range(inputs + 1))


@twin("UDL-3.15")
def octants(inputs, params):
    return {"regions": regions(params["Di"], params["D"])}


counts("UDL-3.17", cases=[{"Di": 1, "D": 3, "Do": 1}, {"Di": 2, "D": 5, "Do": 3}, {"Di": 10, "D": 40, "Do": 5},
                          {"Di": 784, "D": 100, "Do": 10}],
       n_params=lambda functions: functions["net"]["parameters"])


@twin("UDL-3.17")
def shallow_table(inputs, params):
    return {"n_params": np.array([mlp_params(*case) for case in params["cases"]])}


@twin("UDL-3.18")
def zaslavsky(inputs, params):
    return {"regions": np.array([regions(*case) for case in params["cases"]])}


counts("UDL-4.2", n_hyper=lambda functions: len(functions["net"]["layers"]),  # the depth, and each hidden layer's width
       n_params=lambda functions: functions["net"]["parameters"])


@twin("UDL-4.2")
def hyperparameters(inputs, params):
    return {"n_hyper": len(params["dims"]) - 1, "n_params": mlp_params(*params["dims"])}


counts("UDL-4.5", depth=lambda functions: len(functions["net"]["layers"]) - 1,
       width=lambda functions: functions["net"]["layers"][0]["output"][-1],
       n_params=lambda functions: functions["net"]["parameters"])


@twin("UDL-4.5")
def depth_and_width(inputs, params):
    dims = [params["Di"]] + params["K"] * [params["D"]] + [params["Do"]]
    return {"depth": params["K"], "width": params["D"], "n_params": mlp_params(*dims)}


counts("UDL-4.6", weights=lambda functions: [functions[name]["weights"]
                                             for name in ("base", "depth_plus_1", "width_plus_1")])


@twin("UDL-4.6")
def deeper_or_wider(inputs, params):
    def weights(K, D):
        return params["Di"] * D + (K - 1) * D ** 2 + D * params["Do"]
    K, D = params["K"], params["D"]
    return {"weights": np.array([weights(K, D), weights(K + 1, D), weights(K, D + 1)])}


counts("UDL-4.10", cases=[{"K": 1, "D": 95}, {"K": 10, "D": 5}, {"K": 3, "D": 7}, {"K": 20, "D": 30}],
       n_params=lambda functions: functions["net"]["parameters"])
counts("UDL-4.11", cases=[{"K": 1, "D": 95}, {"K": 10, "D": 5}],
       n_params=lambda functions: functions["net"]["parameters"])


@twin("UDL-4.10")
def deep_params(inputs, params):
    return {"n_params": np.array([3 * D + 1 + (K - 1) * D * (D + 1) for K, D in params["cases"]])}


@twin("UDL-4.11")
def shallow_or_deep(inputs, params):
    return deep_params(inputs, params) | {"max_regions": np.array([(D + 1) ** K for K, D in params["cases"]])}


@twin("UDL-6.9")
@twin("UDL-10.12")
def epochs(inputs, params):
    return {"epochs": params["iters"] * params["B"] / params["I"]}


@twin("UDL-6.11")
def hessian_vector(inputs, params):
    """H is tridiagonal."""
    n = params["n"]
    i = np.arange(n)
    x, v = params["amp"] * np.sin(i), np.cos(i)
    diagonal, side = np.zeros(n), -400 * x[:-1]
    diagonal[:-1] += 2 + 1200 * x[:-1] ** 2 - 400 * x[1:]
    diagonal[1:] += 200
    hv = diagonal * v
    hv[:-1] += side * v[1:]
    hv[1:] += side * v[:-1]
    return {"hessian_shape": np.array([n, n]), "Hv_entries_0_1_last": hv[[0, 1, -1]], "vHv": v @ hv}


counts("UDL-10.8", weights=lambda functions: with_weights(functions["net"]),
       biases=lambda functions: with_weights(functions["net"], "biases"))


@twin("UDL-10.8")
def two_convolutions(inputs, params):
    return {"weights": np.array([ci * co * k for ci, co, k in params["layers"]]),
            "biases": np.array([co for _, co, _ in params["layers"]])}


for name in ("UDL-10.9", "UDL-10.10", "UDL-10.11"):
    counts(name, receptive_fields=lambda functions: [layer["receptive_field"] for layer in functions["H3"]["layers"]])
counts("UDL-10.17", receptive_fields=lambda functions: [functions["net"]["layers"][i]["receptive_field"]
                                                        for i in (0, 2, 4)])


@twin("UDL-10.9")
@twin("UDL-10.10")
@twin("UDL-10.11")
@twin("UDL-10.17")
def receptive_fields(inputs, params):
    """From an output backwards: what it sees, layer by layer."""
    fields = []
    for depth in range(1, len(params["layers"]) + 1):
        seen = {0}
        for k, s, d in reversed(params["layers"][:depth]):
            seen = {at * s + tap * d for at in seen for tap in range(k)}
        fields.append(max(seen) - min(seen) + 1)
    return {"receptive_fields": np.array(fields)[params.get("pick", slice(None))]}


counts("UDL-10.14", weights=lambda functions: functions["net"]["weights"],
       biases=lambda functions: functions["net"]["biases"])


@twin("UDL-10.14")
def convolution(inputs, params):
    return {"weights": params["ci"] * params["co"] * params["k"] ** 2, "biases": params["co"]}


counts("UDL-10.16", weights=lambda functions: with_weights(functions["one_tower"]),
       biases=lambda functions: with_weights(functions["one_tower"], "biases"),
       total=lambda functions: functions["one_tower"]["parameters"],
       total_grouped=lambda functions: functions["two_towers"]["parameters"])


@twin("UDL-10.16")
def alexnet(inputs, params):
    fc, conv = params["fc"], params["conv"]
    dense = [a * b for a, b in zip(fc, fc[1:])]
    weights = [ci * co * k ** 2 for ci, co, k in conv] + dense
    biases = [co for _, co, _ in conv] + fc[1:]
    grouped = sum(ci // g * co * k ** 2 for (ci, co, k), g in zip(conv, params["groups"])) + sum(dense)
    return {"weights": np.array(weights), "biases": np.array(biases), "total": sum(weights) + sum(biases),
            "total_grouped": grouped + sum(biases)}


counts("UDL-10.18", weights=lambda functions: with_weights(functions["vgg19"]),
       biases=lambda functions: with_weights(functions["vgg19"], "biases"),
       total=lambda functions: functions["vgg19"]["parameters"],
       total_b=lambda functions: functions["vgg16"]["parameters"])


@twin("UDL-10.18")
def vgg(inputs, params):
    def layers(cfg):
        channels = [3] + [c for c in cfg if c != "M"]
        weights = [9 * a * b for a, b in zip(channels, channels[1:])]
        weights += [a * b for a, b in zip(params["fc"], params["fc"][1:])]
        return weights, channels[1:] + params["fc"][1:]
    weights, biases = layers(params["cfg"])
    return {"weights": np.array(weights), "biases": np.array(biases), "total": sum(weights + biases),
            "total_b": sum(sum(numbers) for numbers in layers(params["cfg_b"]))}


counts("UDL-11.6", n_params=lambda functions: [functions[name]["parameters"] for name in ("plain", "normed", "lean")])


@twin("UDL-11.6")
def batch_norm_counted(inputs, params):
    D, K = params["D"], params["K"]
    plain = mlp_params(1, *K * [D], 1)
    return {"n_params": np.array([plain, plain + 2 * K * D, plain + K * D])}


counts("UDL-11.8", plain=lambda functions: functions["plain"]["parameters"],
       bottleneck=lambda functions: functions["bottleneck"]["parameters"])


@twin("UDL-11.8")
def residual_blocks(inputs, params):
    def layer(ci, co, k):
        return 2 * ci + ci * co * k ** 2 + co
    C, Cb = params["C"], params["Cb"]
    return {"plain": layer(C, C, 3), "bottleneck": layer(C, Cb, 1) + layer(Cb, Cb, 3) + layer(Cb, C, 1)}


@twin("UDL-11.2")
def paths(inputs, params):
    return {"paths": [[math.comb(K, length) for length in range(K + 1)] for K in params["Ks"]]}


def attention_row(functions):
    attention, dense = functions["attention"], functions["fully_connected"]
    scores = next(layer for layer in attention["layers"] if layer["op"] == "matmul")
    return [attention["weights"], attention["biases"], math.prod(scores["output"]), dense["weights"], dense["biases"]]


counts("UDL-12.1", cases=[{"N": 4, "D": 8}, {"N": 100, "D": 64}, {"N": 2048, "D": 512}], table=attention_row)


@twin("UDL-12.1")
def attention_sizes(inputs, params):
    return {"table": np.array([[3 * D ** 2, 3 * D, N ** 2, D ** 2 * N ** 2, D * N] for N, D in params["cases"]])}


def scores_and_all(function):
    return [function["layers"][0]["macs"], function["macs"]]


counts("UDL-12.9", spatial_macs=lambda functions: scores_and_all(functions["spatial"]),
       channel_macs=lambda functions: scores_and_all(functions["channels"]))


@twin("UDL-12.9")
def spatial_or_channels(inputs, params):
    N, C = params["side"] ** 2, params["C"]
    return {"spatial_macs": np.array([N * N * C, 2 * N * N * C]),
            "channel_macs": np.array([C * C * N, 2 * C * C * N]), "ratio": C / N}


@twin("UDL-17.1")
def mixture(inputs, params):
    return {"n_params": np.array([3 * params["n"], 3 * params["n"] - 1])}


@twin("UDL-20.1")
def possible_images(inputs, params):
    numbers = params["H"] * params["W"] * params["C"]
    return {"log10_ratio": numbers * math.log10(params["bins"]) - params["log10_examples"]}


@twin("UDL-7.3")
def backward_sizes(inputs, params):
    D3, Df = params["D3"], params["Df"]
    return {"shapes": np.array([[D3, D3], [D3, Df], [Df, 1], [D3, 1]])}


counts("UDL-12.5", weights_macs_DH=lambda functions: [functions["split_heads"][key] for key in ("weights", "macs")],
       weights_macs_D=lambda functions: [functions["full_heads"][key] for key in ("weights", "macs")])


@twin("UDL-12.5")
def heads(inputs, params):
    N, D, H = params["N"], params["D"], params["H"]
    weights, macs = 3 * D * D, 3 * N * D * D + 2 * N * N * D
    return {"weights_macs_DH": np.array([weights, macs]), "weights_macs_D": np.array([H * weights, H * macs])}
