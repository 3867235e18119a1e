"""What the tests of kernels expect, in NumPy: pools, random draws, rows."""
import itertools

import numpy as np


def softmax(x, axis):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def pad(x, low, high, interior, value):
    shape = [l + n + max(n - 1, 0) * i + h for l, n, i, h in zip(low, x.shape, interior, high)]
    y = np.full(shape, value, x.dtype)
    y[tuple(slice(l, l + max(n - 1, 0) * (i + 1) + 1, i + 1)
            for l, n, i in zip(low, x.shape, interior))] = x
    return y


def scatter_add(updates, indices, rows):
    table = np.zeros((rows,) + updates.shape[indices.ndim:], updates.dtype)
    np.add.at(table, np.clip(indices, 0, rows - 1), updates)
    return table


def windows(size, kernel, stride, padding):
    """Yields (position of the window, list of positions of its elements)."""
    counts = [(n + 2 * p - k) // s + 1 for n, k, s, p in zip(size, kernel, stride, padding)]
    for at in itertools.product(*map(range, counts)):
        axes = [[o * s + j - p for j in range(k) if 0 <= o * s + j - p < n]
                for o, n, k, s, p in zip(at, size, kernel, stride, padding)]
        yield at, list(itertools.product(*axes))


def pooled(x, kernel, stride, padding, fold, dtype):
    size = x.shape[2:]
    counts = [(n + 2 * p - k) // s + 1 for n, k, s, p in zip(size, kernel, stride, padding)]
    y = np.zeros(x.shape[:2] + tuple(counts), dtype)
    for n, c in np.ndindex(*x.shape[:2]):
        for at, line in windows(size, kernel, stride, padding):
            y[(n, c) + at] = fold(x[n, c], line)
    return y


def max_pool(x, *window):
    return pooled(x, *window, lambda plane, line: np.max([plane[i] for i in line]), x.dtype)


def avg_pool(x, *window):
    volume = np.prod(window[0])
    return pooled(x, *window, lambda plane, line: sum(plane[i] for i in line) / volume, x.dtype)


def max_pool_index(x, *window):
    def place(plane, line):
        return np.ravel_multi_index(line[int(np.argmax([plane[i] for i in line]))], plane.shape)
    return pooled(x, *window, place, np.int32)


def max_pool_read(x, index):
    flat = x.reshape(x.shape[:2] + (-1,))
    return np.take_along_axis(flat, index.reshape(x.shape[:2] + (-1,)), 2).reshape(index.shape)


def unpooled(dy, size, kernel, stride, padding, share):
    dx = np.zeros(dy.shape[:2] + tuple(size), dy.dtype)
    for n, c in np.ndindex(*dy.shape[:2]):
        for at, line in windows(size, kernel, stride, padding):
            for i in line:
                dx[(n, c) + i] += share((n, c) + at, i)
    return dx


def avg_unpool(dy, size, *window):
    return unpooled(dy, size, *window, lambda at, i: dy[at] / np.prod(window[0]))


def max_unpool(dy, index, size, *window):
    return unpooled(dy, size, *window,
                    lambda at, i: dy[at] * (index[at] == np.ravel_multi_index(i, size)))


def words(key, count):
    """The first words of a draw: Philox4x32-10 (Salmon et al. 2011)."""
    mask = np.uint64(0xFFFFFFFF)
    seed, draw = (np.uint64(int(k) % 2**64) for k in key)
    block = np.arange((count + 3) // 4, dtype=np.uint64)
    c = [block & mask, block >> np.uint64(32), np.full_like(block, draw & mask),
         np.full_like(block, draw >> np.uint64(32))]
    k = [seed & mask, seed >> np.uint64(32)]
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(p1 >> np.uint64(32)) ^ c[1] ^ k[0], p1 & mask,
             (p0 >> np.uint64(32)) ^ c[3] ^ k[1], p0 & mask]
        k = [np.uint64((int(k[0]) + 0x9E3779B9) % 2**32), np.uint64((int(k[1]) + 0xBB67AE85) % 2**32)]
    return np.stack(c, 1).reshape(-1)[:count]


def random_bits(key, shape):
    return words(key, int(np.prod(shape))).astype(np.uint32).view(np.int32).reshape(shape)


def unit(key, shape, dtype):
    count = int(np.prod(shape))
    if dtype == np.float64:
        w = words(key, 2 * count)
        u = ((w[1::2] << np.uint64(32) | w[0::2]) >> np.uint64(11)) * 2.0**-53
    else:
        u = (words(key, count) >> np.uint64(8)) * 2.0**-24
    return u.reshape(shape)


def uniform(key, low, high, shape, dtype):
    return (low + (high - low) * unit(key, shape, dtype)).astype(dtype)


def bernoulli(key, p, shape, dtype):
    return (unit(key, shape, np.float32) < p).astype(dtype)


def randint(key, low, high, shape, dtype):
    count = int(np.prod(shape))
    drawn = [low + (int(w) * (high - low + 1) >> 32) for w in words(key, count)]
    return np.array(drawn, np.int64).astype(dtype).reshape(shape)


def normal(key, mean, std, shape, dtype):
    w = words(key, 2 * int(np.prod(shape)))
    u = w * 2.0**-32 if dtype == np.float64 else (w >> np.uint64(8)) * 2.0**-24
    y = np.sqrt(-2 * np.log(1 - u[0::2])) * np.cos(2 * np.pi * u[1::2])
    return (mean + std * y).reshape(shape).astype(dtype)
