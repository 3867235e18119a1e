#!/usr/bin/env python3
"""How good generated images are, by the eyes of a classifier of real ones.

    images.py CLASSIFIER.safetensors TRAIN.npz TEST.npz [NAME=FOLDER...]

A FOLDER holds image.npy files of any names, images in [0, 1], the i-th of class i mod 10. Prints a table of

    right      the share that the classifier says is of the class that was asked for
    distance   the mean distance of two images of one class, over that of as many real images: test images, the
               first of each class
    Frechet    |m - m'|^2 + tr(S + S' - 2 (S S')^(1/2)) between the features (what goes into the last layer) of
               the images and of the training images, as normal distributions (Heusel et al. 2017)

of each set of generated images, and of the real ones. The Frechet distance of a sample falls with its size: sets
compare if they are as large as the real one, which is. Fails where fewer than 85 % are right, or distances are
below 0.7. Runs `leat`.
"""
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

CLASSES, LEAST_RIGHT, LEAST_DISTANCE, AT_ONCE = 10, 0.85, 0.7, 500


def seen(entry, image, state):
    """What an entry of the classifier gives for images."""
    parts = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for part in np.array_split(image, -(-len(image) // AT_ONCE)):
            np.save(folder / "given.npy", part.astype(np.float32))
            subprocess.run(["leat", "run", "examples/networks/resnet20.mlir", "--set", "Channels=1", "--entry", entry,
                            "--state", state, "--input", f"image={folder / 'given.npy'}", "--output-dir", folder],
                           check=True)
            parts.append(np.load(folder / f"{entry}.npy").astype(np.float64))
    return np.concatenate(parts)


def distance(image, label):
    """The mean over classes of the mean distance of two images."""
    means = []
    for c in range(CLASSES):
        rows = image[label == c].reshape(np.sum(label == c), -1).astype(np.float64)
        square = (rows**2).sum(1)[:, None] + (rows**2).sum(1) - 2 * rows @ rows.T
        means.append(np.sqrt(np.maximum(square, 0)).sum() / (len(rows) * (len(rows) - 1)))
    return np.mean(means)


def normal(features):
    return features.mean(0), np.cov(features.T)


def frechet(some, other):
    (m, S), (n, R) = some, other
    values, vectors = np.linalg.eigh(S)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    middle = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ R @ root), 0)).sum()
    return np.sum((m - n)**2) + np.trace(S) + np.trace(R) - 2 * middle


def table(state, train, test, sets):
    """Rows (name, number of images, share right, distance, Frechet distance); the first is of real images."""
    whole = normal(seen("features", train["image"], state))
    each = max(min(len(image) for _, image in sets) if sets else 1000, 2 * CLASSES) // CLASSES
    first = np.concatenate([np.flatnonzero(test["label"] == c)[:each] for c in range(CLASSES)])
    sets = [("real, held out", test["image"][first], test["label"][first]),
            *((name, image, np.arange(len(image)) % CLASSES) for name, image in sets)]
    real = distance(*sets[0][1:])
    for name, image, label in sets:
        right = (seen("logits", image, state).argmax(1) == label).mean()
        far = frechet(normal(seen("features", image, state)), whole)
        yield name, len(image), right, distance(image, label) / real, far


def main():
    state, train, test = sys.argv[1], np.load(sys.argv[2]), np.load(sys.argv[3])
    sets = []
    for word in sys.argv[4:]:
        name, folder = word.split("=", 1)
        files = sorted(pathlib.Path(folder).rglob("image.npy"))
        sets.append((name, np.concatenate([np.load(file) for file in files])))
    failed = False
    print("| images | number | right | distance | Frechet |\n|---|---|---|---|---|")
    for i, (name, count, right, apart, far) in enumerate(table(state, train, test, sets)):
        good = i == 0 or right >= LEAST_RIGHT and apart >= LEAST_DISTANCE
        failed |= not good
        print(f"| {name} | {count} | {100 * right:.1f} % | {apart:.2f} | {far:.2f} |{'' if good else ' FAIL'}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
