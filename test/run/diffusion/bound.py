"""The exact likelihood and the bound, as leat eval printed them: the bound is above, and near."""
import sys

with open(sys.argv[1]) as file:
    found = {name: float(value) for name, value in (line.split(" = ") for line in file)}
print(found)
sys.exit(not -0.05 < found["bound"] - found["bits"] < 0.5)
